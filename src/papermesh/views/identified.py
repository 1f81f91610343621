"""What an identifier or an address of the web names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from papermesh.identifiers import arxiv_id, doi
from papermesh.views.refs import texts_of

if TYPE_CHECKING:
    from papermesh.store.base import GraphStore, Node

_LABEL = re.compile(r"(?:arxiv|doi):\s*", re.IGNORECASE)
_LONGEST = 2000  # characters; what is longer is no address that anybody types
_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?(?P<rest>[^/?#\s.]+(?:\.[^/?#\s.]+)+/[^#\s]*[^#\s/])/*(?:#\S*)?",
    re.IGNORECASE,
)


def is_identifier(words: str) -> bool:
    """Tell whether words are an arXiv id, a DOI or an address of the web, and nothing else.

    Examples:
        >>> [is_identifier(words) for words in ("2402.03300", "arXiv: 2402.03300v2", "GPT 4.5")]
        [True, True, False]
        >>> is_identifier("https://example.org/paper"), is_identifier("2402.03300 GRPO")
        (True, False)
    """
    text = _LABEL.sub("", words.strip(), count=1)
    address = text.lower().startswith(("http://", "https://"))
    return len(text.split()) == 1 and bool(address or arxiv_id(text) or doi(text))


def identified(store: GraphStore, words: str) -> list[Node]:
    """Find what an arXiv id, a DOI, an address of the web or an id of the graph names, if anything."""
    text = words.strip()
    arxiv, digital = arxiv_id(text), doi(text)
    for id in (text, arxiv and f"arxiv:{arxiv}", digital and f"doi:{digital}"):
        node = store.node(id) if id else None
        if node is not None and node.label not in {"Result", "Repository"}:
            return [node]
    found = _ADDRESS.fullmatch(text)
    return list(store.derived(_by_address).get(found["rest"].lower(), ())) if found else []


def _by_address(store: GraphStore) -> dict[str, list[Node]]:
    """Papers by the addresses that they name: their own, and those of their code."""
    named = [
        (paper, url)
        for paper in store.nodes("Paper")
        for url in (*texts_of(paper, "urls"), *texts_of(paper, "codeUrls"))
    ]
    # The id of a repository is its address, and a paper's abstract may name it as well.
    repositories = [node.id for node in store.nodes("Repository")]
    named += [
        (paper, edge.target.partition(":")[2])
        for edge in store.edges(repositories, ["HAS_CODE"], "in")
        if (paper := store.node(edge.source)) is not None
    ]
    found: dict[str, dict[str, Node]] = {}
    for paper, url in named:
        if len(url) <= _LONGEST and (match := _ADDRESS.fullmatch(url.strip())):
            found.setdefault(match["rest"].lower(), {})[paper.id] = paper
    return {address: list(papers.values()) for address, papers in found.items()}
