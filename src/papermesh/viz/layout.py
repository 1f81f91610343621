"""Positions for the nodes of a page, worked out here so that the browser need not simulate physics.

Everything is seeded and indexed: equal input gives equal positions, whatever order the graph was
built in.
"""

from __future__ import annotations

import math
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, TypeAlias

import networkx as nx
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Points: TypeAlias = NDArray[np.floating[Any]]
Link: TypeAlias = tuple[int, int, float]

SPACING = 62.0
"""Side of the square that each node gets on average, in pixels at zoom 1."""

MARGIN = 26.0
"""Free room kept between the outlines of two nodes."""

ASPECT = 1.45
"""Width over height of the whole drawing: the room a screen leaves beside the side panel."""

_STRESS_STEPS = 40
_FORCE_STEPS = 220
_UNTANGLE_STEPS = 60
_TOUCH = 1.0  # overlap, in pixels, that nobody sees within the margin
_GRAVITY = 0.25
_SEED = 20241019


def arrange(
    radii: Sequence[float],
    links: Sequence[Link],
    *,
    spacing: float = SPACING,
    margin: float = MARGIN,
    aspect: float = ASPECT,
    stretch: float = 1.0,
) -> list[tuple[float, float]]:
    """Place nodes so that linked ones are near, no two overlap and components stand apart.

    Time and memory grow with the square of the largest component.

    Args:
        radii: Radius of each node; its length is the number of nodes.
        links: Undirected links between node numbers, each with a weight above 0.
        spacing: Side of the square that each node gets on average.
        margin: Free room kept between the outlines of two nodes.
        aspect: Width over height of the whole, as far as the links allow.
        stretch: Most that a component may be drawn out to come nearer to that.

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
            points = _place(graph, group, spacing, aspect, stretch)
            sizes = np.array([radii[node] for node in group], np.float32)
            blocks.append((group, untangle(points, sizes + margin / 2)))
    if lonely:
        cell = 2 * max(radii[node] for node in lonely) + spacing
        blocks.append((lonely, _grid(len(lonely), cell)))
    placed = _pack([points for _, points in blocks], 3.5 * margin, aspect)
    result = [(0.0, 0.0)] * len(radii)
    for (group, _), points in zip(blocks, placed, strict=True):
        for node, (x, y) in zip(group, points, strict=True):
            result[node] = (round(float(x), 1), round(float(y), 1))
    return result


def _rank(group: list[int]) -> tuple[int, int]:
    return -len(group), group[0]


def _place(
    graph: nx.Graph[int], group: list[int], spacing: float, aspect: float, stretch: float
) -> Points:
    """Lay out one component: distances first, then forces."""
    number = {node: index for index, node in enumerate(group)}
    weights = np.zeros((len(group), len(group)), np.float32)
    for u, v, weight in graph.edges(group, data="weight"):
        if u != v:
            weights[number[u], number[v]] = weights[number[v], number[u]] = weight
    points = _forces(_turn(_stress(_distances(weights))), weights, aspect)
    wide, high = np.maximum(np.ptp(points, axis=0), 1e-9).tolist()
    drawn_out = math.sqrt(min(max(aspect * high / wide, 1 / stretch), stretch))
    points = points * np.array([drawn_out, 1 / drawn_out], np.float32)
    # Give the whole the area that its nodes need; where they crowd, they then push apart.
    area = 2 * math.pi * float((points**2).sum(axis=1).mean())
    return points * (spacing * math.sqrt(len(group) / max(area, 1e-9)))


def _distances(weights: Points) -> Points:
    """Steps between every two nodes of a connected component.

    What each node reaches is one whole number, a bit for each node, so that a step is an OR.
    """
    count = len(weights)
    near = [np.flatnonzero(row).tolist() for row in weights]
    reach = [1 << node for node in range(count)]
    everything = (1 << count) - 1
    steps = np.zeros((count, count), np.float32)
    while not all(mask == everything for mask in reach):
        steps += ~_bits(reach)
        reach = [reduce(or_, (reach[other] for other in near[n]), reach[n]) for n in range(count)]
    return steps


def _bits(masks: list[int]) -> NDArray[np.bool_]:
    width = (len(masks) + 7) // 8
    rows = np.frombuffer(b"".join(mask.to_bytes(width, "little") for mask in masks), np.uint8)
    bits = np.unpackbits(rows.reshape(-1, width), axis=1, bitorder="little")
    return bits[:, : len(masks)].astype(np.bool_)


def _stress(steps: Points) -> Points:
    """Start from positions whose distances follow the number of steps (SMACOF)."""
    points = np.random.default_rng(_SEED).normal(size=(len(steps), 2)).astype(np.float32)
    np.fill_diagonal(steps, 1.0)
    pull = steps**-2
    np.fill_diagonal(pull, 0.0)
    total = pull.sum(axis=1, keepdims=True)
    wanted = pull * steps
    for _ in range(_STRESS_STEPS):
        ratio = np.maximum(_squares(points), 1e-12)
        np.divide(wanted, np.sqrt(ratio, out=ratio), out=ratio)
        points = (_balance(ratio, points) + _times(pull, points)) / total
    return points


def _forces(points: Points, weights: Points, aspect: float) -> Points:
    """Let links pull and nodes push, with steps that shrink to nothing.

    All push alike (Fruchterman and Reingold), as pushing by degree would leave the few leaves of
    a paper crowded and the room between papers empty.
    """
    degree = weights.astype(np.bool_).sum(axis=1)
    # The links of a hub would pull everything into one clump.
    tie = weights / np.sqrt(np.maximum(np.minimum.outer(degree, degree), 1)).astype(np.float32)
    size = math.sqrt(len(points))
    # What falls harder in height than in width comes out wider than high, as screens are.
    gravity = np.array([_GRAVITY / aspect, _GRAVITY * aspect], np.float32)
    points = points * (0.5 * size / max(float(np.abs(points).max()), 1e-9))
    for step in range(_FORCE_STEPS):
        squares = np.maximum(_squares(points), 1e-6)
        pull = np.sqrt(squares)
        pull *= tie
        push = np.divide(1, squares, out=squares)
        push -= pull
        np.fill_diagonal(push, 0)
        move = _balance(push, points) - gravity * points
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


def untangle(points: Points, radii: Points) -> Points:
    """Push overlapping nodes apart until hardly any touch or the steps are used up."""
    room = radii[:, None] + radii[None, :]
    np.fill_diagonal(room, 0)
    for _ in range(_UNTANGLE_STEPS):
        gaps = _squares(points)
        np.sqrt(gaps, out=gaps)
        overlap = room - gaps
        if overlap.max() <= _TOUCH:
            break
        np.maximum(overlap, 0, out=overlap)
        share = np.divide(overlap, np.maximum(gaps, 1e-3, out=gaps), out=overlap)
        points = points + _balance(share, points) / 2
    return points


def _balance(push: Points, points: Points) -> Points:
    """Sum, for each node, of its differences to all others, each times a factor."""
    balance: Points = push.sum(axis=1, keepdims=True) * points - _times(push, points)
    return balance


def _times(factors: Points, points: Points) -> Points:
    # The threads of a BLAS would cost more than they bring here, and differ between machines.
    return np.stack([np.einsum("ij,j->i", factors, axis) for axis in points.T.copy()], axis=1)


def _squares(points: Points) -> Points:
    """Squared distances between every two points."""
    squares: Points = np.subtract.outer(points[:, 0], points[:, 0])
    squares *= squares
    down = np.subtract.outer(points[:, 1], points[:, 1])
    down *= down
    squares += down
    return squares


def _grid(count: int, cell: float) -> Points:
    """Line up nodes without links in rows, twice as wide as high."""
    columns = max(1, math.ceil(math.sqrt(2 * count)))
    return np.array([(i % columns * cell, i // columns * cell) for i in range(count)])


def _pack(blocks: list[Points], gap: float, aspect: float) -> list[Points]:
    """Set components side by side, the largest first, each as near the middle as it fits."""
    if not blocks:
        return []
    spans = np.array([np.ptp(points, axis=0) for points in blocks]) + gap
    corners = np.empty_like(spans)  # top left of each block
    corners[0] = -spans[0] / 2
    for index in range(1, len(blocks)):
        span, low, high = spans[index], corners[:index], corners[:index] + spans[:index]
        spots = _spots(low, high, span)
        apart = (spots[:, None, :] >= high[None]) | (spots[:, None, :] + span <= low[None])
        spots = spots[apart.any(axis=2).all(axis=1)]
        far = (spots + span / 2) / np.array([aspect, 1.0])
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
