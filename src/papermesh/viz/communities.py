"""Communities of a large graph: what a page draws as one bubble each until someone opens it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Link: TypeAlias = tuple[int, int, float]
Group: TypeAlias = list[int]

WANTED = 40
"""Communities that the first view of a large graph should have, more or less."""

USUAL = 60
"""Members of a community of a graph that has fewer."""

MOST = 400
"""Members of a community, unless the graph is so large that there would be too many."""

_SEED = 20241019


def find_communities(count: int, links: Sequence[Link]) -> list[Group]:
    """Divide the nodes 0 to count - 1 into communities of a size to look at.

    Louvain's method; what it leaves too large is divided again, and what it leaves too small goes
    to the neighbour that it has most links to. The largest community comes first.

    Args:
        count: Number of nodes.
        links: Undirected links between node numbers, each with a weight above 0, in sorted order.

    Examples:
        >>> find_communities(3, [(0, 1, 1.0)])
        [[0, 1], [2]]
    """
    most = max(MOST, 2 * count // WANTED)
    least = max(2, count // (4 * WANTED), min(USUAL // 2, count // 10))
    groups = _divide(range(count), links, most)
    groups = _join(groups, links, most, least)
    return sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group[0]))


def _divide(nodes: Iterable[int], links: Sequence[Link], most: int) -> list[Group]:
    """Divide until no group has more than `most` members."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_weighted_edges_from(links)
    found = [
        sorted(group) for group in nx.community.louvain_communities(graph, seed=_SEED, resolution=2)
    ]
    if len(found) == 1:  # what hangs together too closely is cut, the best-connected first
        (whole,) = found
        return [whole[start : start + most] for start in range(0, len(whole), most)]
    groups: list[Group] = []
    home = {node: number for number, group in enumerate(found) for node in group}
    inside: list[list[Link]] = [[] for _ in found]
    for link in links:
        if home[link[0]] == home[link[1]]:
            inside[home[link[0]]].append(link)
    for group, within in zip(found, inside, strict=True):
        groups += _divide(group, within, most) if len(group) > most else [group]
    return groups


def _join(groups: list[Group], links: Sequence[Link], most: int, least: int) -> list[Group]:
    """Give each small group to a neighbour; those without any neighbour are put together."""
    ties = tie_counts(groups, links)
    near: list[Counter[int]] = [Counter() for _ in groups]
    for (a, b), count in ties.items():
        near[a][b] = near[b][a] = count
    members = dict(enumerate(groups))
    rest: Group = []
    for number in sorted(members, key=lambda number: (len(groups[number]), groups[number][0])):
        small = members[number]
        if len(small) >= least and len(members) < 2 * WANTED:
            continue
        open_to = [
            n
            for n in near[number]
            if n in members and n != number and len(members[n]) + len(small) <= most
        ]
        if not open_to and len(small) >= least:
            continue
        del members[number]
        if not open_to:
            rest += small
            continue
        best = max(open_to, key=lambda n: (near[number][n] / len(members[n]), -n))
        members[best] = members[best] + small
        for other, count in near[number].items():
            if other != best:
                near[best][other] += count
                near[other][best] += count
    pieces = [rest[start : start + most] for start in range(0, len(rest), most)]
    return [*members.values(), *pieces]


def tie_counts(groups: Sequence[Group], links: Iterable[Link]) -> Counter[tuple[int, int]]:
    """Count the links between every two communities, the lower number first."""
    home = {node: number for number, group in enumerate(groups) for node in group}
    return Counter(
        (min(home[i], home[j]), max(home[i], home[j])) for i, j, _ in links if home[i] != home[j]
    )
