"""All that a page knows: nodes, edges and communities as plain values for its script."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from papermesh.query.values import ENTITY_TYPES
from papermesh.viz.choose import choose, spare
from papermesh.viz.communities import find_communities, tie_counts
from papermesh.viz.content import Json, clean, node_record, node_shape
from papermesh.viz.evidence import number, passages
from papermesh.viz.layout import arrange
from papermesh.viz.nested import arrange_nested

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import networkx as nx

    from papermesh.viz.communities import Group, Link

Graph: TypeAlias = "nx.MultiDiGraph[Any]"

GROUPED = 400
"""Nodes up to which a page draws one cloud; more stand by communities."""

COLLAPSED = 1000
"""Nodes up to which all communities are open at first; of more each is one bubble."""

_SPARE = 2  # neighbours held ready for each node shown, for when someone expands a node
_MOST_SPARE = 1000
_NAMES = 3  # entities that name a community
_TIES = 3  # strongest ties of each community that are drawn


def payload(graph: Graph, limit: int, middle: Iterable[Any] = (), site: str | None = None) -> Json:
    """Return what the script of a page reads.

    Nodes go by their number. Those from `shown` on have no place: they come into the drawing
    when someone asks for them. An edge is a list of its two ends, its relation, its confidence
    and its passages; relations, fields and sources are numbers in `words`.

    Args:
        graph: Only read, never changed.
        limit: Most nodes to show.
        middle: Nodes to show before all others.
        site: Address of the application that serves the page, if one does.
    """
    shown = choose(graph, limit, middle)
    order = [*shown, *spare(graph, shown, min(_SPARE * limit, _MOST_SPARE))]
    degree = dict(graph.degree(order))
    most = max(degree.values(), default=0)
    nodes = [node_record(node, graph.nodes[node], degree[node], most) for node in order]
    if site is not None:
        for node, record in zip(order, nodes, strict=True):
            record |= _address(site, graph.nodes[node], record["key"])
    words: dict[str, int] = {}
    edges = _edges(graph, order, nodes, words)
    page = {
        "nodes": nodes,
        "edges": edges,
        "words": list(words),
        "shapes": {kind: node_shape(kind) for kind in sorted({node["type"] for node in nodes})},
        "shown": len(shown),
        "site": site,
    }
    return page | _places(nodes, edges, len(shown))


def _address(site: str, attributes: dict[str, Any], key: str) -> dict[str, str]:
    """Name the application's page of a paper or an entity; other nodes have none."""
    labels = attributes.get("labels") or ()
    kind = next((label.lower() for label in ("Paper", "Entity") if label in labels), None)
    return {"page": f"{site}{kind}/{quote(key, safe=':')}"} if kind else {}


def _edges(
    graph: Graph, order: Sequence[Any], nodes: Sequence[Json], words: dict[str, int]
) -> list[list[Any]]:
    """List the edges between nodes of the page, and collect their words."""
    numbers = {node: index for index, node in enumerate(order)}
    found = sorted(
        (numbers[u], numbers[v], str(key), u, v, key)
        for u, v, key in graph.edges(order, keys=True)
        if v in numbers
    )

    def word(text: str) -> int:
        return words.setdefault(text, len(words))

    edges = []
    for i, j, relation, u, v, key in found:
        attributes = graph.edges[u, v, key]
        held = {"title": nodes[i]["name"], "abstract": nodes[i].get("abstract", "")}
        read = [
            [word(p.field), p.start, p.parts, word(p.source), p.score]
            for p in passages(attributes.get("evidence"), graph.nodes[u], held)
        ]
        confidence = number(attributes.get("confidence"))
        edges.append([i, j, word(clean(relation)), confidence, read])
    return edges


def _places(nodes: Sequence[Json], edges: Iterable[list[Any]], shown: int) -> Json:
    """Give the shown nodes their places; where they are many, by communities."""
    radii = [node["size"] for node in nodes[:shown]]
    links = _links(edge for edge in edges if edge[0] < shown and edge[1] < shown)
    if shown <= GROUPED:
        places, communities, ties = arrange(radii, links), [], []
    else:
        groups = find_communities(shown, links)
        places, discs = arrange_nested(radii, links, groups)
        names = _names(nodes, groups, links)
        communities = [
            {"name": name, "members": group, "x": x, "y": y, "r": r}
            for name, group, (x, y, r) in zip(names, groups, discs, strict=True)
        ]
        ties = _ties(groups, links)
    for node, (x, y) in zip(nodes, places, strict=False):
        node |= {"x": x, "y": y}
    return {"communities": communities, "ties": ties, "collapsed": shown > COLLAPSED}


def _links(edges: Iterable[list[Any]]) -> list[Link]:
    """Merge parallel and opposite edges; each more adds half as much pull."""
    count = Counter((min(i, j), max(i, j)) for i, j, *_ in edges if i != j)
    return [(i, j, 0.5 + 0.5 * times) for (i, j), times in sorted(count.items())]


def _names(nodes: Sequence[Json], groups: Sequence[Group], links: Iterable[Link]) -> list[str]:
    """Name communities by the entities that have most links, and most of their links, inside."""
    home = {node: number for number, group in enumerate(groups) for node in group}
    inside: Counter[int] = Counter()
    total: Counter[int] = Counter()
    for i, j, _ in links:
        total.update((i, j))
        if home[i] == home[j]:
            inside.update((i, j))
    names = []
    for group in groups:
        entities = [node for node in group if nodes[node]["type"] in ENTITY_TYPES] or group
        order = sorted(entities, key=lambda n: (-(inside[n] ** 2) / max(total[n], 1), n))
        best = [nodes[node] for node in order[:_NAMES]]
        names.append(" · ".join(str(node.get("label") or node["name"]) for node in best))
    return names


def _ties(groups: Sequence[Group], links: Iterable[Link]) -> list[list[int]]:
    """Choose the ties between communities to draw: of each community the strongest few."""
    counts = tie_counts(groups, links)
    best: set[tuple[int, int]] = set()
    for at in range(len(groups)):
        mine = [pair for pair in counts if at in pair]
        mine.sort(key=lambda pair: (-counts[pair], pair))
        best.update(mine[:_TIES])
    return [[a, b, counts[a, b]] for a, b in sorted(best)]
