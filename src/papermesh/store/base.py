"""What every store is: the values that it gives back and the protocol that it keeps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, Concatenate, Literal, ParamSpec, Protocol, TypeVar

from papermesh.model import Paper, Record

if TYPE_CHECKING:
    import networkx as nx

Direction = Literal["out", "in", "both"]
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the graph.

    Attributes:
        id: Stable identifier, such as ``benchmark:mteb`` or ``arxiv:2410.21155``.
        labels: ``("Paper",)``, ``("Entity", "Benchmark")``, ``("Result",)``, …
        properties: All other facts, in lowerCamelCase.
    """

    id: str
    labels: tuple[str, ...]
    properties: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The most specific label: the entity's type, else the kind of node."""
        return self.labels[-1]

    @property
    def name(self) -> str:
        """What people call it: a paper's title, an entity's name, a result's figure."""
        found = (
            self.properties.get("title")
            or self.properties.get("name")
            or self.properties.get("value")
        )
        return str(found or self.id)

    def _repr_html_(self) -> str:
        from papermesh.display import badge, facts, heading, paragraph

        told = {name: value for name, value in self.properties.items() if name != "abstract"}
        abstract = self.properties.get("abstract")
        return (
            heading(self.name, badge(self.label), self.id)
            + (paragraph(abstract) if abstract else "")
            + facts(told)
        )


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship of the graph.

    Attributes:
        source: Id of the node it leaves.
        target: Id of the node it enters.
        type: Relationship type, such as ``EVALUATES_ON``.
        properties: ``confidence`` and ``evidence`` where it was read from a text.
    """

    source: str
    target: str
    type: str
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that a query gives.

    Attributes:
        columns: Their names, in order.
        rows: Values by column, such as JSON can say: a node is an object with ``id``, ``labels``
            and ``properties``, a relationship one with ``type``, ``source``, ``target`` and
            ``properties``, a path a list of these, a time its ISO text.
        more: Whether there are more rows than were asked for.
    """

    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    more: bool = False

    def _repr_html_(self) -> str:
        from papermesh.display import paragraph, table

        cells = ([_cell(row.get(column)) for column in self.columns] for row in self.rows)
        return table(self.columns, cells) + (paragraph("There are more.") if self.more else "")


def _cell(value: Any) -> Any:
    """Write a node by its name, and other things that have parts as text."""
    if isinstance(value, dict):
        facts = value.get("properties") or {}
        return str(facts.get("title") or facts.get("name") or value.get("id") or value)
    return str(value) if isinstance(value, list | tuple) else value


class _Made:
    """What one function made, or is about to make."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.done = False
        self.value: Any = None


class Derived:
    """What functions made of a graph, each kept from its first call on; safe among threads."""

    def __init__(self) -> None:
        self._made: dict[Any, _Made] = {}
        self._lock = Lock()

    def get(
        self,
        store: GraphStore,
        make: Callable[Concatenate[GraphStore, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Give what was made before, else make it."""
        wanted = (make, args, *sorted(kwargs.items()))
        with self._lock:
            one = self._made.setdefault(wanted, _Made())
        with one.lock:  # its own, so that nobody waits for what they have not asked for
            if not one.done:
                one.value, one.done = make(store, *args, **kwargs), True
            found: T = one.value
            return found

    def clear(self) -> None:
        """Forget everything, as the graph is another."""
        with self._lock:
            self._made = {}


class GraphStore(Protocol):
    """A graph of papers that can be asked and grown.

    A store keeps, beside the graph, what it was made from: every paper as each source tells it,
    and every paper's record. The graph is a function of these alone.
    """

    @property
    def url(self) -> str:
        """Where the store is, without any password."""
        ...

    def papers(self) -> Iterator[Paper]:
        """Every paper as each single source tells it (``len(paper.source) == 1``)."""
        ...

    def records(self) -> Mapping[str, tuple[str, Record]]:
        """By id of the merged paper: fingerprint of what was extracted from, and the record."""
        ...

    def update(self, papers: Iterable[Paper], records: Mapping[str, tuple[str, Record]]) -> None:
        """Replace what the store was made from, and with it the graph, in one atomic step."""
        ...

    def node(self, id: str) -> Node | None:
        """The node with that id, or a paper with that alias."""
        ...

    def nodes(self, label: str | None = None) -> Iterator[Node]:
        """All nodes, or those with a label, in order of their ids."""
        ...

    def edges(
        self,
        ids: Collection[str],
        types: Collection[str] | None = None,
        direction: Direction = "both",
    ) -> Iterator[Edge]:
        """Edges at any of the nodes, ordered by source, target and type."""
        ...

    def resolve(self, name: str, labels: Collection[str] | None = None) -> list[Node]:
        """Nodes that answer to an id, name, title or alias, whatever its case and hyphens.

        Best first: exact spelling, then most papers, then id.
        """
        ...

    def graph(self) -> nx.MultiDiGraph:
        """The whole graph.

        Nodes carry ``labels`` and their properties as attributes, edges are keyed by their type
        and carry their properties. It is the store's own: copy it before changing it.
        """
        ...

    def derived(
        self,
        make: Callable[Concatenate[GraphStore, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What a function makes of the whole graph, made once and kept while the graph stays.

        Args:
            make: A function of the store and of the arguments, which can be hashed and take only
                a few values, as nothing is forgotten while the graph stays; what it gives is
                shared, and must not be changed.
            *args: Passed on.
            **kwargs: Passed on.
        """
        ...

    def state(self) -> str:
        """What tells one state of the stored graph from another; empty where there is none.

        It is that of now, also where what this store has read is older.
        """
        ...

    def cypher(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        timeout: float = 30.0,
        limit: int = 1000,
    ) -> Table:
        """Run a Cypher query, where the store knows Cypher.

        Args:
            query: One statement.
            parameters: Values of what the query calls ``$name``.
            write: Let it change the graph.
            timeout: Seconds after which it is ended.
            limit: The most rows that are given back.

        Raises:
            StoreError: The store knows no Cypher; the query is wrong, takes too long, or may do
                more than read without ``write``.
        """
        ...

    def close(self) -> None:
        """Give back what the store holds."""
        ...
