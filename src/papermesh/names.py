"""Pure text: how names are compared, slugged and split into family and version."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIZE = re.compile(
    r"[\s_-]*\(?(?<![\w.])(?:\d+(?:\.\d+)?x)?\d+(?:\.\d+)?[BMT](?:-A\d+(?:\.\d+)?B)?\)?$",
    re.IGNORECASE,
)
_CHECKPOINT = re.compile(
    r"[\s_-]+(?:instruct|chat|base|it|hf|preview|(?:tiny|mini|small|medium|large|huge|xl|xxl)(?=$))$",
    re.IGNORECASE,
)
_SUFFIXES = re.compile(
    r"(?:[\s_-]+(?:instruct|chat|base|it|hf|preview|v\d[\d.]*))+$", re.IGNORECASE
)
_LONGEST = 100  # characters; what is longer is no versioned name
_VERSION = re.compile(
    r"^(?P<family>.*?[^\W\d_].*?)[\s_-]*[vV]?(?P<version>\d+(?:\.\d+)*)(?P<suffix>[a-z]?)$"
)
_POINT_ZERO = re.compile(r"(?<=\d)(?:\.0)+(?![.\d])")
_LAST_VERSION = 30  # a whole number above is a size, a share or a score, unless it is a year
_RELEASE = re.compile(r"(?:\d{1,2}(?:\.\d)?|\d{1,2}(?:\.\d{1,2}){2,}|(?:19|20)\d\d)$")
_SIZE_SUFFIXES = frozenset("bhkmtwx")  # 10k, 5m, 100w
_STEM_LETTERS = 3  # fewer are a unit, a variable or a chip: T5, H3, MI210
_NO_FAMILY = frozenset(
    {"case", "class", "cny", "day", "epoch", "eur", "experiment", "figure", "gbp", "group", "iter"}
    | {"jpy", "layer", "level", "model", "month", "part", "phase", "precision", "question", "rank"}
    | {
        "recall",
        "rmb",
        "round",
        "run",
        "scale",
        "section",
        "seed",
        "size",
        "stage",
        "step",
        "table",
    }
    | {"task", "tier", "top", "track", "type", "usd", "version", "week", "year"}
)

_WORD = re.compile(r"[^\W_]+")
_SIGN = re.compile(r"(?<=[^\W\d_])(?:\*|#(?![^\W_]))|(?<=pass)\^")
_DROPPED = {code: None for code in range(128) if not (chr(code).isalnum() or chr(code) == "+")}
SIGNS = {"*": " star ", "#": " sharp ", "^": " hat "}
_YEAR = re.compile(r"(?<!\d)(?:19|20)(\d\d)$")
_SMALL_WORDS = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to"}
    | {"via", "with"}
)
_SHORT = 13  # letters; what is longer is no abbreviation
_STEM = 4  # letters of a word that tell it from others, whatever its ending
_SAME_WORDING = 0.85  # share of letters in common


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Reduce a name to what counts when names are compared: letters, digits and ``+``.

    Case, accents, spaces, hyphens and punctuation do not count. A sign that makes a name another
    (A* of A, C# of C, pass^k of pass@k) is written as it is spoken. Idempotent.

    Examples:
        >>> fold("GPT-4"), fold("gpt 4"), fold("C++")
        ('gpt4', 'gpt4', 'c++')
        >>> fold("V* Bench") == fold("VStar-Bench"), fold("pass^k"), fold("QuIP#"), fold("*DPO*")
        (True, 'passhatk', 'quipsharp', 'dpo')
    """
    if text.isascii() and SIGNS.keys().isdisjoint(text):  # most are, and need no look at each sign
        return text.lower().translate(_DROPPED)
    return "".join(c for c in _spoken(text) if c.isalnum() or c == "+")


def _spoken(text: str) -> str:
    """Plain small letters without accents, signs that make names written out."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    if decomposed.count("*") > 1:  # emphasis, or a footnote's
        decomposed = decomposed.replace("*", " ")
    return _SIGN.sub(lambda sign: SIGNS[sign[0]], decomposed)


def whole(text: str) -> str:
    """Write the versions in a name without a last ``.0``, as half of all papers do.

    Examples:
        >>> whole("RoboTwin 2.0"), whole("Gemini 3.0 Pro"), whole("Qwen2.5"), whole("v2.0.1")
        ('RoboTwin 2', 'Gemini 3 Pro', 'Qwen2.5', 'v2.0.1')
    """
    return _POINT_ZERO.sub("", text) if ".0" in text else text


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """Fold a name without plural ending or ``.0``: ``transformers`` meets ``Transformer``.

    Examples:
        >>> key("VBench-2.0") == key("VBench2"), key("VBench-2.5") == key("VBench2")
        (True, False)
        >>> key("Vision Transformers"), key("LLMs"), key("DARTS"), key("losses"), key("loss")
        ('visiontransformer', 'llm', 'darts', 'loss', 'loss')
    """
    text = whole(text)
    folded = fold(text)
    if text.endswith("s") and len(text) > 2 and text[-2].isupper() and not text.isupper():
        return folded[:-1]
    if text.isupper() and len(text) <= 8 and text.isalnum():
        return folded  # DARTS is not the plural of DART
    if len(folded) > 4 and folded.endswith("ies"):
        return folded[:-3] + "y"
    if len(folded) > 5 and folded.endswith("sses"):
        return folded[:-2]
    if len(folded) > 4 and folded.endswith("s") and folded[-2] not in "suia":
        return folded[:-1]
    return folded


@lru_cache(maxsize=65536)
def slug(text: str) -> str:
    """Write a name as the readable part of an id: folded words joined by hyphens.

    Two names with equal `fold` get equal slugs up to hyphens; ids are made from the canonical
    name only, so one entity has one slug. A name without letters is spelled in code points.

    Examples:
        >>> slug("Llama 2"), slug("pass@1"), slug("C++"), slug("WMT'14 En-De"), slug("V* Bench")
        ('llama-2', 'pass-1', 'c++', 'wmt-14-en-de', 'v-star-bench')
    """
    kept = "".join(
        c if c.isalnum() or c == "+" else "" if unicodedata.combining(c) else " "
        for c in _spoken(text)
    )
    return "-".join(kept.split()) or "-".join(f"u{ord(c):x}" for c in text)


def family(name: str) -> str:
    """Strip size and checkpoint suffixes: what is left is the family with its version.

    Examples:
        >>> family("Llama-2-7B"), family("Qwen2.5-72B-Instruct"), family("GPT-4"), family("7B")
        ('Llama-2', 'Qwen2.5', 'GPT-4', '7B')
        >>> family("Llama-2-7b-chat-hf"), family("Mixtral-8x7B-Instruct-v0.1")
        ('Llama-2', 'Mixtral')
    """
    while True:
        sized = _SUFFIXES.sub("", name)
        shorter = _CHECKPOINT.sub("", _SIZE.sub("", sized)) if _SIZE.search(sized) else name
        if shorter == name or not any(c.isalpha() for c in shorter):
            return name
        name = shorter


def version_of(name: str) -> str | None:
    """Name what a versioned name is a version of, or None where it carries no version.

    Examples:
        >>> version_of("Llama 2"), version_of("Qwen2.5"), version_of("GPT-4o"), version_of("BERT")
        ('Llama', 'Qwen2', 'GPT-4', None)
    """
    match = _VERSION.match(name) if len(name) <= _LONGEST else None
    if match is None:
        return None
    stem = match["family"].rstrip(" -_")
    if stem.casefold() == "v":
        return None
    if match["suffix"]:
        return name[: -len(match["suffix"])]
    if "." in match["version"]:
        return name[: match.start("version")] + match["version"].rsplit(".", 1)[0]
    return stem or None


def releases_before(name: str) -> Iterator[str]:
    """What a name with a number that looks like a version may be a version of, nearest first.

    Much stricter than `version_of`, which serves to keep names apart: sizes, scores, shares and
    years of nothing in particular give none.

    Examples:
        >>> list(releases_before("Llama 3.1")), list(releases_before("GPT-4o"))
        (['Llama 3', 'Llama'], ['GPT-4', 'GPT'])
        >>> [list(releases_before(n)) for n in ("T5", "R1@0.5", "CLIP 16.12", "SEAGULL-100w")]
        [[], [], [], []]
    """
    older: str | None = name
    while older and (match := _VERSION.match(older)) and _is_release(match):
        older = version_of(older)
        if older:
            yield older


def _is_release(match: re.Match[str]) -> bool:
    stem, version = match["family"].rstrip(" -_"), match["version"]
    if "@" in stem or not stem[-1:].isalnum() or match["suffix"] in _SIZE_SUFFIXES:
        return False
    if sum(c.isalpha() for c in stem) < _STEM_LETTERS or fold(stem) in _NO_FAMILY:
        return False
    if _RELEASE.match(version) is None:
        return False
    return "." in version or len(version) == 4 or int(version) <= _LAST_VERSION


@lru_cache(maxsize=65536)
def _line(folded: str) -> frozenset[str]:
    """A folded name and all that it is a version of, with years in two digits."""
    name: str | None = _YEAR.sub(r"\1", folded)
    line = set()
    while name:
        line.add(name)
        name = version_of(name)
    return frozenset(line)


def are_versions(one: str, other: str) -> bool:
    """Whether two names are different versions of one thing, or a thing and its version.

    Examples:
        >>> are_versions("Llama 2", "Llama"), are_versions("GPT-4", "GPT-4o"), are_versions("F1", "F2")
        (True, True, True)
        >>> are_versions("CoNLL03", "CoNLL-2003"), are_versions("GPT-4", "gpt 4.0")
        (False, False)
    """
    left, right = _line(fold(whole(one))), _line(fold(whole(other)))
    return left != right and not left.isdisjoint(right)


def abbreviates(short: str, long: str) -> bool:
    """Whether the words of a long form, but for small ones and one noun at its end, fit a short.

    Case does not count: which of two forms is the name is for others to say.

    Examples:
        >>> abbreviates("LoRA", "low-rank adaptation"), abbreviates("CoT", "chain-of-thought prompting")
        (True, True)
        >>> abbreviates("MATH", "mathematical problems"), abbreviates("GPT", "generative transformer 3")
        (False, False)
    """
    if not 1 < len(short) <= _SHORT or any(c.isspace() for c in short):
        return False
    letters = "".join(c for c in fold(short.removesuffix("s")) if c.isalpha())
    if not letters or " " not in long.replace("-", " ") or not _digits(long) <= _digits(short):
        return False
    words = _folded_words(long)
    loose, tight = _WORD.findall(words), words.replace("-", "").split()
    if fold(short) in loose or not _within(letters, "".join(loose)):
        return False
    for parts in (loose, tight):
        initials = "".join(part[0] for part in parts if part not in _SMALL_WORDS)
        for covered in (initials, initials[:-1]):
            if len(covered) > 1 and covered[0] == letters[0] and _within(covered, letters):
                return True
    return False


def spells_out(short: str, long: str) -> bool:
    """Whether each letter of a short form begins, or goes on beginning, a word of the long one.

    Words count in order, hyphen parts as words or not; only small words and one noun at the end
    may give no letter. Stricter than `abbreviates`: enough to believe a single paper.

    Examples:
        >>> spells_out("LoRA", "low-rank adaptation"), spells_out("CoT", "chain-of-thought prompting")
        (True, True)
        >>> spells_out("DiT", "datasets and architectures"), spells_out("MLLM", "multimodal models")
        (False, False)
    """
    letters = "".join(c for c in fold(short.removesuffix("s")) if c.isalpha())
    words = _folded_words(long)
    readings = _WORD.findall(words), words.replace("-", "").split()
    return bool(letters) and any(_begins(letters, parts) for parts in readings)


def _begins(letters: str, words: list[str]) -> bool:
    if not letters:
        return sum(word not in _SMALL_WORDS for word in words) <= 1
    if not words:
        return False
    first, rest = words[0], words[1:]
    if first in _SMALL_WORDS and _begins(letters, rest):
        return True
    return any(
        letters.startswith(first[:size]) and _begins(letters[size:], rest)
        for size in range(1, min(len(first), len(letters)) + 1)
    )


def is_abbreviation(text: str) -> bool:
    """Whether a name looks as if it stood for several words.

    Examples:
        >>> [is_abbreviation(name) for name in ("LLM", "DiT", "Llama 2", "Adam", "transformer")]
        [True, True, False, False, False]
    """
    return len(text) <= _SHORT and " " not in text and sum(c.isupper() for c in text) > 1


def same_wording(one: str, other: str) -> bool:
    """Whether two long forms are one, but for small words, endings, spelling or a word more.

    Examples:
        >>> same_wording("reinforcement learning from human feedback",
        ...              "Reinforcement Learning with Human Feedback")
        True
        >>> same_wording("attack success rate", "automatic speech recognition")
        False
    """
    left, right = _stems(one), _stems(other)
    if left <= right or right <= left:
        return True
    matcher = SequenceMatcher(None, fold(one), fold(other), autojunk=False)
    bounds = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)  # cheapest first
    return all(bound() >= _SAME_WORDING for bound in bounds)


@lru_cache(maxsize=65536)
def _stems(text: str) -> frozenset[str]:
    return frozenset(
        word[:_STEM] for word in _WORD.findall(_folded_words(text)) if word not in _SMALL_WORDS
    )


def _folded_words(text: str) -> str:
    return _WORD.sub(lambda word: fold(word[0]), text)


def _digits(text: str) -> set[str]:
    return {c for c in text if c.isdigit()}


def _within(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)
