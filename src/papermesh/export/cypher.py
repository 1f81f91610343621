"""A script of Cypher that makes the graph in an empty Neo4j database.

One line is one whole statement and ends with ``;``. Nothing within a statement is a line break:
those of texts are escaped, as are all other characters on which some program ends a line. So the
script can be cut at its line breaks, though texts may hold a ``;``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from papermesh.export.rows import Row, read_rows
from papermesh.store.base import GraphStore
from papermesh.store.properties import TYPES, WAYS
from papermesh.store.steps import SCHEMA

__all__ = ["line", "literal", "merging", "schema", "write_cypher"]

_ROWS = 200  # of one statement, at most
_LETTERS = 200_000  # of one statement's rows, but for one row that is longer
# A \u that a text holds must not look like an escape, not even to a parser that resolves escapes
# before it reads: there the second of two backslashes would begin one.
_AWKWARD = re.compile("\\\\u|[\\\\'\0-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufff0-\uffff]")
_ESCAPES = {
    "\\u": "\\\\\\u0075", "\\": "\\\\", "'": "\\'",
    "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f",
}  # fmt: skip
_NAME = re.compile("[A-Za-z][A-Za-z0-9_]*")


def write_cypher(store: GraphStore, file: IO[bytes]) -> None:
    """Write constraints and indexes, then nodes, then relationships; run again, it adds nothing.

    Raises:
        StoreError: The store cannot be read.
    """
    rows = read_rows(store)
    for statement in schema():
        file.write(line(statement))
    for label, nodes in rows.nodes.items():
        kind, typed = ("Entity", f", n:{label}") if label in TYPES else (label, "")
        merge = f"MERGE (n:{kind} {{id: row.id}}) SET n += row.properties{typed}"
        for statement in merging(nodes, merge):
            file.write(line(statement))
    for type, edges in rows.edges.items():
        one, other = WAYS[type]
        merge = (
            f"MATCH (a:{one} {{id: row.source}}) MATCH (b:{other} {{id: row.target}})"
            f" MERGE (a)-[r:{type}]->(b) SET r = row.properties"
        )
        for statement in merging(edges, merge):
            file.write(line(statement))


def schema() -> Iterator[str]:
    """Statements that make the store's constraints and indexes, and wait until these can be used."""
    yield from SCHEMA
    yield "CALL db.awaitIndexes(300)"


def merging(rows: Iterable[Row], what: str) -> Iterator[str]:
    """Statements that do something with every ``row``, as few as can be had in fair portions."""
    some: list[str] = []
    letters = 0
    for text in map(literal, rows):
        if some and (len(some) == _ROWS or letters + len(text) > _LETTERS):
            yield f"UNWIND [{', '.join(some)}] AS row {what}"
            some, letters = [], 0
        some.append(text)
        letters += len(text)
    if some:
        yield f"UNWIND [{', '.join(some)}] AS row {what}"


def line(statement: str) -> bytes:
    """A statement as a line of a script."""
    return f"{statement};\n".encode()


def literal(value: Any) -> str:
    r"""Write a value as Cypher.

    Examples:
        >>> print(literal({"name": "it's\n", "aliases": ["\\u0027"], "share": 1e-9}))
        {name: 'it\'s\n', aliases: ['\\\u00750027'], share: 1e-09}
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return f"'{_AWKWARD.sub(_escape, value)}'"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_key(name)}: {literal(item)}' for name, item in value.items())}}}"
    return f"[{', '.join(map(literal, value))}]"


def _escape(match: re.Match[str]) -> str:
    found = match.group()
    return _ESCAPES.get(found) or f"\\u{ord(found):04X}"


def _number(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return repr(value).replace("e+", "e")


def _key(name: str) -> str:
    if _NAME.fullmatch(name):
        return name
    raise ValueError(f"{name!r} cannot be the name of a property")
