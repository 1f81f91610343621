"""The page: one HTML document that holds the graph, the viewer and nothing from elsewhere.

pyvis ships vis-network, keeps its options and fills the template; the template, the style and the
scripts are our own, because those of pyvis load Bootstrap from a CDN and run code from titles.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network

from papermesh.viz.content import clean
from papermesh.viz.payload import payload

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

    from papermesh.viz.content import Json

Graph: TypeAlias = "nx.MultiDiGraph[Any]"

_VIS = "templates/lib/vis-9.1.2/vis-network.min.js"
_SCRIPTS = (  # in the order in which they run; they share one scope
    "graph",
    "state",
    "looks",
    "drawing",
    "labels",
    "view",
    "parts",
    "panel",
    "selection",
    "filters",
    "search",
    "picture",
    "start",
)
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
_SCRIPT_ENDS = "<>&\u2028\u2029"


def render(
    graph: Graph,
    *,
    title: str = "papermesh",
    limit: int = 500,
    middle: Iterable[Any] = (),
    site: str | None = None,
) -> str:
    """Return a graph as one HTML document; write it as UTF-8.

    The document asks for nothing from any server, and the same graph gives the same document.
    More than a thousand nodes are drawn as communities, which open on demand.

    Args:
        graph: Only read, never changed.
        title: Heading and name of the document.
        limit: Most nodes to show. Of a larger graph a fair share of each type is shown, and the
            document says how many there are in all; it also holds some of their neighbours, which
            are drawn when someone expands a node.
        middle: Nodes that the graph is drawn around; they and what is nearest are shown first.
        site: Address of the application that serves the page, such as `/`. The page then links to
            it, to `paper/ID` and `entity/ID` there, and to `graph?around=ID` for neighbours that
            the page does not hold.

    Raises:
        ValueError: The limit is below 1.
    """
    if limit < 1:
        message = f"limit is {limit}, but a page shows at least 1 node"
        raise ValueError(message)
    data = payload(graph, limit, middle, site)
    shown = data["shown"]
    own = _files()
    network = Network(directed=True, cdn_resources="in_line")
    network.set_options(json.dumps(_OPTIONS))
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    network.template = environment.from_string(
        own.html,
        globals={
            "title": clean(title) or "papermesh",
            "shown": {"nodes": shown, "edges": sum(e[0] < shown > e[1] for e in data["edges"])},
            "total": {"nodes": len(graph), "edges": graph.number_of_edges()},
            "site": site,
            "vis": Markup(own.vis),  # shipped files, not data
            "script": Markup(own.script),
            "style": Markup(own.style),
            "policy": content_policy(),
            "data": lambda options: _json(data | {"options": json.loads(options)}),
        },
    )
    html: str = network.generate_html(notebook=True)  # pyvis uses a template of ours only so
    return html


def content_policy() -> str:
    """Return the Content-Security-Policy of every page, for a server to send as a header.

    Each page states it as well: only its own scripts and style may run, and nothing is loaded.
    """
    own = _files()
    scripts = " ".join(_hash(text) for text in (own.vis, own.script))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {_hash(own.style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


class _Files(NamedTuple):
    html: str
    style: str
    script: str
    vis: str


@cache
def _files() -> _Files:
    """Read the shipped parts of a page."""
    here = files("papermesh.viz").joinpath("assets")

    def read(name: str) -> str:
        return here.joinpath(name).read_text(encoding="utf-8")

    vis = files("pyvis").joinpath(_VIS).read_text(encoding="utf-8")
    scripts = "\n".join(read(f"{name}.js") for name in _SCRIPTS)
    return _Files(
        html=read("page.html"),
        style=read("page.css"),
        # One scope for all scripts, and none of their names in the window.
        script=f'(() => {{\n"use strict";\n{scripts}}})();\n',
        # The source map does not travel along; with developer tools open its name would be fetched.
        vis=re.sub(r"//# sourceMappingURL=\S*", "", vis),
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _json(data: Json) -> Markup:
    """Write the data as JSON that cannot end the element it stands in."""
    text = json.dumps(
        data, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
    )
    for mark in _SCRIPT_ENDS:
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(text)  # safe: every `<` and `&` is escaped
