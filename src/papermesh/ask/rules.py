"""Which kind of question is meant by what was found in one: a table of rules, the first fits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from papermesh.ask.choice import Choice, counted, words_of
from papermesh.ask.demands import beyond, of_maker, of_makers, of_several, over_time
from papermesh.ask.entities import is_in_more_than_its_paper, third

if TYPE_CHECKING:
    from papermesh.ask.answer import Named
    from papermesh.ask.free import Found, Mention
    from papermesh.ask.recognise import Recogniser
    from papermesh.store.base import GraphStore


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
    *("compare", "stands", "alternatives", "after", "hot", "still", "least", "survey"),
)
"""Wishes that no answer may leave out."""

OF_NONE: tuple[Rule, ...] = (
    Rule("fading", asks=("fade",), also=("trend", "still")),
    Rule("papers over time", asks=("trend",), also=("count",), types=False, papers=True),
    Rule("rising", asks=("trend", "hot"), also=("fade", "trend", "hot")),
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
    Rule("rising", "x", asks=("hot", "trend"), also=("hot", "trend"), types=True),
    Rule("fading", "x", asks=("fade",), types=True),
    Rule(
        "use over time",
        "x",
        asks=("trend", "fade", "hot"),
        also=("count", "when", "still", "trend", "hot", "fade"),
    ),
    Rule("use over time", "x", asks=("still",)),
    Rule("versions", "x", asks=("versions",), also=("after", "trend", "compare", "most")),
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
    Rule("compare", "xy", asks=("compare",), also=("best",)),
    Rule("compare", "xy", asks=("most",), papers=False, verbs=False),
)
"""For questions with two names."""


def choose(store: GraphStore, recogniser: Recogniser, found: Found) -> Choice | None:
    """Choose the kind of question that is meant, None where nothing tells."""
    by = (mention for mention in found.names if mention.by and mention.slot == "entity")
    if found.papers and any(by):
        return None  # Who is asked for is nobody that the graph knows.
    if "not" in found.sorts and all(mention.join != "not" for mention in found.names):
        return None
    if found.bound:
        return beyond(found)
    if found.asks("still") and found.lists:
        found = found.without("still")  # Which papers still use BERT: they are asked for.
    if label := found.makers:
        return of_makers(found, label)
    if any(mention.slot == "maker" for mention in found.names):
        return of_maker(found)
    if not found.names:
        if "graph" in found.sorts and not found.types and not found.papers:
            return Choice("overview")
        if found.asks("survey") and not found.types:
            return of_several(found)
        made = found.asks("origin", "appear", "count") or "introduce" in found.verbs
        if found.types and found.asks("trend") and made:
            heeded = frozenset({"trend", "origin", "appear", "count"})
            return Choice("introduced over time", words=words_of(found), heeded=heeded)
        return _by_rule(OF_NONE, found)
    if len(found.names) == 1:
        return _of_one(store, recogniser, found)
    if found.asks("trend", "fade", "still", "hot") and not found.types:
        return over_time(found)
    if len(found.names) == 2 and (choice := _by_rule(OF_TWO, found)):
        return choice
    return of_several(found)


_OF_ONE_TYPE = ("most used", "new entities", "all entities", "how many entities", "related")


def _by_rule(rules: tuple[Rule, ...], found: Found) -> Choice | None:
    for rule in rules:
        if rule.fits(found):
            if len(found.types) > 1 and rule.kind in _OF_ONE_TYPE:
                return None
            named = (mention.named for mention in found.names)
            names = dict(zip(rule.slots, named, strict=False))
            return Choice(
                rule.kind, names, words_of(found), heeded=frozenset(rule.asks + rule.also)
            )
    return None


def _of_one(store: GraphStore, recogniser: Recogniser, found: Found) -> Choice | None:
    mention = found.names[0]
    if found.asks("count") and (found.types or "wish results" in found.counts):
        if found.papers and found.types:
            return None
        return counted(_of_one(store, recogniser, found.without("count")))
    if found.asks("count") and not (found.papers or _OFTEN & found.words):
        return None
    if "compare to" in found.verbs and found.asks("results"):
        return Choice("figures of all", {"x": mention.named})
    paper = _paper(store, recogniser, found, mention)
    if paper and (found.types or found.verbs or found.asks("results")):
        return _contents(found, paper)
    if found.types and "compare to" in found.verbs and not found.papers:
        words = words_of(found)
        return Choice("compared with", {"x": mention.named}, words, heeded=frozenset({"most"}))
    if found.asks("hot", "trend") and not found.types and mention.before in ("in", "within"):
        return Choice("rising", {"x": mention.named}, heeded=frozenset({"hot", "trend"}))
    told = found.asks("code") and (found.types or set(found.verbs) - {"use"})
    ordered = found.asks("newest", "oldest") and (found.asks("code") or mention.verb in _DOING)
    if mention.slot == "entity" and (found.asks("survey") or told or (ordered and found.papers)):
        return of_several(found)
    chosen = _by_rule(OF_ONE, found)
    if found.asks("newest") and not found.papers and "Model" in mention.named.labels:
        return Choice("versions", {"x": mention.named})
    if chosen and "p" in chosen.names:
        paper = recogniser.paper(mention.named)
        return replace(chosen, names={"p": paper}) if paper else None
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


_DOING = ("use", "evaluate on", "compare to")
"""Verbs that limit what is the first or the newest paper."""
_NOUNS = ("", "compare to", "introduce")
"""Verbs whose nouns stand before a paper: the baselines of X, the contributions of X."""
_CONTENTS = ("introduce", "compare to", "evaluate on", "address", "mention", "use")


def _contents(found: Found, paper: Named) -> Choice:
    if found.asks("results") and not found.types:
        return Choice("results of a paper", {"p": paper})
    verb = next((verb for verb in _CONTENTS if verb in found.verbs), "mention")
    return Choice(f"what a paper {third(verb)}", {"p": paper}, words_of(found))
