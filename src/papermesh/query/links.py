"""Where a paper or a repository stands on the web."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from papermesh.identifiers import arxiv_id, doi

if TYPE_CHECKING:
    from papermesh.store.base import Node

CODE = "code"
"""What the address of a paper's code is called."""
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\<>\"`{}|^]")


def web_links(node: Node) -> list[tuple[str, str]]:
    """List what a node is called on the web and its address, the paper itself first.

    Texts of papers are not trusted: only addresses by http and https are given, and what else
    they hold is percent-encoded.
    """
    pairs: list[tuple[str, object]] = []
    if arxiv := arxiv_id(node.id) if node.id.startswith("arxiv:") else None:
        pairs.append(("arXiv", f"https://arxiv.org/abs/{arxiv}"))
        pairs.append(("Hugging Face", f"https://huggingface.co/papers/{arxiv}"))
    if digital := doi(node.id) if node.id.startswith("doi:") else None:
        pairs.append(("DOI", f"https://doi.org/{quote(digital)}"))
    pairs += [("", url) for url in _listed(node.properties.get("urls"))]
    pairs += [(CODE, url) for url in _listed(node.properties.get("codeUrls"))]
    pairs += [("", url) for url in _listed(node.properties.get("url"))]
    found: dict[str, str] = {}
    for name, given in pairs:
        if (url := web_address(given)) is not None:
            found.setdefault(url, name or (urlsplit(url).hostname or "").removeprefix("www."))
    return [(name, url) for url, name in found.items()]


def web_page(node: Node) -> str | None:
    """Return the address of a paper or repository itself, which its code is not."""
    return next((url for name, url in web_links(node) if name != CODE), None)


def web_address(text: object) -> str | None:
    r"""Return an address by http or https, fit for any markup; None where it is none.

    Examples:
        >>> web_address("https://example.org/a?b=1")
        'https://example.org/a?b=1'
        >>> web_address("https://example.org/ü(1)")
        'https://example.org/%C3%BC%281%29'
        >>> [web_address(text) for text in ("javascript:alert(1)", "https://a b", "//x", "http:")]
        [None, None, None, None]
    """
    url = str(text).strip()
    if _UNSAFE.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
        encoded = quote(url, safe=":/?#[]@!$&*+,;=%~")
    except ValueError:  # a broken address, or half a surrogate pair
        return None
    return encoded if parts.scheme in {"http", "https"} and host else None


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value] if value else []
