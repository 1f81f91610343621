"""Positions for the nodes of a page, worked out here so that the browser need not simulate physics.

Everything is seeded and indexed: equal input gives equal positions, whatever order the graph was
built in.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

import networkx as nx
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Points: TypeAlias = NDArray[np.float64]
Link: TypeAlias = tuple[int, int, float]

SPACING = 62.0
"""Side of the square that each node gets on average, in pixels at zoom 1."""

MARGIN = 26.0
"""Free room kept between the outlines of two nodes."""

ASPECT = 1.45
"""Width over height of the whole drawing: the room a screen leaves beside the side panel."""

_STRESS_STEPS = 40
_FORCE_STEPS = 220
_UNTANGLE_STEPS = 100
_GRAVITY = 0.25
_SEED = 20241019


def arrange(radii: Sequence[float], links: Sequence[Link]) -> list[tuple[float, float]]:
    """Place nodes so that linked ones are near, no two overlap and components stand apart.

    Args:
        radii: Radius of each node; its length is the number of nodes.
        links: Undirected links between node numbers, each with a weight above 0.

    Examples:
        >>> arrange([], [])
        []
        >>> a, b = arrange([5.0, 5.0], [(0, 1, 1.0)])
        >>> math.dist(a, b) > 10
        True
    """
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(radii)))
    graph.add_weighted_edges_from(links)
    groups = sorted((sorted(group) for group in nx.connected_components(graph)), key=_rank)
    blocks: list[tuple[list[int], Points]] = []
    lonely = [group[0] for group in groups if len(group) == 1]
    for group in groups:
        if len(group) > 1:
            sizes = np.array([radii[node] for node in group])
            blocks.append((group, _place(graph, group, sizes)))
    if lonely:
        blocks.append((lonely, _grid(np.array([radii[node] for node in lonely]))))
    placed = _pack([points for _, points in blocks])
    result = [(0.0, 0.0)] * len(radii)
    for (group, _), points in zip(blocks, placed, strict=True):
        for node, (x, y) in zip(group, points, strict=True):
            result[node] = (round(float(x), 1), round(float(y), 1))
    return result


def _rank(group: list[int]) -> tuple[int, int]:
    return -len(group), group[0]


def _place(graph: nx.Graph[int], group: list[int], radii: Points) -> Points:
    """Lay out one component: distances first, then forces, then room for every node."""
    number = {node: index for index, node in enumerate(group)}
    weights = np.zeros((len(group), len(group)))
    for u, v, weight in graph.subgraph(group).edges(data="weight"):
        if u != v:
            weights[number[u], number[v]] = weights[number[v], number[u]] = weight
    points = _forces(_turn(_stress(_distances(weights))), weights)
    # Give the whole the area that its nodes need; where they crowd, they then push apart.
    area = 2 * math.pi * float((points**2).sum(axis=1).mean())
    points *= SPACING * math.sqrt(len(group) / max(area, 1e-9))
    return _untangle(points, radii)


def _distances(weights: Points) -> Points:
    """Steps between every two nodes of a connected component, all frontiers grown at once."""
    linked = (weights > 0).astype(np.float64)
    count = len(weights)
    steps = np.zeros((count, count))
    reached = np.eye(count, dtype=bool)
    frontier = reached
    step = 0
    while not reached.all():
        step += 1
        frontier = ((frontier @ linked) > 0) & ~reached
        steps[frontier] = step
        reached = reached | frontier
    return steps


def _stress(steps: Points) -> Points:
    """Start from positions whose distances follow the number of steps (SMACOF)."""
    count = len(steps)
    points: Points = np.random.default_rng(_SEED).normal(size=(count, 2))
    wanted = steps.copy()
    np.fill_diagonal(wanted, 1.0)
    pull = wanted**-2.0
    np.fill_diagonal(pull, 0.0)
    total = pull.sum(axis=1, keepdims=True)
    for _ in range(_STRESS_STEPS):
        gaps = _gaps(points)
        np.fill_diagonal(gaps, 1.0)
        ratio = pull * wanted / np.maximum(gaps, 1e-9)
        np.fill_diagonal(ratio, 0.0)
        moved = ratio.sum(axis=1, keepdims=True) * points - ratio @ points
        points = (moved + pull @ points) / total
    return points


def _forces(points: Points, weights: Points) -> Points:
    """Let links pull and nodes push, with steps that shrink to nothing.

    All push alike (Fruchterman and Reingold), as pushing by degree would leave the few leaves of
    a paper crowded and the room between papers empty.
    """
    degree = weights.astype(bool).sum(axis=1)
    # The links of a hub would pull everything into one clump.
    tie = weights / np.sqrt(np.maximum(np.minimum.outer(degree, degree), 1.0))
    size = math.sqrt(len(points))
    # What falls harder in height than in width comes out wider than high, as screens are.
    gravity = _GRAVITY * np.array([1 / ASPECT, ASPECT])
    points = points * (0.5 * size / max(float(np.abs(points).max()), 1e-9))
    for step in range(_FORCE_STEPS):
        delta = points[:, None, :] - points[None, :, :]
        gaps = np.maximum(np.hypot(delta[..., 0], delta[..., 1]), 1e-3)
        move = np.einsum("ij,ijk->ik", gaps**-2.0 - tie * gaps, delta)
        move -= gravity * points
        length = np.maximum(np.hypot(move[:, 0], move[:, 1]), 1e-9)
        heat = 0.1 * size * (1.0 - step / _FORCE_STEPS) ** 1.5
        points = points + move * (np.minimum(length * 0.1, heat) / length)[:, None]
    return points


def _turn(points: Points) -> Points:
    """Turn the longest extent level, since screens are wider than high."""
    points = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(points.T @ points)
    # An eigenvector's sign is arbitrary: fix it, or equal input could come out mirrored.
    main = axes[:, 1] * (1.0 if axes[np.argmax(np.abs(axes[:, 1])), 1] > 0 else -1.0)
    turned: Points = points @ np.array([[main[0], -main[1]], [main[1], main[0]]])
    return turned


def _untangle(points: Points, radii: Points) -> Points:
    """Push overlapping nodes apart until none touch or the steps are used up."""
    room = radii[:, None] + radii[None, :] + MARGIN
    np.fill_diagonal(room, 0.0)
    for _ in range(_UNTANGLE_STEPS):
        delta = points[:, None, :] - points[None, :, :]
        gaps = np.hypot(delta[..., 0], delta[..., 1])
        overlap = np.maximum(room - gaps, 0.0)
        if not overlap.any():
            break
        share = 0.5 * overlap / np.maximum(gaps, 1e-6)
        points = points + np.einsum("ij,ijk->ik", share, delta)
    return points


def _gaps(points: Points) -> Points:
    delta = points[:, None, :] - points[None, :, :]
    gaps: Points = np.hypot(delta[..., 0], delta[..., 1])
    return gaps


def _grid(radii: Points) -> Points:
    """Line up nodes without links in rows, twice as wide as high."""
    columns = max(1, math.ceil(math.sqrt(2 * len(radii))))
    cell = 2 * float(radii.max()) + SPACING
    return np.array([(i % columns * cell, i // columns * cell) for i in range(len(radii))])


def _pack(blocks: list[Points]) -> list[Points]:
    """Set components side by side, the largest first, each as near the middle as it fits."""
    if not blocks:
        return []
    spans = np.array([np.ptp(points, axis=0) for points in blocks]) + 1.5 * SPACING
    corners = np.empty_like(spans)  # top left of each block
    corners[0] = -spans[0] / 2
    for index in range(1, len(blocks)):
        span, low, high = spans[index], corners[:index], corners[:index] + spans[:index]
        spots = _spots(low, high, span)
        apart = (spots[:, None, :] >= high[None]) | (spots[:, None, :] + span <= low[None])
        spots = spots[apart.any(axis=2).all(axis=1)]
        far = (spots + span / 2) / np.array([ASPECT, 1.0])
        corners[index] = spots[np.argmin(np.round((far**2).sum(axis=1), 3))]
    middle = (corners.min(axis=0) + (corners + spans).max(axis=0)) / 2
    return [
        points - (points.min(axis=0) + points.max(axis=0)) / 2 + corner + span / 2 - middle
        for points, corner, span in zip(blocks, corners, spans, strict=True)
    ]


def _spots(low: Points, high: Points, span: Points) -> Points:
    """Return places that touch a block: beside it or above and below it, three on each side."""
    sides = []
    for axis in (0, 1):
        along = 1 - axis
        for edge in (high[:, axis], low[:, axis] - span[axis]):
            for share in (0.0, 0.5, 1.0):
                spot = np.empty_like(low)
                spot[:, axis] = edge
                spot[:, along] = low[:, along] + share * (
                    high[:, along] - low[:, along] - span[along]
                )
                sides.append(spot)
    return np.concatenate(sides)
