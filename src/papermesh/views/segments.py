"""Texts cut where mentions begin and end, so that each piece can be shown in its colour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from papermesh.display import cut
from papermesh.views.schema import Mention


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text, and the mention that it is.

    Attributes:
        mention: None for the text between mentions.
    """

    text: str
    mention: Mention | None = None


def segments(text: str, mentions: Iterable[Mention], field: str) -> list[Segment]:
    """Cut a text around its mentions; of two that overlap the longer, earlier one stands.

    Args:
        text: Title or abstract.
        mentions: Of the whole paper.
        field: Which of the two the text is.

    Examples:
        >>> [piece.text for piece in segments("We use BERT.", [], "abstract")]
        ['We use BERT.']
    """
    mine = sorted((m for m in mentions if m.field == field), key=lambda m: m.entity.id)
    spans = ((mention.start, mention.end, mention) for mention in mine)
    return [Segment(piece, mention) for piece, mention in cut(text, spans) if piece]
