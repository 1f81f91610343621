"""Full-text search over papers and entities that forgives typing errors."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from math import log
from typing import TYPE_CHECKING

from papermesh.names import fold, key
from papermesh.query.values import SearchHit
from papermesh.query.words import (
    LABELS,
    NAMING,
    WEIGHTS,
    Index,
    fields,
    make_index,
    named,
    paper_count,
    tokens,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from papermesh.query.words import Weights
    from papermesh.store.base import GraphStore, Node

__all__ = ["LABELS", "WEIGHTS", "WHOLE_NAME", "make_index", "search", "suggest"]

WHOLE_NAME = 50.0
_WHOLE = 2.0
"""The same for what someone is about to type: they may be about to type more."""
_STOP = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "have", "how", "in"}
    | {"is", "it", "its", "of", "on", "or", "paper", "papers", "that", "the", "their", "this"}
    | {"to", "was", "we", "were", "what", "which", "who", "with"}
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])")
_MOST_ENDINGS = 400
"""How many words an unfinished word is taken for at most, the most frequent first."""


def search(
    store: GraphStore, words: str, limit: int = 20, *, labels: Collection[str] | None = None
) -> list[SearchHit]:
    """Find papers, entities, authors and organisations by words, best first.

    A word counts for more the rarer it is and the closer to the name it stands; a name that is
    exactly what was asked for comes first. A word that is nowhere is taken as the words most like
    it. Equal hits are ordered by papers, then by id, so the same words give the same answer.
    """
    wanted = _wanted(words)
    index = store.derived(make_index)
    if not wanted or not index.nodes:
        return []
    likes = [_like(word, index) for word in wanted]
    scores = _scores(index, likes, 0.0)
    scores[list(store.derived(named).get(fold(words), ()))] += WHOLE_NAME
    seen = {token for forms in likes for token in forms}
    return [
        _hit(index.nodes[at], float(scores[at]), seen) for at in _best(index, scores, limit, labels)
    ]


def suggest(
    store: GraphStore, words: str, limit: int = 8, *, labels: Collection[str] | None = None
) -> list[SearchHit]:
    """Find what someone may be about to type, by names, titles and aliases alone.

    The last word may be unfinished. Of what fits equally well, what many papers have to do with
    comes first.
    """
    wanted = _wanted(words)
    index = store.derived(make_index)
    if not wanted or not index.nodes:
        return []
    likes = [_like(word, index) for word in wanted[:-1]]
    last = _endings(wanted[-1], index) or _like(wanted[-1], index)
    scores = _scores(index, [*likes, last], NAMING)
    scores[list(store.derived(named).get(fold(words), ()))] += _WHOLE
    start = fold(words)
    found = []
    for at in _best(index, scores, 8 * limit, labels):
        node = index.nodes[at]
        forms = (node.name, *(node.properties.get("aliases") or ()))
        form = min(forms, key=lambda form: (not fold(form).startswith(start), len(form)))
        score = float(scores[at])
        score += 4.0 * fold(form).startswith(start) + 1.5 * log(1 + paper_count(node))
        alias = form != node.name and "Paper" not in node.labels
        found.append(SearchHit(node, round(score, 6), "aliases" if alias else "name", form))
    return sorted(found, key=lambda hit: (-hit.score, len(hit.snippet), hit.node.id))[:limit]


def _best(index: Index, scores: Weights, limit: int, labels: Collection[str] | None) -> list[int]:
    """Numbers of the best nodes, in order."""
    import numpy as np

    if labels is not None:
        wanted = np.isin(index.labels, list(labels)) | np.isin(index.types, list(labels))
        scores = np.where(wanted, scores, np.float32(0))
    found = np.flatnonzero(scores > 0)
    if len(found) > 4 * limit:  # put in order only what can come first
        least = np.partition(scores[found], -limit)[-limit]
        found = found[scores[found] >= least]
    order = np.argsort(-scores[found], kind="stable")
    return [int(at) for at in found[order][:limit]]


def _scores(index: Index, likes: list[dict[str, float]], least: float) -> Weights:
    """Score every node by the words that are like each wanted one.

    Args:
        index: What is searched.
        likes: For each wanted word, how well each word stands for it.
        least: Weight below which a field does not count.
    """
    import numpy as np

    total = np.zeros(len(index.nodes), dtype=np.float32)
    matched = np.zeros(len(index.nodes), dtype=np.float32)
    for forms in likes:
        best = np.zeros(len(index.nodes), dtype=np.float32)
        for token, likeness in forms.items():
            at, weights = index.places[token]
            if least:
                at, weights = at[weights >= least], weights[weights >= least]
            best[at] = np.maximum(best[at], np.float32(likeness) * weights)
        count = int(np.count_nonzero(best))
        total += np.float32(log(1 + len(index.nodes) / max(count, 1))) * best
        matched += best > 0
    scores: Weights = total * (matched / np.float32(len(likes))) ** 2
    return scores


def _hit(node: Node, score: float, seen: set[str]) -> SearchHit:
    """Tell where in a node the words stand best."""
    forms = dict(fields(node))
    where = {
        name: WEIGHTS[name] * len(seen & {t for text in texts for t in tokens(text)})
        for name, texts in forms.items()
    }
    field = min(where, key=lambda name: (-where[name], name))
    pieces = [
        p
        for text in forms[field]
        for p in (_SENTENCE.split(text) if field == "abstract" else [text])
    ]
    snippet = max(pieces, key=lambda p: (len(seen & set(tokens(p))), -pieces.index(p)))
    return SearchHit(node, round(score, 6), field, snippet)


def _wanted(words: str) -> list[str]:
    found = list(filter(None, dict.fromkeys(fold(word) for word in words[:1000].split())))
    return [word for word in found if word not in _STOP] or found


def _starting(word: str, index: Index) -> tuple[str, ...]:
    start = bisect_left(index.words, word)
    return index.words[start : bisect_left(index.words, word + "\U0010ffff", lo=start)]


def _endings(word: str, index: Index) -> dict[str, float]:
    """Find the words that an unfinished one can become, the whole one as good as any."""
    found = Counter({token: len(index.places[token][0]) for token in _starting(word, index)})
    return {token: 1.0 if token == word else 0.9 for token, _ in found.most_common(_MOST_ENDINGS)}


def _like(word: str, index: Index) -> dict[str, float]:
    """Find the words that one can stand for, with how well they fit."""
    found, wanted = ({word: 1.0} if word in index.places else {}), key(word)
    for token in _starting(word[:3], index):
        if token != word and key(token) == wanted:
            found[token] = 0.95
    if len(word) >= 3:
        for token in _starting(word, index):
            found.setdefault(token, 0.7)
    if found or len(word) < 4:
        return found
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    for form in dict.fromkeys((word, key(word))):
        close = process.extract(
            form, index.words, scorer=OSA.normalized_similarity, score_cutoff=0.7, limit=20
        )
        for token, score, _ in close:
            found[token] = max(found.get(token, 0.0), 0.5 * score)
    return found
