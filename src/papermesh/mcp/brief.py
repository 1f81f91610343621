"""From rows and views to what an assistant needs of them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from papermesh.mcp import forms
from papermesh.query.values import day_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from papermesh.query import Evidence, PaperRow
    from papermesh.store.base import Node
    from papermesh.views import schema

SENTENCE = 200
"""Characters of a sentence or title, unless all is wanted."""
_SENTENCES = 3


def shorten(text: str, most: int = SENTENCE, around: str | None = None) -> str:
    """Cut a text between words, so that it still holds what it is quoted for.

    Examples:
        >>> shorten("one two three four", 12), shorten("one two three four", 12, "four")
        ('one two …', '… four')
    """
    if len(text) <= most:
        return text
    room = most - 4
    at = max(text.find(around), 0) if around else 0
    end = at + len(around or "")
    start = 0
    if end > room:
        start = text.find(" ", max(at - most // 3, end - room)) + 1
        start = start if 0 < start <= at else at
    rest = text[start:]
    if len(rest) > room:
        rest = (rest[:room].rpartition(" ")[0] or rest[:room]) + " …"
    return ("… " if start else "") + rest


class Brief:
    """Writes rows and views as forms.

    Args:
        full: Every sentence whole, not one that is cut.
    """

    def __init__(self, *, full: bool = False) -> None:
        self.full = full

    def evidence(self, found: Sequence[Evidence | schema.EvidenceForm]) -> str | None:
        """The sentence that something was read from, or some of them."""
        if self.full:
            return " / ".join(item.sentence for item in found[:_SENTENCES]) or None
        # The title is told anyway.
        best = min(found, key=lambda item: item.field == "title", default=None)
        return shorten(best.sentence, around=best.text) if best else None

    def title(self, text: str) -> str:
        """A title or name, which some sources let run on."""
        return text if self.full else shorten(text)

    def node(self, paper: Node) -> forms.Paper:
        """A paper."""
        return forms.Paper(id=paper.id, title=self.title(paper.name), date=day_text(paper))

    def row(self, row: PaperRow) -> forms.Paper:
        """A paper, and what it does with something."""
        told = {
            "relations": list(row.relations),
            "confidence": _two(row.confidence),
            "evidence": self.evidence(row.evidence),
        }
        return self.node(row.paper).model_copy(update=told)

    def paper(self, form: schema.PaperForm) -> forms.Paper:
        """A paper of a view."""
        return forms.Paper(
            id=form.id,
            title=self.title(form.name),
            date=day_of(form),
            relations=form.relations,
            confidence=_two(form.confidence),
            evidence=self.evidence(form.evidence),
        )

    def entity(self, node: Node) -> forms.Entity:
        """An entity."""
        papers = node.properties.get("paperCount")
        return forms.Entity(id=node.id, name=self.title(node.name), papers=int(papers or 0))

    def figure(self, form: schema.ResultForm, *, said: Sequence[str] = ()) -> forms.Figure:
        """A figure; what ``said`` names, the answer that holds it says itself."""

        def name(part: str) -> str | None:
            ref: schema.Ref | None = getattr(form, part)
            return None if ref is None or part in said else self.title(ref.name)

        return forms.Figure(
            value=form.value,
            kind=None if form.kind == "absolute" or "kind" in said else form.kind,
            method=name("method"),
            benchmark=name("benchmark"),
            metric=name("metric"),
            versus=name("versus"),
            confidence=_two(form.confidence),
            paper=None if "paper" in said else form.paper.id,
            date=None if "paper" in said else day_of(form.paper),
            evidence=self.evidence(form.evidence),
        )

    def companion(self, node: Node, shared: int, lift: float) -> forms.Companion:
        """An entity that occurs in the same papers."""
        return forms.Companion(**self.entity(node).model_dump(), shared=shared, lift=round(lift, 1))

    def change(self, form: schema.Trend) -> forms.Change:
        """An entity whose share of papers has changed."""
        return forms.Change(
            id=form.entity.id, name=self.title(form.entity.name),
            recent=form.recent, before=form.before, ratio=round(form.ratio, 2),
            low=round(form.low, 2), high=round(form.high, 2),
        )  # fmt: skip


def day_of(form: schema.PaperForm | schema.PaperView) -> str | None:
    """The day of a paper, or its month where no more is known."""
    return form.date.isoformat()[: 7 if form.to_month else 10] if form.date else None


def text_of(day: dt.date | None) -> str | None:
    """A day as text."""
    return None if day is None else day.isoformat()


def use(points: Sequence[schema.Point], most: int | None = None) -> dict[str, int]:
    """Papers by time, of the last times where not all are wanted; nothing where there are none."""
    return {p.label: p.papers for p in points[-(most or len(points)) :] if p.papers}


def _two(number: float | None) -> float | None:
    return None if number is None else round(number, 2)
