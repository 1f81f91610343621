"""What is written like a name, and what its form and the words around it say of its type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Doc, Token

from papermesh.extract.spans import Candidate
from papermesh.extract.vocabulary import (
    FORMATS,
    FUNCTION_WORDS,
    NOT_NAMES,
    TYPE_NOUNS,
    is_verb,
    singular,
)
from papermesh.model import EntityType

_NAME = re.compile(r"(?=.*[A-Za-zΑ-ω])[\w@+.\-'’^*²³×∞]+")
_NUMBERISH = re.compile(
    r"[\d.,]+(?:[kKMBTGx%]|[GMKT]B|[GM]bps|ms|Hz|kHz|fps|FPS|px|nm|cm|mm|-?bit|-?shot|-?step|-?way|-?hop|-?D|th|st|nd|rd|s)?s?"
    r"|\d+[a-z]?|[A-Z]\.?|\d{4}-\d{2}.*|\d+-\w+|top-\d+|Top-\d+|\d+x\d+.*"
)
_HARDWARE = re.compile(
    r"(?:RTX|GTX|[AHBVLT]|M|TPUv?)-?\d+[a-z]*s?|v\d[\d.]*|x86.*|\d+(?:\.\d+)?(?:times|fold|x).*|sim\d.*"
)
_HANGER = re.compile(
    r"(?:based|driven|powered|generated|aware|free|guided|enhanced|augmented|level|oriented|centric|assisted|style|like|specific|agnostic|friendly|related|derived|native|only|world|human|ai)$",
    re.IGNORECASE,
)
_BENCH_END = re.compile(
    r"(?:bench|eval|arena|qa|suite|gym|leaderboard|benchmark|challenge|exam|hard|lite|verified)(?:[-_ ]?(?:v?\d[\w.]*|pro|mini|plus|hard))?$",
    re.IGNORECASE,
)
_DATA_END = re.compile(
    r"(?:-\d+(?:\.\d+)?[kKM]|corpus|dataset|[- ]?set|instruct-\w+|\d+[KM]|pedia|crawl|caps?|pile)$"
)
_MODEL_PART = re.compile(
    r"GPT|LLaMA|Llama|BERT|LLM|LM$|VLM|VLA|Former|former|Qwen|Gemini|Claude|T5|-VL|Net$|DiT|\d+(?:\.\d+)?B\b|Coder|Mamba"
)
_METHOD_PART = re.compile(
    r"PO$|LoRA|RAG|GAN|VAE|Attention|SFT|RL$|Prune|Quant|Agent|Distill|Tuning|Opt|Search|Guard|Flow|Mix|Merge|CoT|Cache|Attn|Adapter|Fed|Dec|Sampl"
)


@lru_cache(maxsize=65536)
def is_name(text: str) -> bool:
    """Tell whether a token is written like a name: a capital after the first letter, or a digit.

    Examples:
        >>> [is_name(t) for t in ("GPT-4", "pass@1", "Attention", "7B", "GPUs")]
        [True, True, False, False, False]
    """
    if text in NOT_NAMES or text in FORMATS or _NAME.fullmatch(text) is None:
        return False
    if (
        _NUMBERISH.fullmatch(text)
        or _HARDWARE.fullmatch(text)
        or not (text[0].isalnum() and text[-1] not in "^-_.")
    ):
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
            or (re.fullmatch(r"v?\d+(?:\.\d+)*[a-z]?", doc[end].text) and doc[end - 1].whitespace_ and end == index + 1
            and (end + 1 >= len(doc) or doc[end + 1].text not in {"%", "×", "x"}) and doc[end].text[-1] not in "x")
        ):  # fmt: skip
            end += 1
        if doc[end - 1].text.isdecimal() and float(doc[end - 1].text[:9]) > 2100:
            end -= 1
        start, stop = token.idx, doc[end - 1].idx + len(doc[end - 1])
        text = doc[index:end].text
        yield Candidate(start, stop, type_by_context(doc, index, end), text, "rule:name", 0.5)
        index = end


def type_by_context(doc: Doc, start: int, end: int, *, form: bool = True) -> EntityType | None:
    """Weigh what a name's form, and the words around it, say of its type.

    Args:
        doc: The text.
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
    if (
        len(texts) > 2
        and texts[0] in {",", ":", "—", "–", "-", "--", "is", "as"}
        and texts[1] in {"a", "an", "the", "our"}
    ):
        offset = 2
    if offset is None:
        return
    last: EntityType | None = None
    for token in rest[offset:]:
        if (
            token.text in {",", ".", ";", ":", "("}
            or token.lower_ in FUNCTION_WORDS - {"and"}
            or token.is_sent_start
        ):
            break
        last = TYPE_NOUNS.get(singular(token.text), last)
    if last:
        yield last
