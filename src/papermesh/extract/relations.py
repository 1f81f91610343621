"""What the paper does with each entity, by the cues around its mentions.

This is one of the voices that `papermesh.extract.judge` hears.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from papermesh.extract.entities import Group
from papermesh.extract.naming import is_name
from papermesh.model import EntityType, RelationType

_OWN = re.compile(
    r"\b(?:we|our|ours|this (?:paper|work|study|article|report|survey|research)|the (?:authors|paper|proposed))\b",
    re.IGNORECASE,
)
_PROPOSE = re.compile(
    r"\b(?:propos\w+|introduc\w+|present(?:s|ed|ing)?|develop(?:s|ed|ing)?|devis\w+|design(?:s|ed|ing)?|construct\w*|creat\w+|build(?:s|ing)?|built"
    r"|releas\w+|curat\w+|collect(?:s|ed|ing)?|publish\w*|establish\w*|formulat\w+|term(?:ed)?|dubbed|call(?:ed)?|coin(?:ed)?|named?|contribut\w+|unveil\w*|offer(?:s|ed)?)\b",
    re.IGNORECASE,
)
_COMPARE = re.compile(
    r"(?:\b(?:outperform\w*|surpass\w*|exceed\w*|beat(?:s|ing)?|rival(?:s|ing)|compar(?:ed|ing|es?|isons?) (?:it )?(?:to|with|against)|than|against"
    r"|comparable (?:to|with)|on par with|superior to|competitive with|versus|vs\.?|baselines?(?: such as| like| including|,| \()|relative to|unlike|in contrast to)"
    r"|\bmatch(?:es|ing)?\s+(?:the\s+)?(?:performance|accuracy|quality|results?)\s+of"
    r"|(?:improv\w*|gains?|advantages?|speed-?ups?|increases?|boosts?|reductions?|margin|points?|%|better|wins?|\dx|×)[^.;]{0,40}\sover)"
    r"[^\w\s]*\s+(?:\S+\s+){0,7}\S*$",
    re.IGNORECASE,
)
_EVALUATE = re.compile(
    r"\b(?:evaluat\w+|experiment\w*|results?|outperform\w*|achiev\w+|benchmark\w*|test(?:s|ed|ing)?|scor\w+|improv\w+|accurac\w+|surpass\w*|state-of-the-art|performance|gains?|validat\w+|demonstrat\w+)\b",
    re.IGNORECASE,
)
_TRAIN = re.compile(
    r"\b(?:(?:pre-?|fine-?)?train\w*|fine-tun\w*|learn\w*|collected from|sourced from|built (?:on|from)|derived from)\b[^.]{0,60}$",
    re.IGNORECASE,
)


class Context:
    """A text cut into sentences, and where the paper starts to speak of its own work.

    Args:
        text: Title, blank line, abstract.
        title_end: Offset after the title.
        sentences: Offsets of the sentences, in order, the title first.
    """

    def __init__(self, text: str, title_end: int, sentences: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.title_end = title_end
        self.sentences = sentences
        own = [
            start
            for start, end in sentences
            if start >= title_end and _OWN.search(text, start, end)
        ]
        self.own_from = own[0] if own else title_end

    def sentence(self, offset: int) -> tuple[int, int]:
        """Offsets of the sentence that holds a character."""
        for start, end in self.sentences:
            if start <= offset < end:
                return start, end
        return 0, len(self.text)


def relation(context: Context, entry: Group, kind: EntityType, proposed: bool) -> RelationType:
    """Choose the strongest relation that holds, in the order of the guidelines."""
    if proposed:
        return RelationType.PROPOSES
    if kind is EntityType.CONCEPT:
        return RelationType.MENTIONS
    if kind is EntityType.METRIC:
        return RelationType.MEASURES
    outside = [m for m in entry.mentions if m.start >= context.title_end]
    own = [m for m in entry.mentions if m.start < context.title_end or m.start >= context.own_from]
    if kind is EntityType.TASK:
        return RelationType.ADDRESSES if own or len(entry.mentions) > 1 else RelationType.MENTIONS
    if kind in (EntityType.BENCHMARK, EntityType.DATASET):
        return _data_relation(context, entry, kind)
    for mention in outside:
        if mention.start >= context.own_from and follows_comparison(context, mention.start):
            return RelationType.COMPARES_TO
    return RelationType.USES if own else RelationType.MENTIONS


def follows_comparison(context: Context, offset: int) -> bool:
    """Tell whether the words before a character, in its sentence, set something against it."""
    start, _ = context.sentence(offset)
    return _COMPARE.search(context.text[max(start, offset - 200) : offset]) is not None


_NEVER_NEW = frozenset({EntityType.CONCEPT, EntityType.TASK, EntityType.METRIC})


def is_proposed(context: Context, entry: Group, kind: EntityType) -> bool:
    """Tell whether the paper introduces the entity.

    A known name is introduced only where the title or a proposal names it, and an established
    term never: what is proposed there is a variant of it.
    """
    told = entry.finders & {"rule:proposal", "rule:title"}
    if "lexicon" in entry.finders:
        surfaces = {context.text[m.start : m.end] for m in entry.mentions}
        named = any(is_name(word) for surface in surfaces for word in surface.split())
        return bool(told) and named and kind not in _NEVER_NEW
    if told:
        return True
    if kind in _NEVER_NEW or all(
        context.text[m.start : m.end].islower() and " " not in context.text[m.start : m.end]
        for m in entry.mentions
    ):
        return False
    for mention in entry.mentions:
        if mention.start < context.title_end:
            continue
        start, _ = context.sentence(mention.start)
        before = context.text[start : mention.start]
        verbs = list(_PROPOSE.finditer(before))
        if not verbs or not (
            _OWN.search(before) or re.search(r"\b(?:called|named|dubbed|termed|coined)\W*$", before)
        ):
            continue
        gap = before[verbs[-1].end() :]
        if re.search(
            r"\b(?:evaluat|test|compar|train|benchmark(?:ed|ing)|assess|analy[sz]|appl)\w*\b", gap
        ):
            continue
        if len(gap.split()) <= 12 and not re.search(
            r"\b(?:that|which|using|based on|on|for|with|by|from|to|of|in|via|through|into|than|where|when)\b|;|\(",
            gap,
        ):
            return True
        if re.search(r"\b(?:called|named|dubbed|termed|coined|namely|i\.e\.,)\W*$", gap) or (
            re.search(r"^[^;.]{0,120}(?:,|\() *$", gap)
            and not re.search(r"\b(?:such as|including|like|e\.g\.)", gap)
            and entry.long_form
        ):
            return True
    return False


def _data_relation(context: Context, entry: Group, kind: EntityType) -> RelationType:
    text = context.text
    evaluated = used = False
    for mention in entry.mentions:
        start, end = context.sentence(mention.start)
        before = text[start : mention.start]
        if _TRAIN.search(before) and not re.search(
            r"\b(?:evaluat|test|benchmark|outperform|achiev)\w*", before
        ):
            used = True
        elif _EVALUATE.search(text, start, end) and mention.start >= context.title_end:
            evaluated = True
    own = any(m.start < context.title_end or m.start >= context.own_from for m in entry.mentions)
    if not (own or evaluated or used):
        return RelationType.MENTIONS
    if kind is EntityType.BENCHMARK:
        return RelationType.EVALUATES_ON if evaluated or not used else RelationType.USES
    return RelationType.EVALUATES_ON if evaluated and not used else RelationType.USES


_IS_MODEL = re.compile(
    r"^(?:\s?\([^)]*\))?\s?(?:,|is|are|-|:|—|–)?\s?(?:(?:a|an|the|our|two|three)\s)?(?:(?!(?:approach|framework|method|architecture|system|pipeline|strategy|plugin|agent|transpiler|paradigm|mechanism|technique|algorithm|benchmark|dataset|suite|platform|toolkit)\b)[\w./-]+\s){0,7}"
    r"(?:models?|LLMs?|VLMs?|LMs?|MLLMs?|VLAs?|LMMs?)\b(?!-|\s(?:based|powered|driven))|^-?\d+(?:\.\d+)?B\b",
)
_MODEL_CALLED = re.compile(
    r"\b(?:models?|LLM|VLM|VLA)(?:\s\([^)]*\))?,?\s(?:which we (?:call|name|refer to as)\s|called\s|named\s|dubbed\s|termed\s)?(?:\w+\s)?$"
)


def settle_type(context: Context, entry: Group, kind: EntityType, proposed: bool) -> EntityType:
    """Apply the guidelines where the words around a name cannot decide alone.

    What a paper proposes is a method unless it is said to be a model; a data set that results are
    reported on is a benchmark; tasks and concepts are rarely named by the paper that names things.
    """
    text = context.text
    if proposed and kind in (
        EntityType.METHOD,
        EntityType.MODEL,
        EntityType.CONCEPT,
        EntityType.TASK,
    ):
        is_model = any(
            _IS_MODEL.search(text[m.end : m.end + 90])
            or _MODEL_CALLED.search(text[max(0, m.start - 40) : m.start])
            for m in entry.mentions
            if m.start >= context.title_end
        )
        return EntityType.MODEL if is_model and kind is not EntityType.TASK else EntityType.METHOD
    if kind is EntityType.DATASET and not proposed and spoken_of_as_benchmark(context, entry):
        return EntityType.BENCHMARK
    return kind


def spoken_of_as_benchmark(context: Context, entry: Group) -> bool:
    """Tell whether results are reported on a data set, which makes it a yardstick here."""
    return _data_relation(context, entry, EntityType.DATASET) is RelationType.EVALUATES_ON
