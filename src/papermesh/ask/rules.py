"""Which kind of question is meant by what was found in one: a table of rules, the first fits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from papermesh.ask.entities import is_in_more_than_its_paper, third

if TYPE_CHECKING:
    from collections.abc import Mapping

    from papermesh.ask.answer import Named
    from papermesh.ask.free import Found, Mention
    from papermesh.ask.recognise import Recogniser
    from papermesh.store.base import GraphStore


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of question, by its name, what fills its slots, and whether only the count is asked."""

    kind: str
    names: Mapping[str, Named] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """What makes a question one of a kind.

    Attributes:
        kind: Name of the kind.
        slots: The slots of the kind that the names fill, in order.
        asks: Wishes of which one must be there; any will do where it is empty.
        also: Weighty wishes that may be there as well.
        types: Whether there must be a type of entity, or must not; None where both will do.
        papers: The same for a word for papers.
        verbs: The same for verbs, but for those that introduce.
        dated: The same for dates.
    """

    kind: str
    slots: str = ""
    asks: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    types: bool | None = None
    papers: bool | None = None
    verbs: bool | None = None
    dated: bool | None = None

    def fits(self, found: Found) -> bool:
        """Tell whether what was found is meant so, and nothing weighty is left out."""
        wanted = (self.types, self.papers, self.verbs, self.dated)
        there = (
            bool(found.types),
            found.papers,
            bool(set(found.verbs) - {"introduce"}),
            found.dated,
        )
        return (
            (not self.asks or found.asks(*self.asks))
            and all(
                want is None or want == is_so for want, is_so in zip(wanted, there, strict=True)
            )
            and not any(found.asks(w) for w in WEIGHTY if w not in (*self.asks, *self.also))
        )


_OFTEN = {"how often", "how many times", "how frequently"}
WEIGHTY = (
    *("count", "code", "best", "trend", "fade", "versions", "authors", "when", "path"),
    *("compare", "stands", "alternatives", "after"),
)
"""Wishes that no answer may leave out."""

OF_NONE: tuple[Rule, ...] = (
    Rule("fading", asks=("fade",), also=("trend",)),
    Rule("papers over time", asks=("trend",), also=("count",), types=False, papers=True),
    Rule("rising", asks=("trend",), also=("fade",)),
    Rule("how many entities", asks=("count",), types=True, papers=False, verbs=False, dated=False),
    Rule("how many papers", asks=("count",), types=False, papers=True, verbs=False),
    Rule("papers with code", asks=("code",), types=False),
    Rule("how many have code", asks=("code",), also=("count",), types=False, papers=True),
    Rule("new entities", asks=("newest", "oldest", "origin", "appear"), types=True),
    Rule("most used", asks=("most",), types=True),
    Rule("most used", asks=("most",), papers=False, dated=True),
    Rule("newest papers", asks=("newest",), papers=True),
    Rule("oldest papers", asks=("oldest",), also=("when",), papers=True),
    Rule("popular papers", asks=("most",), papers=True, verbs=False),
    Rule("all papers", types=False, verbs=False, dated=True),
    Rule("most used", types=True, dated=True),
    Rule("all entities", types=True, papers=False, verbs=False),
)
"""For questions without a name."""

OF_ONE: tuple[Rule, ...] = (
    Rule("papers with code", "a", asks=("code",), also=("authors", "versions", "path")),
    Rule("authors", "p", asks=("authors",), verbs=False),
    Rule("use over time", "x", asks=("trend", "fade"), also=("count", "when")),
    Rule("versions", "x", asks=("versions",), also=("after", "trend")),
    Rule("other names", "x", asks=("stands",)),
    Rule("new entities", "x", asks=("newest", "origin", "appear"), types=True),
    Rule("introduction", "x", asks=("origin",), also=("authors",), verbs=False, types=False),
    Rule("oldest papers", "x", asks=("oldest",), papers=True),
    Rule("newest papers", "x", asks=("newest", "appear"), types=False),
    Rule("most used", "x", asks=("most",), types=True),
    Rule("best results", "a", asks=("best",)),
    Rule("rivals", "x", asks=("alternatives",)),
    Rule("related", "x", asks=("related", "path"), papers=False),
    Rule("similar papers", "p", asks=("related",)),
    Rule("successors", "x", asks=("after",)),
    Rule("when", "a", asks=("when",), papers=False),
    Rule("popular papers", "x", asks=("most",), papers=True, verbs=False),
    Rule("introduction", "x", asks=("origin",)),
    Rule("results", "a", asks=("results",)),
    Rule("used with", "x", types=True, papers=False),
    Rule("what is", "a", asks=("define",), verbs=False, papers=False),
)
"""For questions with one name; see `_of_one` for verbs and for the contents of a paper."""

OF_TWO: tuple[Rule, ...] = (
    Rule("path", "ab", asks=("path",), also=("compare",)),
    Rule("compare", "xy", asks=("compare",), also=("best", "trend")),
    Rule("compare", "xy", asks=("trend", "most"), papers=False, verbs=False),
)
"""For questions with two names."""


def choose(store: GraphStore, recogniser: Recogniser, found: Found) -> Choice | None:
    """Choose the kind of question that is meant, None where nothing tells."""
    by = (mention for mention in found.names if mention.by and mention.slot == "entity")
    if found.papers and any(by):
        return None  # Who is asked for is nobody that the graph knows.
    if "not" in found.sorts and all(mention.join != "not" for mention in found.names):
        return None
    if any(mention.slot == "maker" for mention in found.names):
        return _of_maker(found)
    if not found.names:
        if "graph" in found.sorts and not found.types and not found.papers:
            return Choice("overview")
        return _by_rule(OF_NONE, found)
    if len(found.names) == 1:
        return _of_one(store, recogniser, found)
    if len(found.names) == 2 and (choice := _by_rule(OF_TWO, found)):
        return choice
    return _of_several(found)


_OF_ONE_TYPE = ("most used", "new entities", "all entities", "how many entities", "related")


def _by_rule(rules: tuple[Rule, ...], found: Found) -> Choice | None:
    for rule in rules:
        if rule.fits(found):
            if len(found.types) > 1 and rule.kind in _OF_ONE_TYPE:
                return None
            named = (mention.named for mention in found.names)
            return Choice(rule.kind, dict(zip(rule.slots, named, strict=False)), _type(found))
    return None


def _type(found: Found) -> dict[str, str]:
    unit = {"by": "month"} if any("month" in word for word in found.read) else {}
    number = {"n": str(found.number)} if found.number else {}
    several = {"oldest": "yes"} if found.asks("oldest") else {}
    several |= {"types": ",".join(found.types)} if len(found.types) > 1 else {}
    return unit | number | several | ({"t": found.types[0]} if found.types else {})


def _of_maker(found: Found) -> Choice | None:
    """Papers of an author or organisation, where it is the only one."""
    makers = [mention for mention in found.names if mention.slot == "maker"]
    others = [mention for mention in found.names if mention.slot != "maker"]
    if len(makers) > 1 or len(others) > 1 or any(m.slot == "paper" for m in others):
        return None
    if found.asks("compare", "path", "best", "results", "related", "trend") or found.types:
        return None
    names = {"w": makers[0].named, **({"x": others[0].named} if others else {})}
    return Choice("how many by" if found.asks("count") else "papers by", names)


def _of_one(store: GraphStore, recogniser: Recogniser, found: Found) -> Choice | None:
    mention = found.names[0]
    if found.asks("count") and (found.types or "wish results" in found.counts):
        if found.papers and found.types:
            return None
        return _counted(_of_one(store, recogniser, found.without("count")))
    if found.asks("count") and not (found.papers or _OFTEN & set(map(str.lower, found.read))):
        return None
    if "compare to" in found.verbs and found.asks("results"):
        return Choice("figures of all", {"x": mention.named})
    paper = _paper(store, recogniser, found, mention)
    if paper and (found.types or found.verbs or found.asks("results")):
        return _contents(found, paper)
    chosen = _by_rule(OF_ONE, found)
    if found.asks("newest") and not found.papers and "Model" in mention.named.labels:
        return Choice("versions", {"x": mention.named})
    if chosen and "p" in chosen.names:
        paper = recogniser.paper(mention.named)
        return Choice(chosen.kind, {"p": paper}) if paper else None
    if mention.slot == "paper":
        return chosen if chosen and "a" in chosen.names else Choice("what is", {"a": mention.named})
    if chosen and (chosen.kind == "use over time" or not found.asks("count")):
        return chosen
    if any(found.asks(wish) for wish in WEIGHTY if wish != "count"):
        return None
    verb = mention.verb or (found.verbs or [""])[0]
    if mention.join == "not":
        return Choice(f"{verb or 'use'} not", {"x": mention.named}, counted=found.asks("count"))
    if found.asks("count"):
        return Choice(f"how many {verb}" if verb else "how many about", {"x": mention.named})
    if verb == "address" and mention.named.labels == {"Entity", "Concept"}:
        verb = ""
    if verb:
        return Choice(f"papers that {verb}", {"x": mention.named})
    if found.papers or (found.dated and not found.left):
        return Choice("papers about", {"x": mention.named})
    return None if found.left else Choice("what is", {"a": mention.named})


def _counted(choice: Choice | None) -> Choice | None:
    """Ask only how many there are, where that can be counted."""
    if choice is None or not choice.kind.startswith(_COUNTABLE):
        return None
    return replace(choice, words={**choice.words, "n": "1000"}, counted=True)


_COUNTABLE = ("what a paper ", "used with", "meet all", "results")


def _paper(
    store: GraphStore, recogniser: Recogniser, found: Found, mention: Mention
) -> Named | None:
    """Give the paper whose contents are asked for, None where the question is about an entity."""
    weighty = (wish for wish in WEIGHTY if wish not in ("authors", "compare"))
    if found.asks(*weighty, "related", "newest", "oldest", "most"):
        return None
    if mention.slot == "paper":
        return mention.named
    if found.asks("authors") and not found.verbs:
        return None
    own = not is_in_more_than_its_paper(store, {"x": mention.named})
    told = mention.verb in _NOUNS or mention.by or (not found.papers and _NOUNS[1] in found.verbs)
    if "it" in found.sorts or (own and (told or found.types or found.asks("results"))):
        return recogniser.paper(mention.named)
    return None


_NOUNS = ("", "compare to", "introduce")
"""Verbs whose nouns stand before a paper: the baselines of X, the contributions of X."""
_CONTENTS = ("introduce", "compare to", "evaluate on", "address", "mention", "use")


def _contents(found: Found, paper: Named) -> Choice:
    if found.asks("results") and not found.types:
        return Choice("results of a paper", {"p": paper})
    verb = next((verb for verb in _CONTENTS if verb in found.verbs), "mention")
    return Choice(f"what a paper {third(verb)}", {"p": paper}, _type(found))


def _of_several(found: Found) -> Choice | None:
    """Papers, entities or figures of all of several things."""
    joins = {mention.join for mention in found.names[1:]}
    if {"and", "or"} <= joins:
        return None  # Nobody could tell what belongs together.
    if any(mention.slot == "paper" for mention in found.names):
        return None
    names = {f"l{at}": mention.named for at, mention in enumerate(found.names, 1)}
    words: dict[str, str] = {}
    # One verb behind all names is that of each: papers with GRPO or PPO as baselines.
    behind = len(found.verbs) == 1 and not any(mention.verb for mention in found.names)
    verb = found.verbs[0] if behind else ""
    for at, mention in enumerate(found.names, 1):
        verb = mention.verb or verb
        words[f"verb l{at}"] = "" if mention.join == "not" else verb
        words[f"join l{at}"] = mention.join
    if {mention.join for mention in found.names} == {"not"}:
        return Choice(f"{verb or 'use'} not", names, counted=found.asks("count"))
    asks_papers = found.papers or bool(found.verbs) or found.asks("code")
    metric = any("Metric" in mention.named.labels for mention in found.names)
    if found.asks("best") and (ends := found.board):
        return Choice("best results", ends)
    if found.asks("results", "best") or (metric and not found.papers and "or" not in joins):
        return Choice("figures of all", names)
    if found.asks("count"):
        return _counted(_of_several(found.without("count"))) if asks_papers else None
    if found.asks("trend", "versions", "authors", "when", "stands", "after", "alternatives"):
        return None
    if found.types and not found.asks("code") and not found.papers:
        return Choice("in papers that meet all", names, words | _type(found))
    if asks_papers or not found.asks_any or (found.asks("related") and "" not in joins):
        return Choice("meet all", names, words | ({"code": "yes"} if found.asks("code") else {}))
    return None
