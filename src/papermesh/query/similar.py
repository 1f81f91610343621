"""What is alike by what it occurs with, over the whole graph at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from papermesh.query.connect import WORKING
from papermesh.query.incidence import Incidence, incidence
from papermesh.query.values import Related

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from papermesh.store.base import GraphStore, Node


@dataclass(frozen=True, slots=True)
class SimilarPaper:
    """A paper that shares entities with another.

    Attributes:
        score: Cosine of the two papers' entities, each weighted by how rare it is; above 0 to 1.
        shared: Ids of the entities that both work with, the rarest first.
    """

    paper: Node
    score: float
    shared: tuple[str, ...]


def similar(store: GraphStore, paper: str, limit: int = 8) -> list[SimilarPaper]:
    """Find the papers most like one by what they work with, best first.

    Args:
        store: The graph.
        paper: Id of a paper.
        limit: How many at most.
    """
    import numpy as np

    known = incidence(store, WORKING)
    at = known.paper_number.get(paper)
    if at is None or not len(known.of_paper[at]):
        return []
    rarity, length = store.derived(_weights)
    scores = np.zeros(len(known.papers))
    for entity in known.of_paper[at]:
        scores[known.of_entity[entity]] += rarity[entity] ** 2
    scores[at] = 0.0
    found = np.flatnonzero(scores)
    cosine = np.round(scores[found] / (length[found] * length[at]), 6)
    # Numbers of papers rise with their ids, so a stable order breaks ties by id.
    best = np.argsort(-cosine, kind="stable")[:limit]
    return [
        SimilarPaper(node, float(cosine[one]), _shared(known, rarity, at, int(found[one])))
        for one in best
        if (node := store.node(known.papers[found[one]])) is not None
    ]


def _weights(store: GraphStore) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How rare each entity is, and how long each paper's vector of rarities."""
    import numpy as np

    known = incidence(store, WORKING)
    rarity = np.log(1 + len(known.papers) / np.maximum(known.counts, 1))
    length = np.array([np.sqrt(float((rarity[some] ** 2).sum())) for some in known.of_paper])
    return rarity, length


def _shared(known: Incidence, rarity: NDArray[np.float64], a: int, b: int) -> tuple[str, ...]:
    import numpy as np

    both = np.intersect1d(known.of_paper[a], known.of_paper[b])
    return tuple(known.entities[at] for at in sorted(both, key=lambda at: (-rarity[at], at)))


def companions(
    store: GraphStore, entity: str, limit: int = 16, *, min_support: int = 2
) -> list[Related]:
    """Find what the papers of an entity work with as well; ranked as `related` ranks.

    It differs from `related` in that mentions do not count, and in reading the graph only once
    however often it is asked.

    Args:
        store: The graph.
        entity: Id of an entity.
        limit: How many at most.
        min_support: How many papers must be shared at least.
    """
    import numpy as np

    known = incidence(store, WORKING)
    at = known.entity_number.get(entity)
    if at is None:
        return []
    papers = known.of_entity[at]
    shared = np.bincount(known.entities_of(papers), minlength=len(known.entities))
    shared[at] = 0
    found = np.flatnonzero(shared >= min_support)
    lift = shared[found] * len(known.papers) / (len(papers) * known.counts[found])
    order = np.lexsort((found, -shared[found], -shared[found] * np.log2(1 + lift)))[:limit]
    return [
        Related(
            entity=node,
            shared=int(shared[found[one]]),
            lift=round(float(lift[one]), 3),
            papers=tuple(
                known.papers[p] for p in np.intersect1d(papers, known.of_entity[found[one]])
            ),
        )
        for one in order
        if (node := store.node(known.entities[found[one]])) is not None
    ]
