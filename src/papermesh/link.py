"""Which entities of different papers are one, and what that one is called.

Names meet whatever their case, hyphens and plural; through the lexicon; and where a paper spells an
abbreviation out. Nothing else joins: not a shared mention, not a version of the same thing. Methods
and models are compared with one another, and so are data sets and benchmarks, since papers differ
on which of the two a thing is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations, groupby
from typing import TYPE_CHECKING, NamedTuple

from papermesh.groups import Groups
from papermesh.model import Entity, EntityType, Record, RelationType
from papermesh.names import (
    abbreviates,
    are_versions,
    family,
    fold,
    is_abbreviation,
    key,
    releases_before,
    same_wording,
    slug,
    spells_out,
    whole,
)
from papermesh.seeds import Lexicon, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["Canonical", "Links", "link"]

MAX_ALIASES = 20
_KINDS = {
    EntityType.METHOD: "system",
    EntityType.MODEL: "system",
    EntityType.DATASET: "data",
    EntityType.BENCHMARK: "data",
    EntityType.METRIC: "metric",
    EntityType.TASK: "task",
    EntityType.CONCEPT: "concept",
}
_TYPE_ORDER = {type: place for place, type in enumerate(EntityType)}
_VERSIONED = ("system", "data")
_TERM = "="  # begins the nodes that are terms of the lexicon; no folded name holds it


@dataclass(frozen=True, slots=True)
class Canonical:
    """One specific thing, whatever the papers call it.

    Attributes:
        id: ``<type>:<slug of the name>``.
        name: The name that the field uses.
        type: What kind of thing it is.
        aliases: Other surface forms, sorted; at most `MAX_ALIASES`, the commonest.
    """

    id: str
    name: str
    type: EntityType
    aliases: tuple[str, ...]


class _Use(NamedTuple):
    """What linking looks at in an entity of a record; equal for entities that must be one."""

    kind: str
    name: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """Where the entities of all records belong.

    Attributes:
        entities: The canonical entities by id.
        versions: By id of an entity, the id of what it is a version of.
    """

    entities: Mapping[str, Canonical]
    versions: Mapping[str, str]
    _homes: Mapping[_Use, str] = field(repr=False)

    def of(self, entity: Entity) -> str:
        """The id of the canonical entity that an entity of a record stands for.

        Raises:
            KeyError: The entity is in none of the records that were linked.
        """
        return self._homes[_use(entity)]


def link(records: Iterable[Record], lexicon: Lexicon) -> Links:
    """Find out which entities of all records are one; a function of the set of records.

    An abbreviation with several long forms names none of them by itself: where a paper spells it
    out it means that, and alone it means what the lexicon knows it for, or else only itself.
    """
    uses: dict[_Use, Counter[EntityType]] = {}
    papers: Counter[_Use] = Counter()
    for record in records:
        for entity in record.entities:
            use = _use(entity)
            weight = 3 if entity.relation == RelationType.PROPOSES else 1
            uses.setdefault(use, Counter())[entity.type] += weight
            papers[use] += 1
    entities: dict[str, Canonical] = {}
    homes: dict[_Use, str] = {}
    versions: dict[str, str] = {}
    for kind, group in groupby(sorted(uses), key=lambda use: use.kind):
        of_kind = {use: uses[use] for use in group}
        linker = _Linker(kind, of_kind, papers, _of_kind(lexicon, kind))
        entities |= linker.entities
        homes |= linker.homes
        versions |= linker.versions()
    return Links(dict(sorted(entities.items())), dict(sorted(versions.items())), homes)


def _use(entity: Entity) -> _Use:
    texts = tuple(sorted({mention.text for mention in entity.mentions}))
    return _Use(_KINDS[entity.type], entity.name, texts)


def _of_kind(lexicon: Lexicon, kind: str) -> Lexicon:
    """The part of a lexicon that can name things of a kind, those that mostly do so first."""
    terms = [
        t for t in lexicon.terms if kind in {_KINDS[type] for type in (t.type, *t.other_types)}
    ]
    terms.sort(key=lambda term: _KINDS[term.type] != kind)
    return Lexicon(tuple(terms), lexicon.senses)


class _Linker:
    """The entities of one kind."""

    def __init__(
        self,
        kind: str,
        uses: Mapping[_Use, Counter[EntityType]],
        papers: Mapping[_Use, int],
        lexicon: Lexicon,
    ) -> None:
        self.kind, self.uses, self.papers, self.lexicon = kind, uses, papers, lexicon
        self.groups = Groups(
            apart=lambda a, b: are_versions(a.removeprefix(_TERM), b.removeprefix(_TERM))
        )
        self.ambiguous: set[str] = set()
        self._nodes: dict[str, str] = {}
        self._terms: dict[str, Term] = {}
        self._pairs = {use: _pairs(use) for use in uses}
        self._join_abbreviations()
        self._homes = {use: self._home(use) for use in uses}
        self._roots: dict[str, str] = {}
        self.entities: dict[str, Canonical] = {}
        self._make_entities()
        self.homes = {use: self._roots[root] for use, root in self._homes.items()}

    def versions(self) -> dict[str, str]:
        """By id, what an entity is a version of: the nearest that exists; never in a circle."""
        found: dict[str, str] = {}
        if self.kind not in _VERSIONED:
            return found
        # By name alone: what a stem abbreviates or is an alias of is another thing's family.
        named = {fold(whole(e.name)): id for id, e in sorted(self.entities.items(), reverse=True)}
        for id, entity in sorted(self.entities.items()):
            for name in releases_before(entity.name):
                target = named.get(fold(whole(name)), id)
                if target != id and not _leads_to(found, target, id):
                    found[id] = target
                    break
        return found

    def _name(self, text: str) -> str:
        return family(text) if self.kind == "system" else text

    def _node(self, text: str) -> str:
        """What a surface form stands for by itself: a term of the lexicon, else its own key."""
        if text not in self._nodes:
            name = self._name(text)
            term = self.lexicon.lookup(text) or self.lexicon.lookup(name)
            if term and not are_versions(name, term.name):
                node = _TERM + fold(whole(term.name))
                self._terms.setdefault(node, term)
            else:
                node = key(name)
            self._nodes[text] = node
        return self._nodes[text]

    def _join_abbreviations(self) -> None:
        spelled: dict[str, Counter[str]] = {}
        shorts: dict[str, set[str]] = {}
        for use, pairs in self._pairs.items():
            for short, long in pairs:
                spelled.setdefault(key(short), Counter())[long] += self.papers[use]
                shorts.setdefault(key(short), set()).add(short)
        for short, longs in sorted(spelled.items()):
            surfaces = sorted(shorts[short])
            known = {s for text in surfaces for s in self._known_long_forms(text)}
            senses = _senses(sorted({*longs, *known}), self._node)
            if len(senses) > 1 or any(self._has_senses(text) for text in surfaces):
                self.ambiguous.add(short)
            else:
                senses = [[*senses[0], *surfaces]]
            for sense in senses:
                for other in sense[1:]:
                    self.groups.join(self._node(sense[0]), self._node(other))

    def _known_long_forms(self, short: str) -> list[str]:
        term = self.lexicon.lookup(short)
        return [s for s in (term.name, *term.aliases) if abbreviates(short, s)] if term else []

    def _has_senses(self, short: str) -> bool:
        senses = self.lexicon.senses.get(short, ())
        return len({term.name for term in senses if _KINDS[term.type] == self.kind}) > 1

    def _long_form(self, use: _Use) -> str | None:
        """What an ambiguous name stands for in a paper that spells it out."""
        own = key(use.name)
        if own not in self.ambiguous:
            return None
        return min((long for short, long in self._pairs[use] if key(short) == own), default=None)

    def _home(self, use: _Use) -> str:
        return self.groups.find(self._node(self._long_form(use) or use.name))

    def _make_entities(self) -> None:
        members: dict[str, list[_Use]] = {}
        for use, root in self._homes.items():
            members.setdefault(root, []).append(use)
        same_id: dict[str, list[tuple[int, str, EntityType, str]]] = {}
        for root, uses in members.items():
            name, type = self._named(uses)
            weight = sum(self.uses[use].total() for use in uses)
            id = f"{type.lower()}:{slug(name)}"
            same_id.setdefault(id, []).append((-weight, name, type, root))
        self._roots = {root: id for id, found in same_id.items() for *_, root in found}
        for id, found in same_id.items():
            _, name, type, _ = min(found)
            uses = sorted(use for *_, root in found for use in members[root])
            self.entities[id] = Canonical(id, name, type, self._aliases(id, name, uses))

    def _named(self, uses: Iterable[_Use]) -> tuple[str, EntityType]:
        names: Counter[str] = Counter()
        terms: Counter[str] = Counter()
        types: Counter[EntityType] = Counter()
        for use in uses:
            text = self._long_form(use) or use.name
            weight = self.uses[use].total()
            names[self._name(text)] += weight
            types += self.uses[use]
            if (node := self._node(text)) in self._terms:
                terms[node] += weight
        name = min(names, key=lambda n: (-names[n], len(n), n))
        type = min(types, key=lambda t: (-types[t], _TYPE_ORDER[t]))
        if terms:
            term = self._terms[min(terms, key=lambda node: (-terms[node], node))]
            return term.name, term.type if _KINDS[term.type] == self.kind else type
        return name, type

    def _aliases(self, id: str, name: str, uses: Iterable[_Use]) -> tuple[str, ...]:
        """Other forms, one spelling of each, without doubtful ones and other entities' names."""
        seen: Counter[str] = Counter()
        for use in uses:
            for text in {use.name, *use.texts}:
                seen[text] += self.papers[use]
            term = self._terms.get(self._node(self._long_form(use) or use.name))
            seen.update(dict.fromkeys((term.name, *term.aliases) if term else (), 0))
        forms: dict[str, str] = {}
        for text in sorted(seen.keys() - self._doubtful(uses), key=lambda t: (-seen[t], t)):
            home = self._roots.get(self.groups.find(self._node(text)), id)
            if home == id or key(text) in self.ambiguous:
                forms.setdefault(fold(text), text)
        forms.pop(fold(name), None)
        forms.pop("", None)
        return tuple(sorted(list(forms.values())[:MAX_ALIASES]))

    def _doubtful(self, uses: Iterable[_Use]) -> set[str]:
        """What one paper alone takes for the long form of a name whose letters do not bear it out."""
        papers: Counter[str] = Counter()
        doubtful: set[str] = set()
        for use in uses:
            for text in {use.name, *use.texts}:
                papers[key(text)] += self.papers[use]
                if not (_is_plausible(use.name, text) or self._node(text) in self._terms):
                    doubtful.add(text)
        return {text for text in doubtful if papers[key(text)] == 1}


def _is_plausible(name: str, text: str) -> bool:
    """Whether a text that a paper uses for a name says the name, or spells it out."""
    if not is_abbreviation(name) or not {" ", "-"} & set(text):
        return True
    return fold(name) in fold(text) or spells_out(name, text)


def _pairs(use: _Use) -> list[tuple[str, str]]:
    """The short forms in a use with the long forms that they abbreviate."""
    forms = sorted({use.name, *use.texts})
    return [(short, long) for short in forms for long in forms if abbreviates(short, long)]


def _senses(longs: list[str], node: Callable[[str], str]) -> list[list[str]]:
    """Sort the long forms of one short form by what they mean; wording may vary a little."""
    groups = Groups()
    for one, other in combinations(longs, 2):
        if groups.find(one) != groups.find(other) and _same_sense(one, other, node):
            groups.join(one, other)
    return groups.sorted(longs)


def _same_sense(one: str, other: str, node: Callable[[str], str]) -> bool:
    nodes = (node(one), node(other))
    if nodes[0] == nodes[1]:
        return True
    if all(n.startswith(_TERM) for n in nodes):
        return False
    return same_wording(one, other)


def _leads_to(versions: Mapping[str, str], start: str, goal: str) -> bool:
    while start in versions:
        start = versions[start]
        if start == goal:
            return True
    return False
