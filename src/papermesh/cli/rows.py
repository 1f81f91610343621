"""Papers and evidence as rows of a command's output."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from papermesh.query import Evidence, PaperRow, day_text

PAPER_COLUMNS = ("paper", "date", "relations", "confidence", "sentence")


def columns(names: Sequence[str], format_: str) -> tuple[str, ...]:
    """What a table shows; CSV, which programs read, has the id as well."""
    return (*names, "id") if format_ == "csv" else tuple(names)


def first_sentence(found: Iterable[Evidence]) -> str | None:
    """The sentence of the first piece of evidence, if there is any."""
    return next((item.sentence for item in found), None)


def evidence_rows(found: Iterable[Evidence]) -> list[dict[str, Any]]:
    """Evidence as JSON gives it."""
    return [{name: getattr(item, name) for name in item.__slots__} for item in found]


def paper_row(row: PaperRow) -> dict[str, Any]:
    """A paper with its relations to an entity, and why."""
    return {
        "paper": row.paper.name,
        "date": day_text(row.paper),
        "relations": list(row.relations),
        "confidence": round(row.confidence, 2),
        "id": row.paper.id,
        "evidence": evidence_rows(row.evidence),
        "sentence": first_sentence(row.evidence),
    }
