"""The little language that question patterns are written in.

A pattern is a regular expression, matched whole and whatever the case, in which

* ``{x}`` is a name: ``x y z`` entities, ``p`` a paper, ``a b`` any node, ``w`` an author or an
  organisation; ``{l}`` is a list of entities, joined by ``and`` or by ``or``; ``{t}`` is an entity
  type, ``{m}`` a sort of makers, ``{n}`` a number, ``{s}`` any words;
* ``<use>`` is a group of wordings from `WORDINGS`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator


Slot = Literal["entity", "paper", "node", "maker"]

SLOTS: dict[str, Slot] = {
    "x": "entity",
    "y": "entity",
    "z": "entity",
    "p": "paper",
    "a": "node",
    "b": "node",
    "w": "maker",
    "l": "entity",
}
"""What a slot holds; the members of a list are the slots ``l1``, ``l2`` and so on."""
_NOUNS = {
    "Method": r"methods?|techniques?|approach(?:es)?|algorithms?|architectures?|frameworks?|tools?",
    "Model": r"(?:(?:large |small |vision[- ])?language |base )?models?|llms?|lms?|vlms?|checkpoints?|backbones?|(?:llm|model|language model) famil(?:y|ies)",
    "Dataset": r"data ?sets?|corpora|corpus|data",
    "Benchmark": r"(?:evaluation )?benchmarks?|test ?sets?|evals?|yardsticks?",
    "Metric": r"(?:evaluation |performance )?(?:metrics?|measures?)|scores?",
    "Task": r"tasks?|problems?",
    "Concept": r"concepts?|topics?|themes?|subjects?",
    "": r"entities|entity|things?",
}
TYPE_NOUNS = "|".join(_NOUNS.values())
NAME = r"\S(?:.*?\S)?"
GREEDY_NAME = r"\S(?:.*\S)?"

WORDINGS = {
    "use": r"(?:us(?:e|es|ed|ing)|utili[sz](?:e|es|ed|ing)|appl(?:y|ies|ied|ying)|employ(?:s|ed|ing)?"
    r"|adopt(?:s|ed|ing)?|leverag(?:e|es|ed|ing)|mak(?:e|es|ing) use of|made use of|rel(?:y|ies|ied|ying) (?:up)?on"
    r"|work(?:s|ed|ing)? with|buil[dt](?:s|ing)? (?:up)?on|train(?:s|ed|ing)? (?:on|with)|based on|with)",
    "evaluate": r"(?:(?:evaluat(?:e|es|ed|ing)|test(?:s|ed|ing)?|benchmark(?:s|ed|ing)?|assess(?:es|ed|ing)?"
    r"|experiment(?:s|ed|ing)?|ran|run|runs|running|scor(?:e|es|ed|ing)|report(?:s|ed|ing)?|ha(?:ve|s)|show(?:s|ing)?|giv(?:e|es|ing)|with)"
    r"(?: (?:any |their |its |the )?(?:results?|numbers|scores?|figures|performance|models?|methods?|experiments|evaluations?|itself|themselves))?"
    r" (?:on|against|over|in)|measur(?:e|es|ed|ing)|report(?:s|ed|ing)?)",
    "propose": r"(?:introduc(?:e|es|ed|ing)|propos(?:e|es|ed|ing)|present(?:s|ed|ing)?|develop(?:s|ed|ing)?"
    r"|invent(?:s|ed|ing)?|creat(?:e|es|ed|ing)|releas(?:e|es|ed|ing)|design(?:s|ed|ing)?|c(?:ame|ome|omes) up with|made|build|built)",
    "compare": r"(?:(?:compar(?:e|es|ed|ing)(?: (?:themselves|itself|it|results?|their \w+))? (?:to|with|against))"
    r"|beat(?:s|ing)?|outperform(?:s|ed|ing)?|surpass(?:es|ed|ing)?|improv(?:e|es|ed|ing) (?:up)?on"
    r"|ha(?:ve|s) (?:as )?(?:a )?baselines?|set against)",
    "address": r"(?:address(?:es|ed|ing)?|tackl(?:e|es|ed|ing)|solv(?:e|es|ed|ing)|stud(?:y|ies|ied|ying)"
    r"|work(?:s|ed|ing)? on|target(?:s|ed|ing)?|deal(?:s|ing)? with|focus(?:es|ed|ing)? on|handl(?:e|es|ed|ing))",
    "mention": r"(?:mention(?:s|ed|ing)?|nam(?:e|es|ed|ing)|discuss(?:es|ed|ing)?|refer(?:s|red|ring)? to"
    r"|talk(?:s|ed|ing)? about|cit(?:e|es|ed|ing)|contain(?:s|ing)?)",
    "papers": r"(?:(?:which|what|all|any|every|the|of the|other|ml|ai|research) )*"
    r"(?:papers?|works?|articles?|publications?|studies|preprints?|authors|people|researchers|research|who|anyone|anybody)",
    "that": r"(?:(?:that|which|who|have|has|had|are|is|were|was|be|been|do|does|did|also|already|there|can|could|only) )*",
    "which": r"(?:(?:which|what|all|any|every|the|some|other) )*",
    "are": r"(?:is|are|was|were|have been|has been|get|gets)",
    "do": r"(?:do|does|did|has|have)",
    "about": r"(?:on|about|regarding|concerning|covering|dealing with|related to|around|in the area of|for|in|of)",
    "often": r"(?:(?:commonly|often|usually|typically|frequently|mostly|also|mainly|most|together|along) )*",
    "results": r"(?:(?:the|reported|any|all|absolute) )*(?:results?|scores?|numbers?|figures?|performances?)",
    "best": r"(?:(?:the|current|very|new|latest|present) )*(?:(?:best|top)[- ](?:performing|scoring|ranked|ranking)|best|highest|lowest|top|strongest|leading|leaders?|winner|number one"
    r"|state[- ]of[- ]the[- ]arts?|sota|record)",
    "solvers": r"(?:methods?|models?|systems?|approach(?:es)?|algorithms?|architectures?|encoders?|agents?|llms?|vlms?|lms?)",
    "better": r"(?:improv(?:e|es|ing)|increas(?:e|es|ing)|boost(?:s|ing)?|enhanc(?:e|es|ing)|rais(?:e|es|ing)|reduc(?:e|es|ing)|decreas(?:e|es|ing)|lower(?:s|ing)?|cut(?:s|ting)?(?: down)?|shrink(?:s|ing)?"
    r"|minimi[sz](?:e|es|ing)|mitigat(?:e|es|ing)|prevent(?:s|ing)?|avoid(?:s|ing)?|alleviat(?:e|es|ing)|speed(?:s|ing)?[- ]up|accelerat(?:e|es|ing)|compress(?:es|ing)?|sav(?:e|es|ing)|optimi[sz](?:e|es|ing))(?! (?:up)?on\b| over\b)",
    "get": r"(?:get|gets|achieve|achieves|achieved|reach|reaches|reached|obtain|obtains|have|has|report|reports|score|scores|attain|attains)",
}


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of a question.

    Attributes:
        plain: The words.
        quoted: Whether they were all in quotation marks, and so are to be taken literally.
    """

    plain: str
    quoted: bool = False


NUMBERS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "ten": 10,
    "twenty": 20,
}
MAKERS = "authors?|researchers?|organi[sz]ations?|labs?|companies|institutions?|universities"
_PEOPLE = re.compile(
    r"(?:.* )?(?:(?:co-?)?authors?|researchers?|scientists?|people|experts?|collaborators?|who|whom)",
    re.I,
)
_KINDS_OF_SLOT = {"m": MAKERS, "t": TYPE_NOUNS, "n": rf"\d{{1,3}}(?!\d)|{'|'.join(NUMBERS)}"}


def matches(template: str, text: str) -> Iterator[dict[str, str]]:
    """Match a pattern with a whole text, and give what stands in its slots.

    Where two names follow one another, the words between them can stand within them too: the
    text is cut at the first place where it can be, then at the last.
    """
    first = compiled(template).fullmatch(text)
    if first is None:
        return
    slots = _slots(first)
    yield slots
    if len(SLOTS.keys() & slots) > 1 and (last := compiled(template, True).fullmatch(text)):
        yield _slots(last)


@cache
def compiled(template: str, greedy: bool = False) -> re.Pattern[str]:
    """Turn a pattern into a regular expression, whose names take in as little as they can, or much."""
    text = re.sub(r"<(\w+)>", lambda m: WORDINGS[m[1]], template)
    seen: Counter[str] = Counter()

    def group(match: re.Match[str]) -> str:
        # One slot may stand in several places, of which one matches.
        seen[match[1]] += 1
        name = f"{match[1]}{seen[match[1]]}"
        words = GREEDY_NAME if greedy else NAME
        return f"(?P<{name}>{_KINDS_OF_SLOT.get(match[1], words)})"

    return re.compile(re.sub(r"\{([a-z])\}", group, text), re.I)


def _slots(match: re.Match[str]) -> dict[str, str]:
    return {group[0]: piece for group, piece in match.groupdict().items() if piece}


def kind_of_slot(slot: str) -> Slot | None:
    """Tell what sort of name a slot holds, None where it holds none."""
    letter, rest = slot[:1], slot[1:]
    return SLOTS.get(letter) if not rest or rest.isdigit() else None


_JOIN = r"and|or|&|plus|as well as"
_BETWEEN = re.compile(rf"\s*,\s*(?:(?P<after>{_JOIN})\s+)?|\s+(?P<join>{_JOIN})\s+", re.I)
_MOST_JOINS = 5
"""Of so many words between names each is also tried as a part of a name."""


def lists(text: str) -> Iterator[dict[str, str]]:
    """Give the ways to read a list of at least two names, that with the most names first.

    Each has the slots of its members, and ``join``: ``and`` or ``or``. What joins names with both
    is no list, for nobody could tell what it means.

    Examples:
        >>> next(lists("LoRA, DPO or RL"))
        {'l1': 'LoRA', 'l2': 'DPO', 'l3': 'RL', 'join': 'or'}
    """
    gaps = list(_BETWEEN.finditer(text))
    # Only a word can be part of a name, as in precision and recall; a comma cannot.
    ways = [(True, False) if gap["join"] and len(gaps) <= _MOST_JOINS else (True,) for gap in gaps]
    for cuts in sorted(product(*ways), key=sum, reverse=True):
        kept = [gap for gap, cut in zip(gaps, cuts, strict=True) if cut]
        words = {(gap["after"] or gap["join"] or "").lower() for gap in kept} - {""}
        ends = [(0, 0), *(gap.span() for gap in kept), (len(text), len(text))]
        members = [text[start:end] for (_, start), (end, _) in pairwise(ends)]
        mixed = "or" in words and len(words) > 1
        if len(members) > 1 and not mixed and all(map(str.strip, members)):
            join = {"join": "or" if "or" in words else "and"}
            yield {f"l{at}": member for at, member in enumerate(members, 1)} | join


def names_in(text: str) -> list[str]:
    """Cut a text at every comma and joining word."""
    cut = _BETWEEN.sub("\n", text).split("\n")
    return [name.strip() for name in cut if name.strip()]


def type_of(noun: str) -> str | None:
    """Read an entity type from a noun for it, such as ``data sets``; None where it says none."""
    for type, pattern in _NOUNS.items():
        if re.fullmatch(pattern, noun, re.I):
            return type or None
    return None


def makers_of(noun: str) -> str:
    """Read the label of makers from a noun for them: ``Author`` from researchers."""
    return "Author" if _PEOPLE.fullmatch(noun) else "Organization"


_QUOTED = re.compile(r"\"([^\"]+)\"|`([^`]+)`|«([^»]+)»|(?<!\w)'([^']+)'(?!\w)")
_LEADS = re.compile(
    r"^(?:please|pls|plz|hey|hi|hello|so|and|ok|okay|well|now|thanks|can you|could you|would you|can i|i want to know|i want to see"
    r"|i(?: would|'d) (?:like|love) to (?:know|see|find)|(?:i am|i'm|im) (?:looking for|interested in|searching for|curious about|wondering)|i need|i wonder"
    r"|do(?:es)? (?:you|anyone|anybody|somebody|someone) know(?: of)?(?: about)?|are there|is there|there are|there is|help me find|have you got|have you (?:ever )?heard (?:of|about)|got(?= any)|let me know|is it known"
    r"|give me|show me|show|tell me(?! (?:about|more|everything|all))|list|name|find|find me|get me|get|enumerate|what are(?= (?:the |some |all )?(?:most|top|best|newest|latest|recent|oldest|papers|results|scores|authors|versions))"
    r"|do(?:es)?(?= (?:any|anyone|anybody|some|other|people|papers)\b)|display|return|let me see|a list of)\b[\s,:]*",
    re.I,
)
_TAILS = re.compile(
    r"[\s,?!.;:]+(?:please|pls|plz|thanks(?: a lot)?|thank you(?: very much)?|thx|cheers|by the way|btw|if any|for me)$",
    re.I,
)
_QUOTE_MARKS = {ord(c): '"' for c in "“”„‟"} | {ord(c): "'" for c in "‘’‚‛"}
_HOLDER = "\ue000"


def normalise(question: str) -> tuple[str, list[str]]:
    """Bring a question into the form that patterns match.

    Spaces become single, quotation marks straight, polite beginnings and the question mark go,
    and each quoted name becomes a place holder that no pattern and no date can break.

    Returns:
        The text, and the quoted names in order.
    """
    quoted: list[str] = []

    def hold(match: re.Match[str]) -> str:
        quoted.append(next(filter(None, match.groups())).strip())
        return f"{_HOLDER}{len(quoted) - 1}{_HOLDER}"

    text = question.replace(_HOLDER, " ").translate(_QUOTE_MARKS)
    text = re.sub(r"(?<!\S)w/o(?!\w)", "without", text, flags=re.I)
    text = re.sub(r"(?<!\S)w/", "with ", text, flags=re.I)
    text = " ".join(_QUOTED.sub(hold, text).split())
    # In one piece, so that no part of it is taken for a name.
    text = re.sub(r"\bstate of the art\b", "state-of-the-art", text, flags=re.I)
    text = re.sub(r"\b(what|who|where|how|when)'?s\b(?! \ue000)", r"\1 is", text, flags=re.I)
    text = text.strip(" ?!.,;:…¿¡")
    while (shorter := _TAILS.sub("", _LEADS.sub("", text, count=1))) != text and shorter:
        text = shorter.strip(" ?!.,;:…")
    return text, quoted


def unquote(text: str, quoted: list[str]) -> Text:
    """Put quoted names back into a piece of a normalised question."""
    parts = re.split(rf"{_HOLDER}(\d+){_HOLDER}", text)
    plain = "".join(quoted[int(part)] if at % 2 else part for at, part in enumerate(parts))
    return Text(plain.strip(" ,;:"), quoted=len(parts) == 3 and not parts[0] and not parts[2])
