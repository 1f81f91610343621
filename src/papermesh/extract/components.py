"""The pipeline's components, registered as spaCy factories.

Every finder appends plain tuples to ``doc._.candidates``; ``papermesh_encoder`` reads the text with
their help, ``papermesh_entities`` makes entities of what all of them found, ``papermesh_results``
ties figures to these. The text of a `Doc` is the title, a blank line, the abstract; a text without
a blank line is all abstract.
"""

# No `from __future__ import annotations` here: spaCy before 3.8.6 reads the annotations of what is
# registered as they stand, not as text.

import re
from collections.abc import Callable
from dataclasses import asdict, astuple, fields
from pathlib import Path
from typing import Any

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from papermesh.errors import ModelError
from papermesh.extract import cues
from papermesh.extract.encoder import Reading
from papermesh.extract.gazetteer import Gazetteer
from papermesh.extract.judge import DOUBTFUL, Judged, draft, judge
from papermesh.extract.measures import find_measures
from papermesh.extract.naming import find_names
from papermesh.extract.relations import Context
from papermesh.extract.spans import Candidate
from papermesh.extract.ties import find_results, settle
from papermesh.extract.tokenizer import create_tokenizer  # noqa: F401  (registers the tokenizer)
from papermesh.extract.weights import DEFAULT, read_weights
from papermesh.model import EntityType, RelationType
from papermesh.seeds import read_lexicon

for _name in ("candidates", "entities", "doubtful", "results"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=[])
if not Doc.has_extension("reading"):
    Doc.set_extension("reading", default=None)

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


_CLOSING = frozenset({'"', "”", ")"})
_MAY_END = _CLOSING | {".", "?", "!"}


def title_end(text: str) -> int:
    """Offset after the title, 0 where the text has none."""
    return max(text.find("\n\n"), 0)


@Language.component("papermesh_sentences", assigns=["token.is_sent_start"])
def sentences(doc: Doc) -> Doc:
    """Set sentence starts: after a full stop before a capital or digit, and around the title."""
    texts = [token.text for token in doc]
    for i, token in enumerate(doc):
        if i == 0:
            token.is_sent_start = True
            continue
        previous = texts[i - 1]
        if previous not in _MAY_END and not previous.startswith("\n\n"):
            token.is_sent_start = False
            continue
        before = max(i - 2, 0)
        dot = before if previous in _CLOSING else i - 1
        ended = texts[dot] in {".", "?", "!"}
        word = texts[dot - 1].lower() if dot else ""
        begins = texts[i][0].isupper() or texts[i][0].isdigit() or texts[i][0] in '“"(['
        token.is_sent_start = previous.startswith("\n\n") or (
            ended
            and begins
            and bool(doc[i - 1].whitespace_)
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
        if start < end
    ]


def read_entities(entities: list[dict[str, Any]]) -> list[Judged]:
    """Give back the entities that ``doc._.entities`` or ``doc._.doubtful`` holds."""
    return [
        Judged(
            **{
                **entity,
                "type": EntityType(entity["type"]),
                "relation": RelationType(entity["relation"]),
                "mentions": tuple(Candidate(**m) for m in entity["mentions"]),
            }
        )
        for entity in entities
    ]


def reading_of(doc: Doc) -> Reading:
    """Give back what the encoder said of a text.

    Raises:
        ModelError: The pipeline has no encoder before what asks.
    """
    if doc._.reading is None:
        raise ModelError(
            "papermesh_entities and papermesh_results need papermesh_encoder before them; enable it, or start from papermesh.load()"
        )
    return Reading(*doc._.reading)


def _plain_entity(entity: Judged) -> dict[str, Any]:
    """An entity as what can be written down, without the copying of `dataclasses.asdict`."""
    return {
        "name": entity.name,
        "type": str(entity.type),
        "relation": str(entity.relation),
        "confidence": entity.confidence,
        "relation_confidence": entity.relation_confidence,
        "mentions": [
            {
                "start": m.start,
                "end": m.end,
                "type": None if m.type is None else str(m.type),
                "name": m.name,
                "source": m.source,
                "score": m.score,
            }
            for m in entity.mentions
        ],
    }


@Language.factory("papermesh_lexicon", assigns=["doc._.candidates"])
def make_lexicon(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Known names of ``seeds/lexicon.jsonl``."""
    gazetteer = Gazetteer(read_lexicon())
    return lambda doc: _append(doc, list(gazetteer.match(doc)))


@Language.component("papermesh_cues", assigns=["doc._.candidates"])
def find_cues(doc: Doc) -> Doc:
    """Names and terms that the words around them give away."""
    text = doc.text
    begins = title_end(text)
    return _append(
        doc,
        [
            *find_names(doc),
            *cues.find_terms(doc),
            *cues.find_proposals(doc),
            *cues.find_title_name(doc, text[:begins], text[begins:]),
            *find_measures(doc, text),
        ],
    )


def context_of(doc: Doc, text: str) -> Context:
    """Cut a text that has sentences, as the rules need it."""
    starts = [doc[int(i)].idx for i in np.flatnonzero(doc.to_array(SENT_START) == 1)]
    ends = [*starts[1:], len(text)][: len(starts)]
    return Context(text, title_end(text), list(zip(starts, ends, strict=True)))


class EncoderComponent:
    """Reads the text as a whole; what it says of each word is ``doc._.reading``.

    Args:
        weights: Folder of trained weights.
    """

    def __init__(self, weights: str) -> None:
        self.weights = weights
        self._encoder = read_weights(Path(weights)).encoder

    def __call__(self, doc: Doc) -> Doc:
        """Read a text."""
        text = doc.text
        reading = self._encoder.read(text, title_end(text), read_candidates(doc))
        doc._.reading = [getattr(reading, field.name) for field in fields(reading)]
        return doc

    def __reduce__(self) -> tuple[type, tuple[str]]:
        return EncoderComponent, (self.weights,)


@Language.factory(
    "papermesh_encoder",
    default_config={"weights": str(DEFAULT)},
    requires=["doc._.candidates"],
    assigns=["doc._.reading"],
)
def make_encoder(nlp: Language, name: str, weights: str) -> Callable[[Doc], Doc]:
    """The trained network that reads the text as a whole."""
    return EncoderComponent(weights)


def _set_entities(doc: Doc, entities: list[Judged]) -> Doc:
    doc._.entities = [_plain_entity(entity) for entity in entities]
    spans = [
        span
        for entity in entities
        for m in entity.mentions
        if (span := doc.char_span(m.start, m.end, label=entity.type, alignment_mode="expand"))
        is not None
    ]
    doc.spans["papermesh"] = SpanGroup(
        doc, name="papermesh", spans=sorted(spans, key=lambda s: (s.start, s.end))
    )
    return doc


@Language.factory(
    "papermesh_entities",
    default_config={"weights": str(DEFAULT)},
    requires=["doc._.candidates", "doc._.reading"],
    assigns=["doc._.entities", "doc._.doubtful", "doc.spans"],
)
def make_entities(nlp: Language, name: str, weights: str) -> Callable[[Doc], Doc]:
    """Entities of the text, as plain dicts, and their mentions as spans ``doc.spans["papermesh"]``."""
    trained = read_weights(Path(weights))
    scorer, least = trained.scorers["entity"], trained.keep["entity"]

    def entities(doc: Doc) -> Doc:
        text, reading = doc.text, reading_of(doc)
        context = context_of(doc, text)
        drafts = draft(text, read_candidates(doc), reading)
        judged = judge(context, drafts, reading, scorer, min(least, DOUBTFUL))
        doc._.doubtful = [_plain_entity(entity) for entity in judged if entity.confidence < least]
        return _set_entities(doc, [entity for entity in judged if entity.confidence >= least])

    return entities


@Language.factory(
    "papermesh_results",
    default_config={"weights": str(DEFAULT)},
    requires=["doc._.entities", "doc._.doubtful", "doc._.reading"],
    assigns=["doc._.results", "doc._.entities", "doc.spans"],
)
def make_results(nlp: Language, name: str, weights: str) -> Callable[[Doc], Doc]:
    """Figures that the abstract reports, as plain dicts; what they name joins the entities."""
    trained = read_weights(Path(weights))
    scorers, least = trained.scorers, trained.keep["result"]

    def results(doc: Doc) -> Doc:
        context = context_of(doc, doc.text)
        sure, doubtful = read_entities(doc._.entities), read_entities(doc._.doubtful)
        found = find_results(context, [*sure, *doubtful], reading_of(doc), scorers)
        kept = [result for result in found if result.confidence >= least]
        doc._.results = [{**asdict(result), "kind": str(result.kind)} for result in kept]
        doc._.doubtful = []
        doc._.reading = None  # of no more use, and a thousand times as large as the text
        settled = settle(sure, doubtful, kept)
        return _set_entities(doc, settled) if len(settled) > len(sure) else doc

    return results


_URL = re.compile(
    r"https?://[^\s<>()\[\]{}\"'|\\^`]+|(?<![\w/.@])(?:github\.com|huggingface\.co|[\w-]+\.github\.io)/[^\s<>()\[\]{}\"'|\\^`]+"
)


def find_urls(text: str) -> list[str]:
    """Code and project pages named in a text, without trailing punctuation, in order."""
    return list(dict.fromkeys(match[0].rstrip(".,;:!?*_~") for match in _URL.finditer(text)))
