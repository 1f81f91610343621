"""Full-text search over papers and entities that forgives typing errors."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from math import log
from typing import TYPE_CHECKING

from papermesh.names import fold, key
from papermesh.query.values import SearchHit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from papermesh.store.base import GraphStore, Node

WEIGHTS = {"name": 4.0, "title": 3.0, "aliases": 3.0, "keywords": 2.0, "abstract": 1.0}
WHOLE_NAME = 50.0
_STOP = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "have", "how", "in"}
    | {"is", "it", "its", "of", "on", "or", "paper", "papers", "that", "the", "their", "this"}
    | {"to", "was", "we", "were", "what", "which", "who", "with"}
)
_PART = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])")


@dataclass
class _Index:
    """Tokens of all searched fields.

    Attributes:
        places: By token: (number of the document, field).
    """

    nodes: list[Node] = field(default_factory=list)
    places: dict[str, set[tuple[int, str]]] = field(default_factory=lambda: defaultdict(set))


def search(
    store: GraphStore, words: str, limit: int = 20, *, labels: Collection[str] | None = None
) -> list[SearchHit]:
    """Find papers, entities, authors and organisations by words, best first.

    A word counts for more the rarer it is and the closer to the name it stands; a name that is
    exactly what was asked for comes first. A word that is nowhere is taken as the words most like
    it. Equal hits are ordered by papers, then by id, so the same words give the same answer.
    """
    wanted = _wanted(words)
    index = _index(store, labels or ("Paper", "Entity", "Author", "Organization"))
    if not wanted or not index.nodes:
        return []
    scores: dict[int, float] = defaultdict(float)
    matched: dict[int, int] = defaultdict(int)
    where: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    seen: dict[int, set[str]] = defaultdict(set)
    for word in wanted:
        tokens = _like(word, index.places)
        best: dict[int, tuple[float, str, str]] = {}
        for token, likeness in tokens.items():
            for at, name in index.places[token]:
                best[at] = max(best.get(at, (0.0, "", "")), (likeness * WEIGHTS[name], name, token))
        rarity = log(1 + len(index.nodes) / max(len(best), 1))
        for at, (score, name, token) in best.items():
            scores[at] += rarity * score
            matched[at] += 1
            where[at][name] += score
            seen[at].add(token)
    hits = [
        _hit(
            index.nodes[at],
            words,
            scores[at] * (matched[at] / len(wanted)) ** 2,
            where[at],
            seen[at],
        )
        for at in sorted(scores)
    ]
    return sorted(hits, key=_best_first)[:limit]


def _best_first(hit: SearchHit) -> tuple[float, int, str]:
    return (-hit.score, -int(hit.node.properties.get("paperCount") or 0), hit.node.id)


def _hit(
    node: Node, words: str, score: float, where: dict[str, float], tokens: set[str]
) -> SearchHit:
    forms = dict(_fields(node))
    if fold(words) in {
        fold(form) for name in ("name", "aliases", "title") for form in forms.get(name, ())
    }:
        score += WHOLE_NAME
    field = min(where, key=lambda name: (-where[name], name))
    pieces = [
        p
        for text in forms[field]
        for p in (_SENTENCE.split(text) if field == "abstract" else [text])
    ]
    snippet = max(pieces, key=lambda p: (len(tokens & set(_tokens(p))), -pieces.index(p)))
    return SearchHit(node, round(score, 6), field, snippet)


def _wanted(words: str) -> list[str]:
    tokens = list(dict.fromkeys(fold(word) for word in words[:1000].split()))
    tokens = [token for token in tokens if token]
    return [token for token in tokens if token not in _STOP] or tokens


def _index(store: GraphStore, labels: Iterable[str]) -> _Index:
    index = _Index()
    for label in labels:
        for node in store.nodes(label):
            at = len(index.nodes)
            index.nodes.append(node)
            for name, texts in _fields(node):
                for text in texts:
                    for token in _tokens(text):
                        index.places[token].add((at, name))
    return index


def _fields(node: Node) -> Iterator[tuple[str, tuple[str, ...]]]:
    properties = node.properties
    if "Paper" in node.labels:
        yield "title", (node.name,)
        yield "keywords", tuple(map(str, properties.get("keywords") or ()))
        yield "abstract", (str(properties.get("abstract") or ""),)
    else:
        yield "name", (node.name,)
        yield "aliases", tuple(map(str, properties.get("aliases") or ()))


def _tokens(text: str) -> Iterator[str]:
    """Cut a text into folded words; a hyphenated word counts whole and in its parts."""
    for word in text.split():
        if whole := fold(word):
            yield whole
        parts = _PART.findall(word)
        if len(parts) > 1:
            yield from filter(None, map(fold, parts))


def _like(word: str, tokens: Collection[str]) -> dict[str, float]:
    """Find the tokens that a word can stand for, with how well they fit."""
    found = {word: 1.0} if word in tokens else {}
    for token in tokens:
        if token != word and token[:3] == word[:3]:
            if key(token) == key(word):
                found[token] = 0.95
            elif len(word) >= 3 and token.startswith(word):
                found[token] = 0.7
    if found or len(word) < 4:
        return found
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    listed = list(tokens)
    for form in dict.fromkeys((word, key(word))):
        close = process.extract(
            form, listed, scorer=OSA.normalized_similarity, score_cutoff=0.7, limit=20
        )
        for token, score, _ in close:
            found[token] = max(found.get(token, 0.0), 0.5 * score)
    return found
