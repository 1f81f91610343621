"""What a question becomes, and what its answer is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from papermesh.ask.dates import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from papermesh.query.values import Evidence
    from papermesh.store.base import GraphStore, Node

Cell = str | int | float | None
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
    source: str


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a question and the nodes that it was taken for.

    Attributes:
        text: As it stands in the question.
        note: What was assumed to get there, such as ``took 'MTBE' as MTEB``; else empty.
    """

    text: str
    nodes: tuple[Node, ...]
    note: str = ""

    @property
    def ids(self) -> list[str]:
        """Ids of the nodes."""
        return [node.id for node in self.nodes]

    @property
    def name(self) -> str:
        """The best known of the names."""
        return self.nodes[0].name

    @property
    def labels(self) -> set[str]:
        """All labels of the nodes."""
        return {label for node in self.nodes for label in node.labels}

    def __str__(self) -> str:
        """Name and kinds, such as ``MTEB (Benchmark)``; a paper's title in quotation marks."""
        if self.nodes[0].label == "Paper":
            return f"“{self.name}”"
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
        rows: Iterable[tuple[tuple[Cell, ...], Sequence[Evidence]]],
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
            rows=tuple(cells for cells, _ in listed),
            evidence=tuple(tuple(evidence)[:EXPLAINED] for _, evidence in listed),
            source=self.store.url,
        )


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
    """Close a text as a sentence: a capital first, a full stop last."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
