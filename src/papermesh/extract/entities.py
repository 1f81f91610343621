"""From candidates to drafts of entities: which spans stay, and which are one thing.

The finders overlap and disagree. Here the best spans win, a long form and its abbreviation become
one entity, the votes of all finders on its type are counted, and every other occurrence of its
surface forms is added as a mention. Whether it is an entity is decided in `papermesh.extract.judge`.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from papermesh.extract.abbreviations import Pair
from papermesh.extract.naming import is_name
from papermesh.extract.spans import Candidate, best_first
from papermesh.extract.vocabulary import (
    FUNCTION_WORDS,
    METHOD_HEADS,
    METRIC_HEADS,
    NOT_NAMES,
    TASK_HEADS,
    TYPE_NOUNS,
    singular,
)
from papermesh.model import EntityType
from papermesh.names import key

#: What each finder's word on a type weighs.
_WEIGHT: Mapping[str, float] = {
    "lexicon": 3.0,
    "model": 4.0,
    "rule:abbreviation": 1.5,
    "rule:title": 2.0,
    "rule:proposal": 2.0,
    "rule:name": 1.0,
    "rule:task-head": 1.0,
    "rule:method-head": 1.0,
    "rule:metric-head": 1.0,
    "rule:measure": 1.5,
    "rule:repeated": 0.0,
}
_CONCEPT_HEADS = frozenset(
    {"model", "intelligence", "agent", "system", "data", "environment", "assistant"}
)


@dataclass(slots=True)
class Group:
    """One entity of a text in the making: its mentions and the votes on its type."""

    mentions: list[Candidate] = field(default_factory=list)
    votes: dict[EntityType, float] = field(default_factory=lambda: defaultdict(float))
    long_form: str | None = None
    finders: set[str] = field(default_factory=set)

    @property
    def type(self) -> EntityType | None:
        """The type with the most votes, None where nobody voted."""
        if not self.votes:
            return None
        order = list(EntityType)
        return min(self.votes, key=lambda kind: (-self.votes[kind], order.index(kind)))


def head_type(text: str) -> EntityType | None:
    """Tell a long form's type from its last word.

    Examples:
        >>> str(head_type("Massive Text Embedding Benchmark")), str(head_type("word error rate"))
        ('Benchmark', 'Metric')
    """
    word = singular(re.split(r"[\s-]", text)[-1])
    if word in _CONCEPT_HEADS:
        return EntityType.CONCEPT
    if word in {"benchmark", "challenge", "leaderboard", "dataset", "corpus", "collection"}:
        return TYPE_NOUNS[word]
    if word in TASK_HEADS:
        return EntityType.TASK
    if word in METRIC_HEADS and word != "loss":
        return EntityType.METRIC
    if word in METHOD_HEADS or TYPE_NOUNS.get(word) is EntityType.METHOD:
        return EntityType.METHOD
    return None


def _pair_candidates(text: str, pairs: Iterable[Pair]) -> Iterable[tuple[Candidate, Candidate]]:
    for pair in pairs:
        long, short = text[pair.long_start : pair.long_end], text[pair.short_start : pair.short_end]
        kind = head_type(long)
        yield (
            Candidate(pair.long_start, pair.long_end, kind, long, "rule:abbreviation", 0.6),
            Candidate(pair.short_start, pair.short_end, kind, short, "rule:abbreviation", 0.6),
        )


def _occurrences(text: str, lower: str, surface: str) -> Iterable[tuple[int, int]]:
    """Offsets of a surface form as whole words; any case for terms, exact case for names.

    ``lower`` is the text in lower case, the same where that would change its length.
    """
    exact = any(is_name(word) for word in surface.split()) or (
        surface[0].isupper() and " " not in surface
    )
    where, what = (text, surface) if exact else (lower, surface.lower())
    start = where.find(what)
    while start >= 0:
        end = start + len(what)
        if where[end : end + 1] == "s" and not what.endswith("s"):
            end += 1
        if not _is_inside(where[start - 1 : start]) and not _is_inside(where[end : end + 1]):
            yield start, end
        start = where.find(what, start + 1)


def _is_inside(letter: str) -> bool:
    return letter.isalnum() or letter in ("_", "@")


def group(
    text: str,
    candidates: Iterable[Candidate],
    pairs: Iterable[Pair],
    rank: Callable[[Candidate], float] = lambda candidate: 0.0,
) -> list[Group]:
    """Bring candidates together into entities.

    Args:
        text: The whole text.
        candidates: What the finders hold for mentions; may overlap and repeat.
        pairs: Long and short forms.
        rank: Which of two candidates that overlap is the better; the longer where it is the same.

    Returns:
        Entities in order of their first mention; no two mentions overlap.
    """
    linked = list(_pair_candidates(text, pairs))
    candidates = _redefined(text, list(candidates), linked)
    everything = [*candidates, *(c for both in linked for c in both)]
    votes: dict[tuple[int, int], list[Candidate]] = {}
    for candidate in everything:
        votes.setdefault((candidate.start, candidate.end), []).append(candidate)
    order = {source: place for place, source in enumerate(_WEIGHT)}
    best = [min(same, key=lambda c: (order.get(c.source, -1), c.name)) for same in votes.values()]
    kept = best_first(best, rank)

    parent: dict[str, str] = {}

    def find(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    canonical = {(c.start, c.end): key(c.name) for c in kept}
    for long, short in linked:
        a = canonical.get((long.start, long.end), key(long.name))
        b = canonical.get((short.start, short.end), key(short.name))
        parent[max(find(a), find(b))] = min(find(a), find(b))
        for name, canon in ((long.name, a), (short.name, b)):
            parent[find(key(name))] = find(canon)
    groups: dict[str, Group] = {}
    for candidate in kept:
        entry = groups.setdefault(find(key(candidate.name)), Group())
        entry.mentions.append(candidate)
        for voter in votes[candidate.start, candidate.end]:
            entry.finders.add(voter.source)
            if voter.type is not None:
                entry.votes[voter.type] += _WEIGHT.get(voter.source, 1.0) * voter.score
    _share_in_lists(text, kept, [groups[find(key(c.name))] for c in kept])
    for long, short in linked:
        spelled = groups.get(find(key(short.name))) or groups.get(find(key(long.name)))
        if spelled is not None:
            spelled.long_form = long.name
    _propagate(text, groups.values())
    return sorted(groups.values(), key=lambda g: (g.mentions[0].start, g.mentions[0].end))


def _redefined(
    text: str, candidates: list[Candidate], linked: Iterable[tuple[Candidate, Candidate]]
) -> list[Candidate]:
    """Drop the lexicon's sense of an abbreviation that this text spells out otherwise."""
    foreign = set()
    own = {c.name for c in candidates if c.source == "rule:title"}
    for long, short in linked:
        spelled = {c.name for c in candidates if (c.start, c.end) == (long.start, long.end)} | {
            long.name
        }
        for c in candidates:
            same = c.source == "lexicon" and (c.start, c.end) == (short.start, short.end)
            other_name = key(c.name) not in {key(short.name), *map(key, spelled)}
            newly = short.name in own or _contradicts(long.name, c.type)
            if same and (other_name or (c.name not in spelled and newly)):
                foreign.add((c.name, text[c.start : c.end]))
    return [
        c
        for c in candidates
        if c.source != "lexicon" or (c.name, text[c.start : c.end]) not in foreign
    ]


def _contradicts(long: str, kind: EntityType | None) -> bool:
    """Whether a long form's last word names another kind of thing."""
    told = head_type(long)
    families = {EntityType.MODEL: EntityType.METHOD, EntityType.DATASET: EntityType.BENCHMARK}
    return told is not None and families.get(told, told) is not families.get(kind or told, kind)


def _share_in_lists(text: str, spans: list[Candidate], entries: list[Group]) -> None:
    """Let neighbours in "A, B and C" tell each other's type where only one is known."""
    between = re.compile(r"\s*(?:,|/|&|,?\s*(?:and|or)|\([^()]*\),?(?:\s*and)?)\s*")
    joined = [
        (a, b)
        for i, (a, b) in enumerate(itertools.pairwise(entries))
        if a is not b and between.fullmatch(text[spans[i].end : spans[i + 1].start])
    ]
    for pairs in (joined, [(b, a) for a, b in reversed(joined)]):
        for known, unknown in pairs:
            if known.type is not None and unknown.type is None:
                unknown.votes[known.type] += 0.5


def _propagate(text: str, groups: Iterable[Group]) -> None:
    covered: set[int] = set()
    groups = list(groups)
    for entry in groups:
        for mention in entry.mentions:
            covered.update(range(mention.start, mention.end))
    found: list[tuple[int, int, Group, Candidate]] = []
    lower = text.lower() if len(text.lower()) == len(text) else text
    for entry in groups:
        surfaces = {text[mention.start : mention.end]: mention for mention in entry.mentions}
        for surface, mention in surfaces.items():
            if len(surface) > 1 and surface.lower() not in FUNCTION_WORDS:
                found.extend(
                    (start, end, entry, mention)
                    for start, end in _occurrences(text, lower, surface)
                )
    for start, end, entry, like in sorted(found, key=lambda f: (f[0] - f[1], f[0])):
        if covered.isdisjoint(range(start, end)):
            covered.update(range(start, end))
            entry.mentions.append(
                Candidate(
                    start, end, like.type, like.name, "rule:repeated", round(like.score * 0.95, 3)
                )
            )
    for entry in groups:
        entry.mentions.sort(key=lambda m: m.start)


def canonical_name(text: str, entry: Group) -> str:
    """Choose the form that the field uses: the lexicon's, else the abbreviation, else the first."""
    known = [m.name for m in entry.mentions if m.source == "lexicon" or m.source not in _WEIGHT]
    if known:
        return Counter(known).most_common(1)[0][0]
    surfaces = [text[m.start : m.end] for m in entry.mentions]
    if entry.long_form is not None:
        shorts = [s for s in surfaces if key(s) != key(entry.long_form)]
        if shorts and shorts[0] not in NOT_NAMES:
            return shorts[0]
        return entry.long_form
    counts = Counter(surfaces)
    return max(surfaces, key=lambda s: (is_name(s) or not s[0].isupper(), counts[s], -len(s)))
