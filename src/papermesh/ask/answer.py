"""What a question becomes, and what its answer is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from papermesh.ask.dates import Period
from papermesh.store.base import Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from papermesh.query.values import Evidence
    from papermesh.store.base import GraphStore

Cell = str | int | float | None
Item = Cell | Node
"""What a handler puts into a cell: a node stands there with its name, and the cell links to it."""
EXPLAINED = 3
"""How many sentences of evidence a row shows."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question.

    Attributes:
        kind: Name of the kind of question.
        understood: In one line of plain words, what was understood.
        traversal: The graph pattern: Cypher that gives the same rows on a Neo4j store. A list
            that it returns is joined by commas in ``rows``; where it says no order, that of the
            rows is by strength of relation. For full-text search and comparisons, which Cypher
            cannot rank, it is the pattern at their core.
        parameters: The parameters of the Cypher.
        sentence: The answer in one sentence.
        columns: Names of the columns.
        rows: The rows, best first.
        evidence: For each row, the sentences that it was read from; empty where there are none.
        links: For each cell, the id of the node that it names; None where it names none.
        source: The store that was asked.
    """

    kind: str
    understood: str
    traversal: str
    parameters: Mapping[str, Any]
    sentence: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    evidence: tuple[tuple[Evidence, ...], ...]
    links: tuple[tuple[str | None, ...], ...]
    source: str

    def _repr_html_(self) -> str:
        from papermesh.display import details, heading, link, paragraph, table
        from papermesh.query.columns import quotes
        from papermesh.query.links import web_page

        # A name links to its page; its id is for programs.
        kept = [at for at, column in enumerate(self.columns) if column != "id"]
        rows = [
            (
                *(link(row[at], (id := ids[at]) and web_page(Node(id, ()))) for at in kept),
                quotes(told),
            )
            for row, ids, told in zip(self.rows, self.links, self.evidence, strict=True)
        ]
        columns = (*(self.columns[at] for at in kept), "evidence")
        found = table(columns, rows) if rows else ""
        pattern = details("The same in Cypher", [self.traversal])
        return heading(self.sentence) + paragraph(self.understood) + found + pattern


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a question and the nodes that it was taken for.

    Attributes:
        text: As it stands in the question.
        note: What was assumed to get there, such as ``took 'MTBE' as MTEB``; else empty.
        together: What several nodes of different names are called as one, such as Stanford.
    """

    text: str
    nodes: tuple[Node, ...]
    note: str = ""
    together: str = ""

    @property
    def ids(self) -> list[str]:
        """Ids of the nodes."""
        return [node.id for node in self.nodes]

    @property
    def name(self) -> str:
        """The best known of the names."""
        return self.together or self.nodes[0].name

    @property
    def labels(self) -> set[str]:
        """All labels of the nodes."""
        return {label for node in self.nodes for label in node.labels}

    @property
    def titled(self) -> str:
        """A paper's title in quotation marks; where several have the name, how many they are."""
        if len(self.nodes) == 1:
            return f"“{self.name}”"
        return f"{len(self.nodes)} papers called {re.sub('^(the )?paper ', '', self.text)}"

    def __str__(self) -> str:
        """Name and kinds, such as ``MTEB (Benchmark)``; a paper's title in quotation marks."""
        if self.nodes[0].label == "Paper":
            return some(f"“{node.name}”" for node in self.nodes)
        kinds = ", ".join(dict.fromkeys(node.label for node in self.nodes))
        return f"{self.name} ({kinds})"


@dataclass(frozen=True, slots=True)
class Request:
    """A question that matched a pattern, its names found.

    Attributes:
        names: By slot, the names.
        words: By slot, what is no name: a type, a number, words to search.
        period: The dates that the question limits itself to.
    """

    store: GraphStore
    kind: str
    names: Mapping[str, Named]
    words: Mapping[str, str] = field(default_factory=dict)
    period: Period = field(default_factory=Period)

    def ids(self, slot: str) -> list[str]:
        """Ids of the nodes that a slot names."""
        return self.names[slot].ids

    def answer(
        self,
        understood: str,
        traversal: str,
        parameters: Mapping[str, Any],
        sentence: str,
        columns: Sequence[str],
        rows: Iterable[tuple[Sequence[Item], Sequence[Evidence]]],
        *,
        dated: bool = True,
    ) -> Answer:
        """Make the answer to this request.

        Args:
            understood: What was understood, without dates and notes.
            traversal: The Cypher.
            parameters: Its parameters, but for the dates.
            sentence: The answer in one sentence.
            columns: Names of the columns.
            rows: Cells and evidence of each row.
            dated: Whether the period of the question has been heeded.
        """
        listed = list(rows)
        notes = [named.note for named in self.names.values() if named.note]
        period = self.period if dated else Period()
        if period.turned:
            notes.append("the question has the later date first")
        if self.period and not dated:
            notes.append("the dates say nothing for this kind of question")
        return Answer(
            kind=self.kind,
            understood=" ".join([understood + period.words, *(f"({note})" for note in notes)]),
            traversal=traversal,
            parameters={**parameters, **period.parameters},
            sentence=sentence,
            columns=tuple(columns),
            rows=tuple(tuple(map(_written, items)) for items, _ in listed),
            evidence=tuple(tuple(evidence)[:EXPLAINED] for _, evidence in listed),
            links=tuple(tuple(map(_link, items)) for items, _ in listed),
            source=self.store.url,
        )


def _written(item: Item) -> Cell:
    return item.name if isinstance(item, Node) else item


def _link(item: Item) -> str | None:
    return item.id if isinstance(item, Node) else None


def count(number: int, noun: str) -> str:
    """Write a number with its noun.

    Examples:
        >>> count(1, "paper"), count(0, "paper"), count(2, "study")
        ('1 paper', 'no papers', '2 studies')
    """
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number or 'no'} {noun if number == 1 else plural}"


def some(names: Iterable[str], limit: int = 3) -> str:
    """Write the first of some names.

    Examples:
        >>> some(["a", "b"]), some("abcde")
        ('a and b', 'a, b, c and 2 more')
    """
    listed = list(names)
    shown, more = listed[:limit], len(listed) - limit
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def sentence(text: str) -> str:
    """Close a text as a sentence: a capital first, a full stop last.

    A Greek letter stays small: the capital of τ²-bench is a T to the eye.
    """
    first = text[:1].upper() if text[:1].isascii() else text[:1]
    return first + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
