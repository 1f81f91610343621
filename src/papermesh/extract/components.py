"""The pipeline's components, registered as spaCy factories.

Every finder appends plain tuples to ``doc._.candidates``; ``papermesh_entities`` makes entities of
them, ``papermesh_results`` ties figures to these. A statistical finder takes its place between the
cue rules and the entities, and appends candidates whose source is ``model``. The text of a `Doc`
is the title, a blank line, the abstract; a text without a blank line is all abstract.
"""

# No `from __future__ import annotations` here: spaCy before 3.8.6 reads the annotations of what is
# registered as they stand, not as text.

import re
from collections.abc import Callable
from dataclasses import astuple
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from papermesh.extract import cues
from papermesh.extract.abbreviations import find_pairs
from papermesh.extract.confidence import confidence, kept
from papermesh.extract.entities import canonical_name, group
from papermesh.extract.gazetteer import Gazetteer
from papermesh.extract.measures import find_measures
from papermesh.extract.naming import find_names
from papermesh.extract.relations import Context, is_proposed, relation, settle_type
from papermesh.extract.results import Place, find_results
from papermesh.extract.spans import Candidate
from papermesh.extract.tokenizer import create_tokenizer  # noqa: F401  (registers the tokenizer)
from papermesh.model import EntityType, RelationType
from papermesh.seeds import read_lexicon

for _name in ("candidates", "entities", "results"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=[])

_NO_END = frozenset(
    [
        "al",
        "fig",
        "figs",
        "eq",
        "sec",
        "tab",
        "vs",
        "resp",
        "cf",
        "approx",
        "no",
        "st",
        "dr",
        "e.g",
        "i.e",
    ]
)


def title_end(text: str) -> int:
    """Offset after the title, 0 where the text has none."""
    return max(text.find("\n\n"), 0)


@Language.component("papermesh_sentences", assigns=["token.is_sent_start"])
def sentences(doc: Doc) -> Doc:
    """Set sentence starts: after a full stop before a capital or digit, and around the title."""
    for token in doc:
        if token.i == 0:
            token.is_sent_start = True
            continue
        previous = doc[token.i - 1]
        before = doc[token.i - 2] if token.i > 1 else previous
        ended = previous.text in {".", "?", "!"} or (
            previous.text in {'"', "”", ")"} and before.text in {".", "?", "!"}
        )
        dot = before if previous.text in {'"', "”", ")"} else previous
        word = doc[dot.i - 1].lower_ if dot.i else ""
        starts = token.text[0].isupper() or token.text[0].isdigit() or token.text[0] in '“"(['
        token.is_sent_start = previous.text.startswith("\n\n") or (
            ended
            and starts
            and bool(previous.whitespace_)
            and word not in _NO_END
            and len(word) + word.isdigit() > 1
        )
    return doc


def _append(doc: Doc, found: list[Candidate]) -> Doc:
    doc._.candidates = [*doc._.candidates, *(astuple(candidate) for candidate in found)]
    return doc


def read_candidates(doc: Doc) -> list[Candidate]:
    """Give back what the finders have appended to ``doc._.candidates``."""
    return [
        Candidate(start, end, None if kind is None else EntityType(kind), name, source, score)
        for start, end, kind, name, source, score in doc._.candidates
    ]


@Language.factory("papermesh_lexicon", assigns=["doc._.candidates"])
def make_lexicon(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Known names of ``seeds/lexicon.jsonl``."""
    gazetteer = Gazetteer(read_lexicon())
    return lambda doc: _append(doc, list(gazetteer.match(doc)))


@Language.component("papermesh_cues", assigns=["doc._.candidates"])
def find_cues(doc: Doc) -> Doc:
    """Names and terms that the words around them give away."""
    return _append(
        doc,
        [
            *find_names(doc),
            *cues.find_terms(doc),
            *cues.find_proposals(doc),
            *cues.find_title_name(doc, title_end(doc.text)),
            *find_measures(doc),
        ],
    )


def _context(doc: Doc) -> Context:
    starts = [sent.start_char for sent in doc.sents]
    ends = [*starts[1:], len(doc.text)][: len(starts)]
    return Context(doc.text, title_end(doc.text), list(zip(starts, ends, strict=True)))


@Language.component(
    "papermesh_entities", requires=["doc._.candidates"], assigns=["doc._.entities", "doc.spans"]
)
def make_entities(doc: Doc) -> Doc:
    """Entities of the text, as plain dicts, and their mentions as spans ``doc.spans["papermesh"]``."""
    text, context = doc.text, _context(doc)
    entities: list[dict[str, Any]] = []
    for entry in group(text, read_candidates(doc), find_pairs(text)):
        kind = entry.type or EntityType.METHOD
        proposed = is_proposed(context, entry, kind)
        if entry.type is None and not proposed:
            continue  # nothing tells what it is, or that it matters here
        kind = settle_type(context, entry, kind, proposed)
        score = confidence(context, entry, kind, proposed)
        if not kept(score):
            continue
        entities.append(
            {
                "name": canonical_name(text, entry),
                "type": str(kind),
                "relation": str(relation(context, entry, kind, proposed)),
                "confidence": score,
                "mentions": [(m.start, m.end, m.source, round(m.score, 3)) for m in entry.mentions],
            }
        )
    doc._.entities = entities
    spans = [
        span
        for entity in entities
        for start, end, *_ in entity["mentions"]
        if (span := doc.char_span(start, end, label=entity["type"], alignment_mode="expand"))
        is not None
    ]
    doc.spans["papermesh"] = SpanGroup(
        doc, name="papermesh", spans=sorted(spans, key=lambda s: (s.start, s.end))
    )
    return doc


@Language.component("papermesh_results", requires=["doc._.entities"], assigns=["doc._.results"])
def make_results(doc: Doc) -> Doc:
    """Figures that the abstract reports, as plain dicts."""
    places = sorted(
        (
            Place(
                start,
                end,
                entity["name"],
                EntityType(entity["type"]),
                RelationType(entity["relation"]),
            )
            for entity in doc._.entities
            for start, end, *_ in entity["mentions"]
        ),
        key=lambda place: (place.start, place.end),
    )
    doc._.results = [
        {field: getattr(figure, field) for field in figure.__slots__} | {"kind": str(figure.kind)}
        for figure in find_results(_context(doc), places)
    ]
    return doc


_URL = re.compile(
    r"https?://[^\s<>()\[\]{}\"'|\\^`]+|(?<![\w/.@])(?:github\.com|huggingface\.co|[\w-]+\.github\.io)/[^\s<>()\[\]{}\"'|\\^`]+"
)


def find_urls(text: str) -> list[str]:
    """Code and project pages named in a text, without trailing punctuation, in order."""
    return list(dict.fromkeys(match[0].rstrip(".,;:!?*_~") for match in _URL.finditer(text)))
