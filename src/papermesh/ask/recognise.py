"""Which node a name in a question means: as written, else a small typing error, else a part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from papermesh.ask.answer import Named, some
from papermesh.ask.patterns import TYPE_NOUNS, Slot, Text, type_of
from papermesh.ask.spelling import near_names, only_releases, otherwise, sizeless
from papermesh.ask.words import sorts_of
from papermesh.names import fold
from papermesh.query.lookup import names_of, namesakes, nodes_of, papers_called

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papermesh.store.base import GraphStore, Node

PASSES = ("written", "typed", "part")
"""How names are read, the surest way first."""

_LEAD = re.compile(r"^(?:the|a|an|any|some|this|called|named|paper|by|of)\s+", re.I)
_TAIL = re.compile(rf"^(?P<name>.+?)\s+(?P<noun>{TYPE_NOUNS}|paper|leaderboard)$", re.I)
_JOINS = frozenset(
    {"and", "or", "but", "not", "without", "versus", "vs", "except", "plus", "&", "+"}
)
"""Words that join two names: what stands beyond one must not be dropped."""
_FILLERS = frozenset(
    {"the", "a", "an", "and", "or", "of", "on", "in", "for", "with", "to", "by", "as", "at", "is"}
)
_ASKING = frozenset(
    {"which", "what", "who", "whose", "how", "where", "when", "why", "papers", "do", "does", "did"}
)
_STOP = (
    _JOINS | _FILLERS | _ASKING
    | {"it", "its", "this", "that", "these", "those", "there", "they", "we", "you", "all", "any"}
    | {"some", "no", "more", "most", "are", "was", "were", "be", "has", "have", "from", "so", "if"}
)  # fmt: skip
"""Words that are no names by themselves, unless they are written like one: OR."""
_LIMITING = frozenset({"for", "in", "on", "of", "after", "before", "during", "under", "among"})
_LIMITS = frozenset(
    {"last", "past", "this", "previous", "next", "since", "until", "before", "after", "between"}
    | {"day", "week", "month", "quarter", "year", "days", "weeks", "months", "quarters", "years"}
    | {"without", "not", "never", "no", "only", "least", "most", "fewer", "less", "more", "than"}
    | {"over", "under", "above", "below", "vs", "versus", "per", "each"}
)
"""Words that limit or deny what is asked: an answer that leaves one out is one to another question."""
_SHORTEST = 3
"""Letters of a part of a name that may stand for it."""
_WORDS = 4
"""Words of a title that may stand for it wherever something is named."""
LABELS: dict[Slot, tuple[str, ...]] = {
    "entity": ("Entity",),
    "paper": ("Paper", "Entity"),
    "maker": ("Author", "Organization"),
    "node": ("Entity", "Paper", "Author", "Organization", "Repository"),
}


class Recogniser:
    """Finds the nodes that the names in one question mean."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._found: dict[tuple[Text, Slot, str], Named | None] = {}

    def find(self, text: Text, slot: Slot, how: str) -> Named | None:
        """Find what a name means, read in one of the ways of `PASSES`; None where it is unknown."""
        wanted = (text, slot, how)
        if wanted not in self._found:
            self._found[wanted] = self._find(text, slot, how)
        return self._found[wanted]

    def paper(self, named: Named) -> Named | None:
        """Find the papers that an entity's name stands for; None where it is no paper's name."""
        nodes = [node for node in named.nodes if "Paper" in node.labels]
        papers = nodes or papers_called(self._store, named.name)
        return Named(named.text, tuple(papers), named.note) if papers else None

    def _find(self, text: Text, slot: Slot, how: str) -> Named | None:
        if not text.quoted and is_stop(text.plain) and not text.plain.isupper():
            return None
        if how == "written" or text.quoted:
            return self._written(text, slot)
        if slot == "maker" and (house := self.house(text)):
            return house
        found = self._typed(text, slot) if how == "typed" else self._part(text, slot)
        if found is None:
            return None
        nodes, name = found
        return Named(text.plain, tuple(nodes), f"took {text.plain!r} as {name}")

    def _written(self, text: Text, slot: Slot) -> Named | None:
        for form, type in _forms(text):
            found = self._all(form, slot)
            if found:
                fitting = [node for node in found if type in node.labels]
                nodes, others = self._part_ways(fitting or found, form, slot)
                return Named(text.plain, tuple(nodes), _others(form, others))
        return None

    def _resolve(self, name: str, slot: Slot) -> list[Node]:
        return self._part_ways(self._all(name, slot), name, slot)[0]

    def _all(self, name: str, slot: Slot) -> list[Node]:
        if slot == "paper":
            return papers_called(self._store, name)
        found = self._store.resolve(name, LABELS[slot])
        return found or (papers_called(self._store, name) if slot == "node" else [])

    @staticmethod
    def _part_ways(found: list[Node], name: str, slot: Slot) -> tuple[list[Node], list[Node]]:
        """Keep to one thing where several have the name; papers of one name are taken together."""
        return namesakes(found, name) if found and slot != "paper" else (found, [])

    def _typed(self, text: Text, slot: Slot) -> tuple[list[Node], str] | None:
        """Find the name that is written otherwise, else the one that is a typing error away."""
        if found := self._otherwise(text, slot):
            return found
        for form, _ in _forms(text):
            near = near_names(self._store, LABELS[slot], form)
            least = min((errors for errors, _ in near), default=None)
            best = [name for errors, name in near if errors == least]
            if best and len({fold(name) for name in best}) == 1:
                nodes = self._resolve(best[0], slot)
                return (nodes, best[0]) if nodes else None
        return None

    def house(self, text: Text) -> Named | None:
        """Find the organisations that are known by a part of their names: Stanford, Meta."""
        wanted = text.plain.casefold().split()
        if text.quoted or not text.plain[:1].isupper() or len(text.plain) < _SHORTEST:
            return None
        found = [
            node
            for node in nodes_of(self._store, "Organization")
            if wanted[0] in (words := re.findall(r"\w+", node.name.casefold()))
            and all(word in words for word in wanted)
        ]
        if not found:
            return None
        taken = f"took {text.plain!r} as {some((node.name for node in found), 3)}"
        return Named(text.plain, tuple(found), taken, text.plain if len(found) > 1 else "")

    def _otherwise(self, text: Text, slot: Slot) -> tuple[list[Node], str] | None:
        """Find a name by a short form of the field, without its version, or with a size behind it."""
        if slot not in ("entity", "node"):
            return None
        for form, _ in _forms(text):
            nodes = self._resolve(sizeless(form), "entity")
            if any("Model" in node.labels for node in nodes) and sizeless(form) != form:
                return nodes, nodes[0].name
            for name in otherwise(self._store.derived(only_releases), form):
                if nodes := self._resolve(name, "entity"):
                    return nodes, nodes[0].name
        return None

    def _part(self, text: Text, slot: Slot) -> tuple[list[Node], str] | None:
        """Find the longest part that is a name, where what it leaves out can be spared."""
        titled = slot == "paper" or (slot == "node" and len(text.plain.split()) >= _WORDS)
        topic = slot == "paper" and self._store.resolve(text.plain, LABELS["entity"])
        if titled and not topic and (found := self._by_part_of_title(text.plain)):
            return [found], f"“{found.name}”"
        if "," in text.plain:
            return None  # What stands beyond a comma is another name.
        words = text.plain.split()
        for length in range(len(words) - 1, 0, -1):
            for start in range(len(words) - length + 1):
                part = words[start : start + length]
                left = words[:start] + words[start + length :]
                if not self._can_be_spared(left) or all(map(is_stop, part)):
                    continue
                if length == 1 and sorts_of(part[0]) and not part[0].isupper():
                    continue  # A verb of the question is no model called USE.
                # What follows it and begins so limits it: BERT for long documents.
                if start + length < len(words) and words[start + length].lower() in _LIMITING:
                    continue
                nodes = self._resolve(" ".join(part), slot)
                # After what papers do, words beside a name say little; else they say what is asked.
                proper = slot == "entity" and nodes and _is_proper(nodes[0].name)
                if nodes and (proper or _weight(part) >= _weight(left)):
                    return nodes, nodes[0].name
        return None

    def _by_part_of_title(self, text: str) -> Node | None:
        wanted = fold(text)
        if len(wanted) < 8:
            return None
        titles = names_of(self._store, ("Paper",))
        found = [
            node for title, node in zip(titles.folded, titles.nodes, strict=True) if wanted in title
        ]
        return found[0] if len(found) == 1 else None

    def _can_be_spared(self, words: list[str]) -> bool:
        """Tell whether words beside a name can be left out: no second name, version or limit."""
        return not any(
            word.lower() in _JOINS | _ASKING
            or any(sort == "not" or sort.startswith("verb ") for sort in sorts_of(word))
            or is_limit(word)
            or any(map(str.isdigit, word))
            or self._is_name(word)
            for word in words
        )

    def _is_name(self, word: str) -> bool:
        """Tell whether a word is a name in the graph that looks like one, such as DPO."""
        found = [] if is_stop(word) else self._store.resolve(word, LABELS["entity"])
        return any(sum(c.isupper() or c.isdigit() for c in node.name) > 1 for node in found[:1])


def _forms(text: Text) -> Iterator[tuple[str, str | None]]:
    """Give the ways to read a name, each with the type that it states.

    ``the MTEB benchmark`` is itself, ``MTEB benchmark``, or the benchmark ``MTEB``.
    """
    yield text.plain, None
    if text.quoted:
        return
    form = text.plain
    while (shorter := _LEAD.sub("", form)) != form:
        form = shorter
        yield form, None
    if (match := _TAIL.match(form)) and match["name"].split()[-1].lower() not in _FILLERS:
        yield match["name"], type_of(match["noun"])
    # A wording may have taken the article of The Pile for its own.
    if fold(form):
        yield f"the {form}", None


def is_limit(word: str) -> bool:
    """Tell whether a word limits or denies what is asked, such as ``last`` and ``without``."""
    return word.lower() in _LIMITS


def is_stop(word: str) -> bool:
    """Tell whether a word is no name by itself."""
    return word.lower() in _STOP


def _others(name: str, nodes: list[Node]) -> str:
    """Say what else goes by a name."""
    listed = some((f"{node.name} ({node.label})" for node in nodes), 3)
    return f"{name!r} is also {listed}" if listed else ""


def _is_proper(name: str) -> bool:
    """Tell whether a name is one by its looks, such as LoRA, and no common word."""
    return sum(c.isupper() or c.isdigit() for c in name) > 1


def _weight(words: list[str]) -> int:
    return sum(len(word) for word in words if word.lower() not in _FILLERS)
