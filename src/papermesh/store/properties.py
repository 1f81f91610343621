"""How nodes and edges look in Neo4j, whose properties are scalars and lists of one type of scalar.

Evidence, a list of maps elsewhere, becomes one list for each of its keys, so that
``r.evidence[0]`` is the first sentence and ``r.evidenceStart[0]`` where the mention begins; what a
source has beside the known fields becomes JSON text. All of it can be taken back.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from papermesh.model import EntityType, RelationType
from papermesh.names import fold, key

#: Labels of nodes; every node of ours has exactly one of them.
KINDS = ("Paper", "Entity", "Result", "Author", "Organization", "Repository")
TYPES = tuple(str(kind) for kind in EntityType)
RELATIONS = tuple(str(relation) for relation in RelationType)
#: Types of all relationships, and the labels that they join.
WAYS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(RELATIONS, ("Paper", "Entity")),
    "REPORTS": ("Paper", "Result"),
    **dict.fromkeys(("OF", "ON", "BY", "VERSUS"), ("Result", "Entity")),
    "VERSION_OF": ("Entity", "Entity"),
    "WROTE": ("Author", "Paper"),
    "PUBLISHED": ("Organization", "Paper"),
    "HAS_CODE": ("Paper", "Repository"),
}
#: Properties that are the store's own: what the graph was made from, and what finds it again.
OWN = frozenset({"observations", "record", "fingerprint", "digest", "lookup", "longId"})

_EVIDENCE = {
    "sentence": "evidence",
    "text": "evidenceText",
    "field": "evidenceField",
    "start": "evidenceStart",
    "end": "evidenceEnd",
    "source": "evidenceSource",
    "score": "evidenceScore",
}
# The order in which the graph has things, which a database does not keep.
_ORDER = ("field", "start", "end", "text", "sentence", "source", "score")
_PROPERTIES = (
    "title", "abstract", "rawTitle", "rawAbstract", "published", "featured", "updated", "authors",
    "nAuthors", "organization", "upvotes", "comments", "categories", "keywords", "urls", "codeUrls",
    "source", "name", "aliases", "extra", "month", "paperCount", "firstSeen", "url", "value", "kind",
    "number", "unit", "confidence", "position", "evidence",
)  # fmt: skip
_PLACE = {name: place for place, name in enumerate(_PROPERTIES)}
_JSON = "extra"
_LONGEST = 1000  # letters of an id or a name that an index is given; Neo4j refuses 8 kB
_HIGHEST = 2**63 - 1
# Half surrogate pairs, which UTF-8 cannot hold, take the place of characters that mean nothing.
_HALF, _PRIVATE = 0xD800, 0x10F000
_TO_PRIVATE = {_HALF + i: _PRIVATE + i for i in range(0x800)}
_FROM_PRIVATE = {private: half for half, private in _TO_PRIVATE.items()}
_HALVES = re.compile("[\ud800-\udfff]")
_PRIVATES = re.compile("[\U0010f000-\U0010f7ff]")


def kind_of(id: str) -> str:
    """The kind of node that an id belongs to, by its beginning."""
    head = id.partition(":")[0]
    if head in _HEADS:
        return _HEADS[head]
    return "Paper"


_HEADS = {kind.lower(): kind for kind in KINDS[2:]} | {kind.lower(): "Entity" for kind in TYPES}


def text_in(text: str) -> str:
    """Write a text so that UTF-8 can hold it."""
    return text.translate(_TO_PRIVATE) if _HALVES.search(text) else text


def text_out(text: str) -> str:
    """Take `text_in` back."""
    return text.translate(_FROM_PRIVATE) if _PRIVATES.search(text) else text


def id_in(id: str) -> str:
    """The id by which a node is stored: its own, or a digest where it is too long for an index."""
    id = text_in(id)
    if len(id) <= _LONGEST:
        return id
    return f"{id[: _LONGEST - 65]}~{hashlib.sha256(id.encode()).hexdigest()}"


def properties_in(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Write the properties of a node or an edge as Neo4j can hold them."""
    stored: dict[str, Any] = {}
    for name, value in properties.items():
        if name == "evidence":
            for part, column in _EVIDENCE.items():
                if all(part in item for item in value):
                    stored[column] = [_value_in(item[part]) for item in value]
        elif name == _JSON:
            stored[name] = json.dumps(value)
        else:
            stored[name] = _value_in(value)
    return stored


def properties_out(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Take `properties_in` back, in the graph's order; the store's own properties are left out."""
    columns = {part: stored[column] for part, column in _EVIDENCE.items() if column in stored}
    found: dict[str, Any] = {}
    for name, value in stored.items():
        if name == _JSON:
            found[name] = json.loads(value)
        elif name not in OWN and name != "id" and name not in _COLUMNS:
            found[name] = _value_out(value)
    if columns:
        parts = [part for part in _ORDER if part in columns]
        rows = zip(*(columns[part] for part in parts), strict=True)
        found["evidence"] = [
            {part: _value_out(value) for part, value in zip(parts, row, strict=True)}
            for row in rows
        ]
    return dict(sorted(found.items(), key=lambda item: _PLACE.get(item[0], len(_PLACE))))


_COLUMNS = frozenset(_EVIDENCE.values())


def node_in(id: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Write all that is stored of a node, what finds it again included."""
    stored = properties_in(properties)
    if id_in(id) != text_in(id):
        stored["longId"] = text_in(id)
    own = properties.get("title") or properties.get("name")
    is_paper = kind_of(id) == "Paper"
    others = properties.get("aliases", ())
    names = ([own] if own else []) + (list(others) if not is_paper else [])
    forms = lookup_forms(names)
    stored["lookup"] = sorted({*forms, *map(lookup_id, others if is_paper else ())})
    return stored


def id_out(stored: Mapping[str, Any]) -> str:
    """The id of a stored node."""
    return text_out(stored.get("longId") or stored["id"])


def lookup_forms(names: Iterable[str]) -> set[str]:
    """The forms under which names are found, cut where they are too long for an index."""
    forms = {form for name in names for form in (fold(name), key(name))}
    return {text_in(form)[:_LONGEST] for form in forms if form}


def lookup_id(id: str) -> str:
    """The form under which a paper's older id is found."""
    return f"id {text_in(id)}"[:_LONGEST]


def _value_in(value: Any) -> Any:
    if isinstance(value, str):
        return text_in(value)
    if isinstance(value, list | tuple):
        return [_value_in(item) for item in value]
    if isinstance(value, int) and abs(value) > _HIGHEST:
        return float(value)
    return value


def _value_out(value: Any) -> Any:
    if isinstance(value, str):
        return text_out(value)
    return [_value_out(item) for item in value] if isinstance(value, list) else value
