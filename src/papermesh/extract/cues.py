"""Finding what nobody listed yet, by the words around it.

What a sentence or title says is proposed (`find_proposals`, `find_title_name`), and lower-case
terms whose last word tells their type (`find_terms`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from papermesh.extract.naming import is_name, type_by_context
from papermesh.extract.phrases import left_of, noun_run, phrase
from papermesh.extract.spans import Candidate
from papermesh.extract.vocabulary import (
    FUNCTION_WORDS,
    GENERIC_ADJECTIVES,
    METHOD_HEADS,
    METRIC_ALONE,
    METRIC_HEADS,
    PROPOSAL_VERBS,
    TASK_HEADS,
    TYPE_NOUNS,
    lemma,
    singular,
)
from papermesh.model import EntityType

_HEADS: Sequence[tuple[frozenset[str], EntityType, str]] = (
    (TASK_HEADS, EntityType.TASK, "rule:task-head"),
    (METHOD_HEADS, EntityType.METHOD, "rule:method-head"),
    (METRIC_HEADS, EntityType.METRIC, "rule:metric-head"),
)


def find_terms(doc: Doc) -> Iterator[Candidate]:
    """Yield lower-case terms whose last word tells their type ("video generation")."""
    for token in doc:
        word = singular(token.text)
        for heads, kind, source in _HEADS:
            if word not in heads and token.lower_ not in heads:
                continue
            if token.i + 1 < len(doc) and doc[token.i + 1].text == "-":
                continue
            start = left_of(doc, token.i, 3)
            span = phrase(doc, start, token.i + 1)
            alone = kind is EntityType.METRIC and (
                token.lower_ in METRIC_ALONE or word in METRIC_ALONE
            )
            if span is None or span[1] != token.i + 1 or (span[0] == token.i and not alone):
                continue
            first = doc[span[0]]
            stop = token.idx + len(token)
            yield Candidate(first.idx, stop, kind, doc[first.i : token.i + 1].text, source, 0.5)


_NAMING = frozenset({"term", "dub", "call", "name", "coin"})


def find_proposals(doc: Doc) -> Iterator[Candidate]:
    """Yield what "we propose …" and its like introduce, named or described."""
    for token in doc:
        base = lemma(token.text) or token.lower_
        if base not in PROPOSAL_VERBS or not 0 < token.i < len(doc) - 1:
            continue
        previous = doc[token.i - 1].lower_
        if previous in {"-", "so"} or (
            base in _NAMING and token.lower_ == base and previous != "we"
        ):
            continue
        before = _just_before(doc, token.i)
        if not before & {
            "we",
            "paper",
            "work",
            "study",
            "authors",
            "article",
            "report",
            "to",
            "and",
            "which",
            "called",
            "named",
            "dubbed",
            "termed",
            "is",
            "are",
        } and token.lower_ not in {"called", "named", "dubbed", "termed", "coined"}:
            continue
        yield from _proposed(doc, token.i + 1, base)


def _just_before(doc: Doc, index: int) -> set[str]:
    """The up to five words before a token, within its sentence."""
    words: set[str] = set()
    while index > 0 and not doc[index].is_sent_start and len(words) < 5:
        index -= 1
        words.add(doc[index].lower_)
    return words


def _proposed(doc: Doc, index: int, base: str) -> Iterator[Candidate]:
    while index < len(doc) and doc[index].lower_ in {
        "a",
        "an",
        "the",
        "our",
        "two",
        "three",
        "new",
        "novel",
        "as",
        "and",
        "also",
        "it",
        "this",
        '"',
        "“",
        "``",
    }:
        index += 1
    end = noun_run(doc, index)
    if end == index:
        return
    head = TYPE_NOUNS.get(singular(doc[end - 1].text))
    span = phrase(doc, index, end)
    if span is None or span[1] - span[0] > 9:
        return
    start, stop = doc[span[0]].idx, doc[span[1] - 1].idx + len(doc[span[1] - 1])
    text = doc[span[0] : span[1]].text
    named = any(is_name(t.text) for t in doc[span[0] : span[1]]) or (
        doc[span[0]].text[0].isupper() and span[1] - span[0] <= 3
    )
    if not named and " " not in text and singular(text) not in METHOD_HEADS | TASK_HEADS:
        return  # "an end-to-end framework", "a multi-agent system"
    kind = type_by_context(doc, span[0], span[1], form=False) or head
    if named or head is not None or base in _NAMING:
        yield Candidate(
            start, stop, kind or EntityType.METHOD, text, "rule:proposal", 0.7 if named else 0.5
        )


def find_title_name(doc: Doc, title: str, rest: str) -> Iterator[Candidate]:
    """Yield the name before a title's colon ("MTEB: Massive Text Embedding Benchmark")."""
    match = re.match(r"\s*([^:?!]{2,40}?)\s*:\s", title)
    if match is None or len(match[1].split()) > 4:
        return
    name = match[1]
    words = name.split()
    if (
        any(is_name(w) for w in words)
        or len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", rest)) >= 1
    ):
        if name.lower() in FUNCTION_WORDS or all(
            w.lower() in FUNCTION_WORDS | GENERIC_ADJECTIVES for w in words
        ):
            return
        span = doc.char_span(match.start(1), match.end(1), alignment_mode="expand")
        kind = type_by_context(doc, span.start, span.end, form=False) if span else None
        yield Candidate(
            match.start(1),
            match.end(1),
            kind or _title_type(title[match.end() :]),
            name,
            "rule:title",
            0.8,
        )


def _title_type(rest: str) -> EntityType:
    for word in re.findall(r"[A-Za-z]+", rest):
        kind = TYPE_NOUNS.get(singular(word))
        if kind in (EntityType.BENCHMARK, EntityType.DATASET, EntityType.MODEL, EntityType.METRIC):
            return kind
    return EntityType.METHOD
