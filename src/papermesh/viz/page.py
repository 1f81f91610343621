"""The page: one HTML document that holds the graph, the viewer and nothing from elsewhere.

pyvis holds the nodes, edges and options and ships vis-network; the template, the style and the
script are our own, because those of pyvis load Bootstrap from a CDN and run code from titles.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeAlias

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup
from pyvis.network import Network

from papermesh.viz.choose import choose
from papermesh.viz.content import (
    clean,
    edge_record,
    node_record,
    node_shape,
    node_size,
    node_type,
    short_label,
)
from papermesh.viz.layout import arrange

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx

Graph: TypeAlias = "nx.MultiDiGraph[Any]"

MAX_NODES = 1500
"""Most nodes on a page: working out places takes time and memory with the square of them."""

_VIS = "templates/lib/vis-9.1.2/vis-network.min.js"
_OPTIONS = {
    "autoResize": True,
    "layout": {"improvedLayout": False},
    "physics": {"enabled": False},
    "nodes": {"borderWidth": 1.5, "chosen": False},
    "edges": {
        "smooth": False,
        "chosen": False,
        "selectionWidth": 0,
        "hoverWidth": 0,
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.35}},
    },
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "tooltipDelay": 200,
        "zoomSpeed": 0.6,
    },
}
# What could end a script element or a line of JavaScript inside a JSON text.
_SCRIPT_ESCAPES = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def render(graph: Graph, *, title: str = "papermesh", limit: int = 500) -> str:
    """Return a graph as one HTML document; write it as UTF-8.

    The document asks for nothing from any server, and the same graph gives the same document.

    Args:
        graph: Only read, never changed.
        title: Heading and name of the document.
        limit: Most nodes to show; more than `MAX_NODES` are never. Of a larger graph a fair
            share of each type is shown, and the document says how many there are in all.

    Raises:
        ValueError: The limit is below 1.
    """
    if limit < 1:
        message = f"limit is {limit}, but a page shows at least 1 node"
        raise ValueError(message)
    order = choose(graph, min(limit, MAX_NODES))
    net = _network(graph, order)
    shown = {"nodes": len(net.nodes), "edges": len(net.edges)}
    total = {"nodes": len(graph), "edges": graph.number_of_edges()}
    net.template = _template(clean(title) or "papermesh", shown, total)
    html: str = net.generate_html(notebook=True)  # pyvis uses a template of ours only so
    return html


def _network(graph: Graph, order: list[Any]) -> Network:
    """Fill a pyvis network; its node ids are numbers, as a graph's ids may be any text."""
    net = Network(directed=True, cdn_resources="in_line")
    net.set_options(json.dumps(_OPTIONS))
    number = {node: index for index, node in enumerate(order)}
    edges = sorted(
        (number[u], number[v], str(key), u, v, key)
        for u, v, key in graph.edges(order, keys=True)
        if v in number
    )
    kinds = [node_type(graph.nodes[node]) for node in order]
    sizes = [node_size(kind, graph.degree(node)) for node, kind in zip(order, kinds, strict=True)]
    positions = arrange(sizes, _links(edges))
    for index, (node, kind) in enumerate(zip(order, kinds, strict=True)):
        record = node_record(node, graph.nodes[node], graph.degree(node))
        x, y = positions[index]
        net.add_node(
            index,
            label=short_label(record["name"], kind),
            shape=node_shape(kind),
            group=kind,  # with a group pyvis leaves the colour to the page, which knows the theme
            size=sizes[index],
            x=x,
            y=y,
            record=record,
        )
    parallel: Counter[frozenset[int]] = Counter()
    for i, j, _, u, v, key in edges:
        record = edge_record(str(key), graph.edges[u, v, key], graph.nodes[u])
        bend = {"smooth": curve} if (curve := _curve(parallel[frozenset((i, j))], i > j)) else {}
        parallel[frozenset((i, j))] += 1
        net.add_edge(i, j, record=record, **bend)
    return net


def _links(edges: Iterable[tuple[Any, ...]]) -> list[tuple[int, int, float]]:
    """Merge parallel and opposite edges; each more adds half as much pull."""
    count = Counter((min(i, j), max(i, j)) for i, j, *_ in edges if i != j)
    return [(i, j, 0.5 + 0.5 * times) for (i, j), times in sorted(count.items())]


def _curve(before: int, backwards: bool) -> dict[str, Any]:
    """Bend the second and later edges between two nodes aside, so that each can be seen."""
    if not before:
        return {}
    side = "curvedCW" if (before % 2 == 1) != backwards else "curvedCCW"
    return {"enabled": True, "type": side, "roundness": round(0.12 * ((before + 1) // 2), 2)}


def _template(title: str, shown: Mapping[str, int], total: Mapping[str, int]) -> Template:
    """Prepare our page for `generate_html`, which passes it the nodes, edges and options."""
    here = files("papermesh.viz")
    vis = files("pyvis").joinpath(_VIS).read_text(encoding="utf-8")
    # The source map does not travel along; with developer tools open its name would be fetched.
    vis = re.sub(r"//# sourceMappingURL=\S*", "", vis)
    script = here.joinpath("page.js").read_text(encoding="utf-8")
    style = here.joinpath("page.css").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.from_string(
        here.joinpath("page.html").read_text(encoding="utf-8"),
        globals={
            "title": title,
            "shown": shown,
            "total": total,
            "vis": Markup(vis),  # shipped files, not data
            "script": Markup(script),
            "style": Markup(style),
            "script_hashes": " ".join(_hash(text) for text in (vis, script)),
            "style_hash": _hash(style),
            "data": _data,
        },
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _data(nodes: list[Any], edges: list[Any], options: str) -> Markup:
    """Write the data as JSON that cannot end the element it stands in."""
    payload = {"nodes": nodes, "edges": edges, "options": json.loads(options)}
    text = json.dumps(
        payload, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
    )
    return Markup(text.translate(_SCRIPT_ESCAPES))  # safe: every `<` and `&` is escaped
