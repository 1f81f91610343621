"""Finding names that nobody listed yet, by the words around them.

Three finders, each a function from a text to candidates: what is written like a name
(`find_names`), what a sentence or title says is proposed (`find_proposals`), and lower-case terms
whose last word tells their type (`find_terms`). `type_by_context` weighs what the words around a
name say of its type.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from papermesh.extract.spans import Candidate
from papermesh.extract.vocabulary import (
    FUNCTION_WORDS,
    GENERIC_ADJECTIVES,
    GENERIC_NOUNS,
    METHOD_HEADS,
    METRIC_ALONE,
    METRIC_HEADS,
    NOT_NAMES,
    PROPOSAL_VERBS,
    TASK_HEADS,
    TYPE_NOUNS,
    is_verb,
    lemma,
    singular,
)
from papermesh.model import EntityType

_NAME = re.compile(r"(?=.*[A-Za-zΑ-ω])[\w@+.\-'’^*²³×∞]+")
_NUMBERISH = re.compile(
    r"[\d.,]+(?:[kKMBTGx%]|[GMKT]B|[GM]bps|ms|Hz|kHz|fps|FPS|px|nm|cm|mm|-?bit|-?shot|-?step|-?way|-?hop|-?D|th|st|nd|rd|s)?s?"
    r"|\d+[a-z]?|[A-Z]\.?|\d{4}-\d{2}.*|\d+-\w+|top-\d+|Top-\d+|\d+x\d+.*"
)
_HARDWARE = re.compile(r"(?:RTX|GTX|[AHBVLT]|M|TPUv?)-?\d+[a-z]*s?|v\d[\d.]*|x86.*|\d+(?:\.\d+)?(?:times|fold|x).*|sim\d.*")
_HANGER = re.compile(r"(?:based|driven|powered|generated|aware|free|guided|enhanced|augmented|level|oriented|centric|assisted|style|like|specific|agnostic|friendly|related|derived|native|only|world|human|ai)$", re.IGNORECASE)
_FORMATS = frozenset("LaTeX YAML DOCX PPTX CSV ASCII NOT NO YES AND OR IT MCQ MCQs HPC ODE ODEs SDE SDEs PDE PDEs KL RGBA HDR MIDI OK ID IDs I/O IO PC PCs TV CA CS PR SR AB LG AIGC UGC VFX FPV UAV UAVs EV EVs IP UX QoS SLA EHR EHRs GDP FDA WHO".split())
_BENCH_END = re.compile(r"(?:bench|eval|arena|qa|suite|gym|leaderboard|benchmark|challenge|exam|hard|lite|verified)(?:[-_ ]?(?:v?\d[\w.]*|pro|mini|plus|hard))?$", re.IGNORECASE)
_DATA_END = re.compile(r"(?:-\d+(?:\.\d+)?[kKM]|corpus|dataset|[- ]?set|instruct-\w+|\d+[KM]|pedia|crawl|caps?|pile)$")
_MODEL_PART = re.compile(r"GPT|LLaMA|Llama|BERT|LLM|LM$|VLM|VLA|Former|former|Qwen|Gemini|Claude|T5|-VL|Net$|DiT|\d+(?:\.\d+)?B\b|Coder|Mamba")
_METHOD_PART = re.compile(r"PO$|LoRA|RAG|GAN|VAE|Attention|SFT|RL$|Prune|Quant|Agent|Distill|Tuning|Opt|Search|Guard|Flow|Mix|Merge|CoT|Cache|Attn|Adapter|Fed|Dec|Sampl")


def is_name(text: str) -> bool:
    """Tell whether a token is written like a name: a capital after the first letter, or a digit.

    Examples:
        >>> [is_name(t) for t in ("GPT-4", "pass@1", "Attention", "7B", "GPUs")]
        [True, True, False, False, False]
    """
    if text in NOT_NAMES or text in _FORMATS or _NAME.fullmatch(text) is None:
        return False
    if _NUMBERISH.fullmatch(text) or _HARDWARE.fullmatch(text) or not (text[0].isalnum() and text[-1] not in "^-_."):
        return False
    if "-" in text and _HANGER.search(text) and not any(c.isdigit() for c in text):
        return False
    if text[0].islower() and "-" in text and not any(c.isdigit() for c in text):
        return False
    parts = [part for part in re.split(r"[-'’.]", text) if part]
    return len(text) > 1 and (
        any(c.isdigit() for c in text)
        or any(c.isupper() for part in parts for c in part[1:])
        or (len(parts) > 1 and len(parts[0]) == 1 and parts[0].isupper())
    )


def _content(token: Token) -> bool:
    return any(c.isalpha() for c in token.text) and token.lower_ not in FUNCTION_WORDS


def words_after(doc: Doc, index: int, count: int) -> list[Token]:
    """The next tokens that are words, up to the end of the sentence."""
    found: list[Token] = []
    for token in doc[index : min(index + 3 * count, len(doc))]:
        if token.is_sent_start and token.i > index:
            break
        if any(c.isalnum() for c in token.text):
            found.append(token)
        if len(found) == count:
            break
    return found


def find_names(doc: Doc) -> Iterator[Candidate]:
    """Yield runs of tokens written like names, with following capitalised or numbered parts."""
    index = 0
    title = next((token.i for token in doc[1:] if token.is_sent_start), len(doc))
    while index < len(doc):
        token = doc[index]
        if not is_name(token.text) or token.like_url:
            index += 1
            continue
        end = index + 1
        while end < len(doc) and end - index < 4 and not doc[end].is_sent_start and (
            (doc[end].text[0].isupper() and doc[end].is_alpha and not doc[end - 1].text.endswith(".")
             and doc[end].lower_ not in FUNCTION_WORDS and doc[end].text not in NOT_NAMES
             and singular(doc[end].text) not in TYPE_NOUNS and token.i > 0 and end >= title)
            or re.fullmatch(r"v?\d+(?:\.\d+)*[a-z]?", doc[end].text) and doc[end - 1].whitespace_ and end == index + 1
            and (end + 1 >= len(doc) or doc[end + 1].text not in {"%", "×", "x"}) and doc[end].text[-1] not in "x"
        ):  # fmt: skip
            end += 1
        if doc[end - 1].text.isdigit() and int(doc[end - 1].text) > 2100:
            end -= 1
        start, stop = token.idx, doc[end - 1].idx + len(doc[end - 1])
        text = doc[index:end].text
        yield Candidate(start, stop, type_by_context(doc, index, end), text, "rule:name", 0.5)
        index = end


def type_by_context(doc: Doc, start: int, end: int, *, form: bool = True) -> EntityType | None:
    """Weigh what a name's form, and the words around it, say of its type.

    Args:
        start: Index of the name's first token.
        end: Index after its last token.
        form: Whether a form like ``…GPT`` or ``…PO`` counts; what is proposed is a method far
            more often than the model that it is named after.

    Returns:
        The type with the most weight, None where nothing speaks.
    """
    votes: Counter[EntityType] = Counter()
    text = doc[start:end].text
    for pattern, kind, weight in (
        (_BENCH_END, EntityType.BENCHMARK, 3),
        (_DATA_END, EntityType.DATASET, 2),
        (_MODEL_PART, EntityType.MODEL, 2 * form),
        (_METHOD_PART, EntityType.METHOD, 2 * form),
    ):
        if weight and pattern.search(text):
            votes[kind] += weight
    for distance, token in enumerate(words_after(doc, end, 2)):
        kind_after = TYPE_NOUNS.get(singular(token.text))
        if kind_after and (distance == 0 or doc[end].text not in {",", "("}):
            votes[kind_after] += 4 - distance
        if is_verb(token.text) or token.lower_ in FUNCTION_WORDS:
            break
    for kind in _apposition(doc, end):
        votes[kind] += 4
    before = [t for t in doc[max(0, start - 4) : start] if any(c.isalnum() for c in t.text)]
    for distance, token in enumerate(reversed(before)):
        kind_before = TYPE_NOUNS.get(singular(token.text))
        if kind_before:
            votes[kind_before] += 3 - min(distance, 2)
            break
    lowers = [t.lower_ for t in before]
    if lowers and lowers[-1] in {"on", "across", "over"}:
        votes[EntityType.BENCHMARK] += 2
    if not votes:
        return None
    best = max(votes.values())
    return min((k for k, v in votes.items() if v == best), key=lambda k: list(EntityType).index(k))


def _apposition(doc: Doc, end: int) -> Iterator[EntityType]:
    """Types named after "X, a new …", "X is a …", "X (…): a …"."""
    rest = doc[end : end + 14]
    texts = [t.lower_ for t in rest]
    offset = None
    if texts[:1] == ["("] and ")" in texts:
        close = texts.index(")") + 1
        texts, rest = texts[close:], rest[close:]
    if len(texts) > 2 and texts[0] in {",", ":", "—", "–", "-", "--", "is", "as"} and texts[1] in {"a", "an", "the", "our"}:
        offset = 2
    if offset is None:
        return
    last: EntityType | None = None
    for token in rest[offset:]:
        if token.text in {",", ".", ";", ":", "("} or token.lower_ in FUNCTION_WORDS - {"and"} or token.is_sent_start:
            break
        last = TYPE_NOUNS.get(singular(token.text), last)
    if last:
        yield last


def phrase(doc: Doc, start: int, end: int) -> tuple[int, int] | None:
    """Trim a run of tokens to a name: no generic adjective before, no generic noun after."""
    while start < end and (
        doc[start].lower_ in GENERIC_ADJECTIVES
        or (doc[start].is_lower and doc[start].text.endswith("ly"))
        or not doc[start].text[0].isalnum()
        or is_verb(doc[start].text)
        or (start + 1 < end and doc[start].lower_.endswith("s") and lemma(doc[start].text) is not None)
        or doc[start].lower_ in FUNCTION_WORDS
    ):
        joined = start + 1 < end and doc[start + 1].text == "-"
        start += 3 if joined and doc[start].lower_ not in {"multi", "cross"} else 1
    while end > start and (singular(doc[end - 1].text) in GENERIC_NOUNS or not doc[end - 1].text[-1].isalnum()):
        end -= 1
    return (start, end) if start < end else None


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
        if not _content(previous) or is_verb(previous.text) or previous.lower_ in GENERIC_ADJECTIVES:
            break
        if not previous.is_ascii or previous.text[0] in "\"'" or previous.like_url:
            break
        start -= 1
        words += 1
    return start


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
            alone = kind is EntityType.METRIC and (token.lower_ in METRIC_ALONE or word in METRIC_ALONE)
            if span is None or span[1] != token.i + 1 or (span[0] == token.i and not alone):
                continue
            first = doc[span[0]]
            stop = token.idx + len(token)
            yield Candidate(first.idx, stop, kind, doc[first.i : token.i + 1].text, source, 0.5)


def find_proposals(doc: Doc) -> Iterator[Candidate]:
    """Yield what "we propose …" and its like introduce, named or described."""
    for token in doc:
        base = lemma(token.text) or token.lower_
        if base not in PROPOSAL_VERBS or token.i + 1 >= len(doc):
            continue
        before = _just_before(doc, token.i)
        if not before & {"we", "paper", "work", "study", "authors", "article", "report", "to", "and", "which", "called", "named", "dubbed", "termed", "is", "are"} and token.lower_ not in {"called", "named", "dubbed", "termed", "coined"}:
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
    while index < len(doc) and doc[index].lower_ in {"a", "an", "the", "our", "two", "three", "new", "novel", "as", "and", "also", "it", "this", "\"", "“", "``"}:
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
    named = any(is_name(t.text) for t in doc[span[0] : span[1]]) or (doc[span[0]].text[0].isupper() and span[1] - span[0] <= 3)
    kind = type_by_context(doc, span[0], span[1], form=False) or head
    if named or head is not None or base in {"term", "dub", "call", "name", "coin"}:
        yield Candidate(start, stop, kind or EntityType.METHOD, text, "rule:proposal", 0.7 if named else 0.5)


def find_title_name(doc: Doc, title_end: int) -> Iterator[Candidate]:
    """Yield the name before a title's colon ("MTEB: Massive Text Embedding Benchmark")."""
    title = doc.text[:title_end]
    match = re.match(r"\s*([^:?!]{2,40}?)\s*:\s", title)
    if match is None or len(match[1].split()) > 4:
        return
    name = match[1]
    rest = doc.text[title_end:]
    words = name.split()
    if any(is_name(w) for w in words) or len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", rest)) >= 1:
        if name.lower() in FUNCTION_WORDS or all(w.lower() in FUNCTION_WORDS | GENERIC_ADJECTIVES for w in words):
            return
        span = doc.char_span(match.start(1), match.end(1), alignment_mode="expand")
        kind = type_by_context(doc, span.start, span.end, form=False) if span else None
        yield Candidate(match.start(1), match.end(1), kind or _title_type(title[match.end() :]), name, "rule:title", 0.8)


def _title_type(rest: str) -> EntityType:
    for word in re.findall(r"[A-Za-z]+", rest):
        kind = TYPE_NOUNS.get(singular(word))
        if kind in (EntityType.BENCHMARK, EntityType.DATASET, EntityType.MODEL, EntityType.METRIC):
            return kind
    return EntityType.METHOD
