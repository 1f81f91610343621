"""Which papers work with which entities, as numbers: for what counts over the whole graph."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from papermesh.store.base import GraphStore

    Numbers: TypeAlias = NDArray[np.int32]


@dataclass(frozen=True)
class Incidence:
    """The entities of each paper and the papers of each entity.

    Attributes:
        papers: Ids of all papers, sorted.
        entities: Ids of all entities, sorted.
        paper_number: Where a paper stands in ``papers``.
        entity_number: Where an entity stands in ``entities``.
        of_paper: Numbers of each paper's entities, rising.
        of_entity: Numbers of each entity's papers, rising.
    """

    papers: tuple[str, ...]
    entities: tuple[str, ...]
    paper_number: dict[str, int]
    entity_number: dict[str, int]
    of_paper: tuple[Numbers, ...]
    of_entity: tuple[Numbers, ...]

    @property
    def counts(self) -> Numbers:
        """How many papers each entity has."""
        import numpy as np

        return np.fromiter(map(len, self.of_entity), dtype=np.int32, count=len(self.of_entity))

    def entities_of(self, papers: Numbers) -> Numbers:
        """The entities of some papers, each as often as it has one of them."""
        import numpy as np

        if not len(papers):
            return np.array([], dtype=np.int32)
        return np.concatenate([self.of_paper[at] for at in papers])


def incidence(store: GraphStore, relations: Collection[str]) -> Incidence:
    """Read which papers have one of some relations to which entities; kept with the graph."""
    return store.derived(_read, tuple(relations))


def _read(store: GraphStore, relations: tuple[str, ...]) -> Incidence:
    import numpy as np

    graph, counted = store.graph(), frozenset(relations)
    labels = {id: labels[0] for id, labels in graph.nodes(data="labels")}
    papers = tuple(sorted(id for id, label in labels.items() if label == "Paper"))
    entities = tuple(sorted(id for id, label in labels.items() if label == "Entity"))
    number = {id: at for at, id in enumerate(entities)}
    of_paper: list[list[int]] = []
    of_entity: list[list[int]] = [[] for _ in entities]
    for at, id in enumerate(papers):
        ends = graph.adj[id].items()
        mine = sorted(number[end] for end, kinds in ends if not counted.isdisjoint(kinds))
        of_paper.append(mine)
        for end in mine:
            of_entity[end].append(at)
    return Incidence(
        papers=papers,
        entities=entities,
        paper_number={id: at for at, id in enumerate(papers)},
        entity_number=number,
        of_paper=tuple(np.array(some, dtype=np.int32) for some in of_paper),
        of_entity=tuple(np.array(some, dtype=np.int32) for some in of_entity),
    )
