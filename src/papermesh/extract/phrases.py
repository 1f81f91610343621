"""The noun phrase around a word, without a part-of-speech tagger: function words and verbs end it."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from papermesh.extract.vocabulary import (
    FUNCTION_WORDS,
    GENERIC_ADJECTIVES,
    GENERIC_NOUNS,
    TYPE_NOUNS,
    is_verb,
    lemma,
    singular,
)

_AMOUNT = re.compile(r"\d[\d.,]*[kKMB%x]?|x|×")  # but 3D is a word


def _content(token: Token) -> bool:
    return any(c.isalpha() for c in token.text) and token.lower_ not in FUNCTION_WORDS


def phrase(doc: Doc, start: int, end: int) -> tuple[int, int] | None:
    """Trim a run of tokens to a name: no generic adjective before, no generic noun after."""
    while start < end and (
        doc[start].lower_ in GENERIC_ADJECTIVES
        or (doc[start].is_lower and doc[start].text.endswith("ly"))
        or not doc[start].text[0].isalnum()
        or is_verb(doc[start].text)
        or (
            start + 1 < end
            and doc[start].lower_.endswith("s")
            and lemma(doc[start].text) is not None
        )
        or doc[start].lower_ in FUNCTION_WORDS
    ):
        joined = start + 1 < end and doc[start + 1].text == "-"
        start += 3 if joined and doc[start].lower_ not in {"multi", "cross"} else 1
    while end > start and (
        singular(doc[end - 1].text) in GENERIC_NOUNS or not doc[end - 1].text[-1].isalnum()
    ):
        end -= 1
    alone = end - start == 1 and singular(doc[start].text) in TYPE_NOUNS
    return (start, end) if start < end and not alone else None


def noun_run(doc: Doc, start: int, limit: int = 12) -> int:
    """Index after the run of words from ``start`` that can be one noun phrase."""
    end = start
    while end < min(len(doc), start + limit):
        token = doc[end]
        if end > start and token.is_sent_start:
            break
        if token.text == "-" and end > start:
            end += 1
            continue
        glued = end > start and doc[end - 1].text == "-"
        if not glued and (not _content(token) or (end > start and is_verb(token.text))):
            break
        end += 1
    return end


def left_of(doc: Doc, head: int, most: int = 4) -> int:
    """Index of the first word of the noun phrase that ends with token ``head``."""
    start, words = head, 0
    while start > 0 and not doc[start].is_sent_start and words < most:
        previous = doc[start - 1]
        if previous.text == "-" and start > 1 and not previous.whitespace_:
            start -= 2
            continue
        if (
            not _content(previous)
            or is_verb(previous.text)
            or previous.lower_ in GENERIC_ADJECTIVES
        ):
            break
        if not previous.is_ascii or previous.text[0] in "\"'" or previous.like_url:
            break
        if _AMOUNT.fullmatch(previous.text):
            break
        start -= 1
        words += 1
    if start > 0 and start < head and doc[start - 1].text == "-" and not doc[start - 1].whitespace_:
        start += 1  # the limit fell inside a hyphenated word
    return start
