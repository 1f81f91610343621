"""The tools that set entities side by side, or tell how things are connected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from papermesh.mcp import forms
from papermesh.mcp.brief import Brief
from papermesh.mcp.tools import MOST, Listing, Name, Tool, Type
from papermesh.query import shortest_path
from papermesh.query.connect import co_occurring, comparison
from papermesh.query.lookup import find_entities, namesakes, read_type
from papermesh.views.refs import result_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from papermesh import query
    from papermesh.store.base import GraphStore, Node


class Compare(Tool):
    """Set two entities side by side: papers of each and both, figures of one against the other.

    Use it for "A or B": figures come from different papers, so quote the evidence, and name no
    winner from them.
    """

    title = "Compare two entities"
    gives = forms.Comparison
    a: Name
    b: Name
    limit: Annotated[int, Field(description="Rows of each part.", ge=1, le=MOST)] = 4

    def answer(self, graph: GraphStore) -> forms.Comparison:
        """Set them side by side."""
        found = comparison(graph, _named(graph, self.a), _named(graph, self.b))
        brief, most = Brief(), self.limit
        direct = {row.paper.id for row in found.direct}
        together = [row for row in found.both if row.paper.id not in direct]
        return forms.Comparison(
            a=[brief.entity(node) for node in found.a],
            b=[brief.entity(node) for node in found.b],
            papers_a=found.papers_a,
            papers_b=found.papers_b,
            both=len(found.both),
            n_direct=len(found.direct),
            direct=[brief.row(row) for row in found.direct[:most]],
            together=[brief.row(row) for row in together[:most]],
            n_results=len(found.results),
            results=[brief.figure(result_form(graph, row)) for row in found.results[:most]],
            shared=[
                brief.entity(row.entity).model_copy(update={"papers": row.papers})
                for row in found.shared[: 2 * most]
            ],
        )


class Related(Listing):
    """List what occurs in the same papers as an entity, more often than by chance.

    Use it for "what goes with X", such as the benchmarks (type) of a method.
    """

    title = "Related entities"
    gives = forms.Related
    name: Name
    type: Type = None

    def answer(self, graph: GraphStore) -> forms.Related:
        """List what occurs together."""
        nodes = _named(graph, self.name)
        types = None if self.type is None else [read_type(self.type)]
        rows = co_occurring(graph, [node.id for node in nodes], types=types)
        brief = Brief()
        return forms.Related(
            entities=[brief.entity(node) for node in nodes],
            total=len(rows),
            related=[brief.companion(row.entity, row.shared, row.lift) for row in self.cut(rows)],
        )


class Path(Tool):
    """Tell how two papers or entities are connected: the shortest chain of papers, with evidence."""

    title = "Path between two things"
    gives = forms.Path
    a: Name
    b: Name

    def answer(self, graph: GraphStore) -> forms.Path:
        """Find the path."""
        found = shortest_path(graph, self.a, self.b)
        if found is None:
            return forms.Path(sentence="Nothing in the graph connects them.", names={}, steps=[])
        nodes = [found.start, *(step.end for step in found.steps)]
        return forms.Path(
            sentence=_told(found.steps) or f"Both are {found.start.name}.",
            names={node.id: Brief().title(node.name) for node in nodes},
            steps=[
                forms.Step(
                    start=step.start.id,
                    relation=step.relation,
                    end=step.end.id,
                    forward=step.forward,
                    evidence=Brief().evidence(step.evidence),
                )
                for step in found.steps
            ],
        )


def _named(graph: GraphStore, name: str) -> list[Node]:
    return namesakes(find_entities(graph, name), name)[0]


def _told(steps: Sequence[query.Step]) -> str:
    """Write a path in one line."""
    said = [
        f" -{step.relation}-> {step.end.name}"
        if step.forward
        else f" <-{step.relation}- {step.end.name}"
        for step in steps
    ]
    return steps[0].start.name + "".join(said) if steps else ""
