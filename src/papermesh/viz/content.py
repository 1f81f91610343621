"""What a page says of each node and edge: plain values, made safe for JSON.

Nothing here trusts the graph: texts come from papers, and a paper may say anything.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from papermesh.display import printable
from papermesh.query.links import CODE, web_links
from papermesh.query.values import day_text
from papermesh.store.base import Node

Json: TypeAlias = dict[str, Any]

OTHER = "Other"
"""Type of a node whose labels say nothing."""

# Those of the application, as far as vis-network draws them; what is not named here is a dot.
_SHAPES = {
    "Paper": "square",
    "Model": "square",
    "Dataset": "hexagon",
    "Benchmark": "diamond",
    "Metric": "triangle",
    "Task": "triangleDown",
}
_FACTS = {
    "organization": "Organization",
    "categories": "Categories",
    "keywords": "Keywords",
    "upvotes": "Upvotes",
    "paperCount": "Papers",
    "firstSeen": "First seen",
    "kind": "Kind",
    "number": "Number",
    "unit": "Unit",
    "source": "Source",
}
_MAX_LABEL = 30
_MAX_SIZE = 30.0
_MAX_LINKS = 12
_MAX_SHOWN = 8


def clean(value: object) -> str:
    r"""Return a value as text that UTF-8 and every HTML parser can carry.

    Examples:
        >>> clean(None), clean(" a\x00b "), clean("\ud800")
        ('', 'ab', '')
    """
    return "" if value is None else printable(str(value)).strip()


def node_type(attributes: Mapping[str, Any]) -> str:
    """Name the one type that a node is shown as.

    Examples:
        >>> node_type({"labels": ("Entity", "Benchmark")})
        'Benchmark'
    """
    labels = [clean(label) for label in attributes.get("labels") or ()]
    specific = [label for label in labels if label and label != "Entity"]
    return specific[0] if specific else (OTHER if not labels else labels[0] or OTHER)


def node_shape(kind: str) -> str:
    """Return the vis-network shape of a type; shapes help where colours look alike."""
    return _SHAPES.get(kind, "dot")


def node_size(kind: str, degree: int, most: int) -> float:
    """Return a radius that grows with the number of links, slowly and to a bound.

    Papers stay small: their number of links says how long the abstract is, not how much they
    matter.

    Args:
        kind: Type of the node.
        degree: Its number of links.
        most: Links of the node that has most; where it has very many, others come out smaller.
    """
    if kind == "Paper":
        return round(min(5.0 + 0.5 * math.sqrt(degree), 9.0), 1)
    largest = 4.0 + 2.6 * math.sqrt(most)
    if largest <= _MAX_SIZE:
        return round(4.0 + 2.6 * math.sqrt(degree), 1)
    share = math.pow(degree / most, 0.38)
    return round(4.0 + (_MAX_SIZE - 4.0) * share, 1)


def short_label(name: str, kind: str) -> str:
    """Cut a name to what fits beside a node; of `Name: what it is` a paper keeps the name.

    Examples:
        >>> short_label("MTEB: Massive Text Embedding Benchmark", "Paper")
        'MTEB'
        >>> short_label("A very long title that no canvas could hold", "Paper")
        'A very long title that no…'
    """
    flat = " ".join(name.split())
    head, colon, _ = flat.partition(": ")
    if kind == "Paper" and colon and 1 < len(head) <= _MAX_LABEL:
        return head
    if len(flat) <= _MAX_LABEL:
        return flat
    cut = flat[: _MAX_LABEL - 1]
    words, space, _ = cut.rpartition(" ")
    return (words if space and len(words) > _MAX_LABEL // 2 else cut).rstrip(" ,;:-") + "…"


def node_record(node: object, attributes: Mapping[str, Any], degree: int, most: int) -> Json:
    """Return what a page holds of a node; what is empty is left out.

    Args:
        node: Its id in the graph.
        attributes: Its attributes in the graph, read only.
        degree: Its number of edges in the whole graph, shown on the page or not.
        most: That of the node with most of them.
    """
    kind = node_type(attributes)
    key = clean(node)
    name = clean(attributes.get({"Paper": "title", "Result": "value"}.get(kind, "name"))) or key
    record = {
        "key": key,
        "type": kind,
        "name": name,
        "label": "" if (label := short_label(name, kind)) == name else label,
        "date": day_text(Node(key, (), attributes)) or "",
        "aliases": [alias for alias in texts(attributes.get("aliases")) if alias != name],
        "abstract": clean(attributes.get("abstract")),
        "facts": _facts(attributes),
        "links": _links(key, attributes),
        "degree": degree,
        "size": node_size(kind, degree, most),
    }
    return {field: value for field, value in record.items() if value or field == "degree"}


def texts(value: object) -> list[str]:
    """Return the texts of a value that may be one or many, without empty ones and doubles."""
    if isinstance(value, str):
        value = (value,)
    if not isinstance(value, Iterable):
        return []
    return list(dict.fromkeys(text for text in map(clean, value) if text))


def _facts(attributes: Mapping[str, Any]) -> list[list[str]]:
    facts = []
    authors = texts(attributes.get("authors"))
    if authors:
        facts.append(["Authors", _listed(authors)])
    for name, shown in _FACTS.items():
        value = attributes.get(name)
        if isinstance(value, list | tuple | set | frozenset):
            many = sorted(value, key=str) if isinstance(value, set | frozenset) else value
            text = _listed(texts(many))
        else:
            text = clean(value)[: 7 if name == "firstSeen" else None]
        if text:
            facts.append([shown, text])
    return facts


def _listed(texts: list[str]) -> str:
    rest = len(texts) - _MAX_SHOWN
    return ", ".join(texts[:_MAX_SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def _links(key: str, attributes: Mapping[str, Any]) -> list[list[str]]:
    """Return (label, address) pairs of where it stands on the web, without doubles."""
    links = web_links(Node(key, (), attributes))
    return [["Code" if name == CODE else name, url] for name, url in links[:_MAX_LINKS]]
