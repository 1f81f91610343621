"""Positions for large graphs: communities first, then the members of each inside its disc."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from papermesh.viz.communities import Group, Link, find_communities, tie_counts
from papermesh.viz.layout import ASPECT, MARGIN, SPACING, Points, arrange, untangle

if TYPE_CHECKING:
    from collections.abc import Sequence

FLAT = 600
"""Most nodes that are laid out in one piece."""

_EVEN = 0.75  # how far members are drawn in to where an even spread would have them
_LOOSE = 1.05  # radius of that spread over the least that gives each its room


def arrange_nested(
    radii: Sequence[float], links: Sequence[Link], groups: Sequence[Group], aspect: float = ASPECT
) -> tuple[list[tuple[float, float]], list[tuple[float, float, float]]]:
    """Place communities as discs that do not overlap, and their members inside.

    Args:
        radii: Radius of each node; its length is the number of nodes.
        links: Undirected links between node numbers, each with a weight above 0, in sorted order.
        groups: Every node number in one of them.
        aspect: Width over height of the whole.

    Returns:
        The position of each node, and the centre and radius of each community.
    """
    home = {
        node: (number, at) for number, group in enumerate(groups) for at, node in enumerate(group)
    }
    inside: list[list[Link]] = [[] for _ in groups]
    for i, j, weight in links:
        (number, a), (other, b) = home[i], home[j]
        if number == other:
            inside[number].append((min(a, b), max(a, b), weight))
    parts = [
        _disc([radii[node] for node in group], sorted(within))
        for group, within in zip(groups, inside, strict=True)
    ]
    reach = [float(np.hypot(*points.T).max(initial=0.0)) + 1.5 * MARGIN for points in parts]
    ties = [
        (a, b, count / math.sqrt(len(groups[a]) * len(groups[b])))
        for (a, b), count in sorted(tie_counts(groups, links).items())
    ]
    mean = sum(reach) / max(len(reach), 1)
    # Nearly all are tied to all, and would come out as one round clump.
    centres = arrange(
        reach, ties, spacing=1.8 * mean, margin=0.16 * mean, aspect=1.3 * aspect, stretch=1.7
    )
    places = [(0.0, 0.0)] * len(radii)
    for group, points, (left, top) in zip(groups, parts, centres, strict=True):
        for node, (x, y) in zip(group, points.tolist(), strict=True):
            places[node] = (round(left + x, 1), round(top + y, 1))
    discs = [(x, y, round(r, 1)) for (x, y), r in zip(centres, reach, strict=True)]
    return places, discs


def _disc(radii: Sequence[float], links: Sequence[Link]) -> Points:
    """Place the members of one community round its middle."""
    if len(radii) <= FLAT:
        points = np.array(arrange(radii, links, aspect=1.0))
    else:
        groups = find_communities(len(radii), links)
        points = np.array(arrange_nested(radii, links, groups, 1.0)[0])
    points = points - points.mean(axis=0)
    # A few that stand far out would leave the disc empty: draw all in, the outermost the most.
    far = np.hypot(points[:, 0], points[:, 1])
    rank = np.empty(len(far))
    rank[np.argsort(far, kind="stable")] = np.arange(len(far))
    even = SPACING * np.sqrt((rank + 0.5) / math.pi) * _LOOSE
    near = np.minimum(far, _EVEN * even + (1 - _EVEN) * far)
    points = points * (near / np.maximum(far, 1e-9))[:, None]
    return untangle(points, np.array(radii) + MARGIN / 2)
