"""What a question demands of papers at once: entities, makers, code, order, bounds."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from papermesh.ask.choice import Choice, counted, words_of

if TYPE_CHECKING:
    from papermesh.ask.answer import Named
    from papermesh.ask.free import Found

_MOST = frozenset({"most"})
_DEMANDED = frozenset({"code", "newest", "oldest", "count", "appear", "survey"})
"""Wishes that whatever meets several demands fulfils."""
_LIMITS = frozenset({"for", "in", "within"})
"""Words behind which a name is no object of the verb: the methods that they propose for X."""
_WITHIN = frozenset({"for", "in", "on", "with", "of", "to", "using", "within", "as"})
"""Words behind which stands what limits the name before."""


def of_makers(found: Found, label: str) -> Choice | None:
    """Authors or organisations, of all papers or of those that meet what is demanded."""
    unfit = ("compare", "path", "best", "results", "versions", "stands", "when", "trend")
    if found.asks(*unfit) or any(mention.slot == "paper" for mention in found.names):
        return None
    if _is_ambiguous(found):
        return None
    if not (found.names or found.types or found.asks("code", "survey")):
        number = {"n": str(found.number)} if found.number else {}
        return Choice("makers", words={"m": label, **number}, heeded=frozenset({"most"}))
    names, words = _demands(found)
    if found.types:
        words |= {"of type": found.types[0], "verb of type": found.verbs[0] if found.verbs else ""}
    words |= {"m": label}
    if counts := found.asks("count"):
        words |= {"n": str(10**6), "strict": "yes"}
    return Choice("makers meeting", names, words, counted=counts, heeded=_DEMANDED | _MOST)


def of_maker(found: Found) -> Choice | None:
    """Papers of authors or organisations, or what is in them."""
    makers = [mention for mention in found.names if mention.slot == "maker"]
    others = [mention for mention in found.names if mention.slot != "maker"]
    if any(mention.slot == "paper" for mention in others):
        return None
    together = len(makers) > 1 and not others
    if found.asks("compare", "path", "best", "results", "versions"):
        return None
    if found.asks("related") and not together:
        return None
    if found.asks("trend"):
        return over_time(found)
    if _is_ambiguous(found):
        return None
    plain = not (found.types or found.asks("code", "newest", "oldest", "survey") or found.number)
    if plain and len(makers) == 1 and len(others) < 2 and all(m.join != "not" for m in found.names):
        names = {"w": makers[0].named, **({"x": others[0].named} if others else {})}
        kind = "how many by" if found.asks("count") else "papers by"
        return Choice(kind, names, heeded=frozenset({"count"}))
    names, words = _demands(found)
    if found.types and not found.papers:
        how = {"how": found.verbs[0]} if found.verbs else {}
        words |= how | words_of(found)
        return Choice("in papers that meet all", names, words, heeded=_MOST | {"code"})
    choice = Choice("meet all", names, words, heeded=_DEMANDED | {"related"})
    return counted(choice) if found.asks("count") else choice


def _demands(found: Found) -> tuple[dict[str, Named], dict[str, str]]:
    """Write all that a question demands of papers as names and words of a request."""
    names: dict[str, Named] = {}
    words: dict[str, str] = {}
    # One verb behind all names is that of each: papers with GRPO or PPO as baselines.
    behind = len(found.verbs) == 1 and not any(mention.verb for mention in found.names)
    verb = found.verbs[0] if behind else ""
    for at, mention in enumerate(found.names, 1):
        if mention.slot == "maker":
            names[f"w{at}"] = mention.named
            words[f"join w{at}"] = mention.join
            continue
        slot = f"l{at}"
        names[slot] = mention.named
        verb = mention.verb or verb
        limits = bool(found.types) and mention.before in _LIMITS
        free = limits or (mention.join == "not" and not mention.verb)
        words[f"verb {slot}"] = "" if free else verb
        words[f"join {slot}"] = mention.join
        words |= {f"near {slot}": "yes"} if mention.near else {}
    words |= {"code": "yes"} if found.asks("code") else {}
    words |= {"survey": "yes"} if found.asks("survey") else {}
    words |= {"order": "newest"} if found.asks("newest") else {}
    words |= {"order": "oldest"} if found.asks("oldest") else {}
    return names, words | ({"n": str(found.number)} if found.number else {})


def over_time(found: Found) -> Choice | None:
    """The use of several things side by side, or of one thing within another, over time."""
    if any(mention.slot == "paper" for mention in found.names) or found.types:
        return None
    names, words = _demands(found)
    words |= words_of(found)
    joins = {mention.join for mention in found.names}
    both = "and" in joins and found.lists and bool(found.verbs)
    limited = any(mention.before in _WITHIN for mention in found.names[1:])
    limited = limited or both or "not" in joins
    makers = any(mention.slot == "maker" for mention in found.names)
    kind = "meeting over time" if limited or makers else "several over time"
    wishes = {"trend", "fade", "still", "hot", "compare", "after", "when", "most", "count"}
    return Choice(kind, names, words, heeded=frozenset(wishes))


def beyond(found: Found) -> Choice | None:
    """Figures above or below a number, on a benchmark, in a metric, of a method."""
    slots: dict[str, Named] = {}
    for mention in found.names:
        labels = mention.named.labels
        slot = "z" if labels <= {"Entity", "Metric"} else "a"
        slot = "x" if not labels & {"Benchmark", "Dataset", "Task", "Metric"} else slot
        if slot in slots or mention.join in ("or", "not") or mention.slot == "maker":
            return None
        slots[slot] = mention.named
    for slot in "xz":  # Something must be what the figures are on, in or of.
        if "a" not in slots and slot in slots:
            slots["a"] = slots.pop(slot)
    heeded = frozenset({"results", "best", "count"})
    return Choice("figures beyond", slots, found.bound, heeded=heeded) if slots else None


def of_several(found: Found) -> Choice | None:
    """Papers, entities or figures of all of several things."""
    joins = {mention.join for mention in found.names[1:]}
    if _is_ambiguous(found):
        return None  # Nobody could tell what belongs together.
    if found.asks("versions", "authors", "when", "stands", "after", "alternatives"):
        return None
    if any(mention.slot == "paper" for mention in found.names):
        return None
    names, words = _demands(found)
    if {mention.join for mention in found.names} == {"not"} and not found.asks("code", "survey"):
        verb = (*(mention.verb for mention in found.names if mention.verb), *found.verbs, "use")[0]
        return Choice(f"{verb} not", names, counted=found.asks("count"))
    if found.types and (options := _options(found)):
        names = {
            f"o{slot[1:]}" if named in options else slot: named for slot, named in names.items()
        }
        heeded = _MOST | {"related"}
        return Choice("in papers that meet all", names, words | words_of(found), heeded=heeded)
    asks_papers = found.papers or bool(found.verbs) or found.asks("code", "survey")
    metric = any("Metric" in mention.named.labels for mention in found.names)
    metric = metric and not found.papers and not {"or", "not"} & joins
    if found.asks("results", "best") and {"or", "not"} & {m.join for m in found.names}:
        return None  # Figures are of all that is named.
    if found.types and found.lists and "introduce" in found.verbs:
        words |= {"of type": found.types[0], "verb of type": "introduce"}
    if found.asks("best") and (ends := found.board):
        return Choice("best results", ends, heeded=frozenset({"best", "results"}))
    if found.asks("results", "best") or metric:
        return Choice("figures of all", names, heeded=frozenset({"results"}))
    if found.asks("count"):
        return counted(of_several(found.without("count"))) if asks_papers else None
    if (found.types or "else" in found.sorts) and not found.asks("code") and not found.papers:
        heeded = _MOST | {"related"}
        return Choice("in papers that meet all", names, words | words_of(found), heeded=heeded)
    if asks_papers or not found.asks_any or (found.asks("related") and "" not in joins):
        return Choice("meet all", names, words, heeded=_DEMANDED | {"related"})
    return None


def _is_ambiguous(found: Found) -> bool:
    """Tell whether ``and`` and ``or`` stand side by side with no verb between: A and B or C."""
    joins = [mention.join for mention in found.names]
    verbs = [mention.verb for mention in found.names]
    mixed = any(
        {joins[at], joins[at + 1]} == {"and", "or"} and len({*verbs[at - 1 : at + 2]}) == 1
        for at in range(1, len(joins) - 1)
    )
    # Nor can a maker stand for an entity, or one verb for another.
    unlike = any(
        two.join == "or" and (one.slot != two.slot or (two.verb and two.verb != one.verb))
        for one, two in pairwise(found.names)
    )
    return mixed or unlike


def _options(found: Found) -> list[Named]:
    """The names of the asked type that a question offers to choose from: AUC or accuracy."""
    offered = [
        mention.named
        for at, mention in enumerate(found.names)
        if found.types[0] in mention.named.labels
        and "or" in {m.join for m in found.names[at : at + 2]}
    ]
    return offered if 1 < len(offered) < len(found.names) else []
