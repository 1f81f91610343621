"""Which papers work with which entities, as numbers: for what counts over the whole graph."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
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


@dataclass(frozen=True)
class _Pairs:
    """All papers and entities in order, and who is joined by what.

    Attributes:
        codes: By relation, for each edge the number of its paper times the number of all entities
            plus that of its entity.
    """

    papers: tuple[str, ...]
    entities: tuple[str, ...]
    paper_number: dict[str, int]
    entity_number: dict[str, int]
    codes: dict[str, NDArray[np.int64]]


def _pairs(store: GraphStore) -> _Pairs:
    import numpy as np

    graph = store.graph()
    labels = {id: labels[0] for id, labels in graph.nodes(data="labels")}
    papers = tuple(sorted(id for id, label in labels.items() if label == "Paper"))
    entities = tuple(sorted(id for id, label in labels.items() if label == "Entity"))
    number = {id: at for at, id in enumerate(entities)}
    codes: dict[str, list[int]] = {}
    for at, id in enumerate(papers):
        for end, kinds in graph.adj[id].items():
            if end in number:
                for kind in kinds:
                    codes.setdefault(kind, []).append(at * len(entities) + number[end])
    return _Pairs(
        papers,
        entities,
        {id: at for at, id in enumerate(papers)},
        number,
        {kind: np.array(some, dtype=np.int64) for kind, some in codes.items()},
    )


def _read(store: GraphStore, relations: tuple[str, ...]) -> Incidence:
    import numpy as np

    known = store.derived(_pairs)
    chosen = [known.codes[kind] for kind in sorted(set(relations)) if kind in known.codes]
    codes = np.unique(np.concatenate(chosen)) if chosen else np.array([], dtype=np.int64)
    of, ends = np.divmod(codes, max(len(known.entities), 1))
    by_entity = np.argsort(ends, kind="stable")
    return Incidence(
        papers=known.papers,
        entities=known.entities,
        paper_number=known.paper_number,
        entity_number=known.entity_number,
        of_paper=_cut(of, ends, len(known.papers)),
        of_entity=_cut(ends[by_entity], of[by_entity], len(known.entities)),
    )


def _cut(keys: NDArray[np.int64], values: NDArray[np.int64], size: int) -> tuple[Numbers, ...]:
    """Cut values at each change of their keys, which rise from 0 up to a size."""
    import numpy as np

    whole = values.astype(np.int32)
    bounds = np.searchsorted(keys, np.arange(size + 1)).tolist()
    return tuple(whole[start:end] for start, end in pairwise(bounds))
