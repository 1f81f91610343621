"""Answers about what came before and after something, and what is set against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papermesh.ask import cypher
from papermesh.ask.answer import Answer, Item, Request, count, sentence, some
from papermesh.ask.papers import Line, node_line
from papermesh.ask.patterns import type_of
from papermesh.query.connect import succession
from papermesh.query.papers import within
from papermesh.query.values import Follower, date_of
from papermesh.store.base import Node

if TYPE_CHECKING:
    from collections.abc import Sequence

AFTER_COLUMNS = ("name", "type", "relation", "paper", "date", "id")
_CONTENDERS = ("Model", "Method")
"""Types of what can be better than something."""


def after(request: Request) -> Answer:
    """Answer what came after an entity: its later versions, then what others made of it."""
    x, relations = request.names["x"], ("COMPARES_TO", "USES")
    found = succession(request.store, x.nodes, relations)
    followers = _follower_lines(request, found.followers)
    later: list[Line] = [
        ((node, node.label, "VERSION_OF", None, None, node.id), ()) for node in found.later
    ]
    parts = []
    if later:
        parts.append(f"after {x.name} came the later versions {_names_of(later)}")
    if followers:
        whose = "it" if later else x.name
        parts.append(f"papers that use or compare to {whose} propose {_names_of(followers)}")
    return request.answer(
        f"later versions of {x}, then what later papers that use it or compare to it propose",
        cypher.followers(relations, request.period, versions=True),
        {"ids": x.ids},
        sentence("; ".join(parts) or f"the graph knows of nothing after {x.name}"),
        AFTER_COLUMNS,
        [*later, *followers],
    )


def rivals(request: Request) -> Answer:
    """Answer what is claimed to be better than an entity: proposed by papers that compare to it."""
    x, noun = request.names["x"], request.words.get("t")
    type = type_of(noun) if noun else None
    types = (type,) if type else _CONTENDERS
    found = succession(request.store, x.nodes, ("COMPARES_TO",)).followers
    best_known = sorted(
        found, key=lambda f: (not _is_named(f), -int(f.entity.properties.get("paperCount") or 0))
    )
    rows = _follower_lines(request, [f for f in best_known if f.entity.label in types])
    of_type = f"{type.lower()}s" if type else "models and methods"
    told = f"no abstract that compares to {x.name} proposes one of the {of_type} known"
    if rows:
        told = f"{_names_of(rows)}: proposed in abstracts that compare to {x.name}"
        told += ", which is their claim and no proof that they are better"
    return request.answer(
        f"{of_type} that abstracts propose and compare to {x}, the best known first",
        cypher.followers(("COMPARES_TO",), request.period, versions=False, labels=types),
        {"ids": x.ids},
        sentence(told),
        AFTER_COLUMNS,
        rows,
    )


def _is_named(follower: Follower) -> bool:
    """Tell whether a name is one by its looks: abstracts propose few common things."""
    return sum(c.isupper() or c.isdigit() for c in follower.entity.name) > 1


def _names_of(lines: Sequence[Line]) -> str:
    nodes = [cells[0] for cells, _ in lines]
    return some(dict.fromkeys(node.name for node in nodes if isinstance(node, Node)), 5)


def _follower_lines(request: Request, followers: Sequence[Follower]) -> list[Line]:
    period = request.period
    rows: list[Line] = []
    for follower in followers:
        if within(date_of(follower.paper), period.since, period.until):
            (title, day, _), _ = node_line(follower.paper)
            node = follower.entity
            cells: tuple[Item, ...] = (
                node,
                node.label,
                follower.relation,
                title,
                day,
                node.id,
            )
            rows.append((cells, follower.evidence))
    return rows


def versions(request: Request) -> Answer:
    """Answer which versions the family of an entity has."""
    x = request.names["x"]
    found = succession(request.store, x.nodes)
    sides = {
        "earlier": found.earlier[::-1],
        "same number": found.variants,
        "later": found.later,
    }
    rows: list[Line] = [
        ((node, node.label, side, int(node.properties.get("paperCount") or 0), node.id), ())
        for side, nodes in sides.items()
        for node in nodes
    ]
    used = max(rows, key=lambda told: int(str(told[0][3])), default=None)
    told = "; ".join(
        f"{side}: {some((node.name for node in nodes), 5)}"
        for side, nodes in sides.items()
        if nodes
    )
    return request.answer(
        f"versions in the family of {x}, by their numbers",
        "MATCH (x:Entity)-[:VERSION_OF*1..]-(e:Entity) WHERE x.id IN $ids AND NOT e.id IN $ids\n"
        "RETURN DISTINCT e.name AS name, last(labels(e)) AS type, e.paperCount AS papers, e.id AS id",
        {"ids": x.ids},
        sentence(
            f"versions beside {x.name}, {told}{_most_used(used)}"
            if rows
            else f"the graph has no versions of {x.name}"
        ),
        ("name", "type", "side", "papers", "id"),
        rows,
        dated=False,
    )


def _most_used(used: Line | None) -> str:
    """Name the version with the most papers."""
    if used is None or not isinstance(used[0][0], Node):
        return ""
    return f"; the most used is {used[0][0].name}, in {count(int(str(used[0][3])), 'paper')}"
