"""Answers about what makes something better: papers for it, or texts that hold its words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from papermesh.ask.facts import found
from papermesh.ask.papers import papers_that
from papermesh.query.values import RELATIONS

if TYPE_CHECKING:
    from papermesh.ask.answer import Answer, Request

_FOR = ("PROPOSES", "MEASURES", "ADDRESSES")


def papers_for(request: Request) -> Answer:
    """Answer which papers propose, measure or address what is to be improved or reduced.

    Where there are none, the texts are searched for its words, and the answer says so.
    """
    x = request.names["x"]
    # Concepts are only ever named.
    concepts = x.labels == {"Entity", "Concept"}
    says = "name" if concepts else "deal with"
    answer = papers_that(says, RELATIONS if concepts else _FOR)(request)
    note = "" if concepts else " (propose, measure or address it)"
    if not answer.rows:
        words = {"s": x.text, "whole": "yes"}
        texts = found(replace(request, words=words))
        if not texts.rows:
            return answer
        answer, note = texts, f" (no paper is said to {says} {x.name}; papers that hold the words)"
    return replace(answer, understood=answer.understood + note)
