"""A folder of CSV that Neo4j's own bulk import takes (``neo4j-admin database import full``).

One file for each kind of node and each type of relationship; `import.sh`, which holds the command;
and `constraints.cypher`, to be run when the database is up: the store's constraints and indexes,
and the few values that the import cannot take from CSV, such as empty lists. After both the
database is what the store would have written, and papermesh can go on with it.

A field is quoted where it is text or a list, and left empty where there is no such property. The
items of a list are parted by a character that is in no item.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from papermesh.errors import ExportError
from papermesh.export.cypher import line, merging, schema
from papermesh.export.folder import replacing_folder
from papermesh.export.rows import Row, Rows, read_rows
from papermesh.store.base import GraphStore
from papermesh.store.properties import KINDS, OWN, TYPES, WAYS

__all__ = ["write_neo4j_csv"]

_NODES = {kind: f"{kind.lower()}s.csv" for kind in KINDS} | {
    "Entity": "entities.csv",
    "Repository": "repositories.csv",
}
_EDGES = {type: f"{type.lower()}.csv" for type in WAYS}
_SCRIPT, _CONSTRAINTS, _REPORT = "import.sh", "constraints.cypher", "import.report"
_FILES = {*_NODES.values(), *_EDGES.values(), _SCRIPT, _CONSTRAINTS, _REPORT}
_MARK = "# The graph of papermesh, for Neo4j 5 or later."
_HEAD = f"""#!/bin/sh
{_MARK}
#
# 1. With the server, or the database, stopped:   sh {_SCRIPT} [DATABASE]
# 2. With the server started again:               cypher-shell -d DATABASE -f {_CONSTRAINTS}
#
# The database is "neo4j" unless it is named, and must be absent or empty. What follows its name is
# given to neo4j-admin, such as --overwrite-destination, which deletes what is in the database.
cd "$(dirname "$0")" || exit
[ $# -gt 0 ] || set -- neo4j
exec neo4j-admin database import full "$@" \\
"""
# Unit, record, group and file separator; then characters that have no meaning but a private one.
_DELIMITERS = (0x1F, 0x1E, 0x1D, 0x1C, *range(0xE000, 0xF900))
_BUFFER = 4 << 20  # bytes of a row that the import reads unless told otherwise
_SCALARS = {
    frozenset({str}): "string",
    frozenset({bool}): "boolean",
    frozenset({int}): "long",
    frozenset({float}): "double",
    frozenset({int, float}): "double",
}


def write_neo4j_csv(store: GraphStore, goal: Path) -> None:
    """Write the folder; one that is there is replaced if it is an earlier export, or empty.

    Raises:
        ExportError: There is a file, or a folder of something else.
        OSError: The folder cannot be written.
        StoreError: The store cannot be read.
    """
    _check(goal)
    rows = read_rows(store)
    delimiter = _delimiter(rows)
    tables = [*_node_tables(rows), *_edge_tables(rows)]
    longest, lines = 0, False
    with replacing_folder(goal) as folder:
        for table in tables:
            with (folder / table.file).open("wb") as file:
                for text in table.lines(delimiter):
                    data = text.encode()
                    longest = max(longest, len(data))
                    lines = lines or "\n" in text[:-1] or "\r" in text
                    file.write(data)
        with (folder / _CONSTRAINTS).open("wb") as file:
            for statement in schema():
                file.write(line(statement))
            for table in tables:
                for statement in merging(table.rest, table.finish):
                    file.write(line(statement))
        options = [
            f"--array-delimiter=U+{ord(delimiter):04X}",
            *(["--multiline-fields=true"] if lines else []),
            *([f"--read-buffer-size={2 * longest}"] if 2 * longest > _BUFFER else []),
            *(table.option for table in tables),
        ]
        script = _HEAD + " \\\n".join(f"  {option}" for option in options) + "\n"
        (folder / _SCRIPT).write_bytes(script.encode())


def _check(goal: Path) -> None:
    """Refuse to replace what no export has written."""
    if not goal.exists():
        return
    if not goal.is_dir():
        raise ExportError(f"{goal}: is a file, and neo4j-csv writes a folder; name another")
    names = {path.name for path in goal.iterdir()}
    script = goal / _SCRIPT
    ours = script.is_file() and f"\n{_MARK}\n".encode() in script.read_bytes()[:1000]
    other = min(names - (_FILES if ours else set()), default=None)
    if other is not None:
        raise ExportError(
            f"{goal}: holds {other}, which is of no earlier export; name a new or an empty folder"
        )


def _delimiter(rows: Rows) -> str:
    """The first character that is in no item of any list."""
    used: set[str] = set()
    for group in (*rows.nodes.values(), *rows.edges.values()):
        for row in group:
            for value in row["properties"].values():
                if isinstance(value, list):
                    used.update(*(item for item in value if isinstance(item, str)))
    return next(c for c in map(chr, _DELIMITERS) if c not in used)


@dataclass(frozen=True, slots=True)
class _Table:
    """One file.

    Attributes:
        file: Its name.
        option: What the import is told of it.
        ends: Headers of the columns before the properties, by the row's own names.
        columns: Types of the properties.
        rows: What it holds.
        rest: What no column can hold: rows with some of their properties.
        finish: Cypher that sets the properties of a ``row`` of the rest.
    """

    file: str
    option: str
    ends: Mapping[str, str]
    columns: Mapping[str, str]
    rows: list[Row]
    rest: list[Row]
    finish: str

    def lines(self, delimiter: str) -> Iterator[str]:
        """Header and rows, each with its line break."""
        heads = [*self.ends.values(), *(f"{name}:{kind}" for name, kind in self.columns.items())]
        yield ",".join(heads) + "\n"
        for row in self.rows:
            told = row["properties"]
            fields = [row[name] for name in self.ends]
            fields += [v if _fits(v := told.get(name)) else None for name in self.columns]
            yield ",".join(_field(value, delimiter) for value in fields) + "\n"


def _node_tables(rows: Rows) -> Iterator[_Table]:
    for kind, file in _NODES.items():
        ends, found = {"id": f"id:ID({kind})"}, rows.nodes.get(kind, [])
        if kind == "Entity":
            ends["label"] = ":LABEL"
            typed = [{**row, "label": label} for label in TYPES for row in rows.nodes[label]]
            found = sorted(typed, key=lambda row: row["id"])
        finish = f"MATCH (n:{kind} {{id: row.id}}) SET n += row.properties"
        yield _table(file, f"--nodes={kind}={file}", ends, found, finish)


def _edge_tables(rows: Rows) -> Iterator[_Table]:
    for type, file in _EDGES.items():
        one, other = WAYS[type]
        ends = {"source": f":START_ID({one})", "target": f":END_ID({other})"}
        finish = (
            f"MATCH (:{one} {{id: row.source}})-[r:{type}]->(:{other} {{id: row.target}})"
            " SET r += row.properties"
        )
        yield _table(file, f"--relationships={type}={file}", ends, rows.edges[type], finish)


def _table(file: str, option: str, ends: Mapping[str, str], rows: list[Row], finish: str) -> _Table:
    types: dict[str, set[type]] = {}
    lists: set[str] = set()
    for row in rows:
        for name, value in row["properties"].items():
            if _fits(value):
                items = value if isinstance(value, list) else [value]
                types.setdefault(name, set()).update(map(type, items))
                lists |= {name} if isinstance(value, list) else set()
    columns = {
        name: _SCALARS[frozenset(types[name])] + ("[]" if name in lists else "")
        for name in sorted(types, key=lambda name: (name in OWN, name))
    }
    rest = []
    for row in rows:
        told = row["properties"]
        # A node without names to be found by may as well have no list of them.
        if left := {n: v for n, v in told.items() if not _fits(v) and n != "lookup"}:
            rest.append({**{name: row[name] for name in ends}, "properties": left})
    return _Table(file, option, ends, columns, rows, rest, finish)


def _fits(value: Any) -> bool:
    """Whether the import can take a value from CSV, where no list is empty."""
    return value not in ([], [""])


def _field(value: Any, delimiter: str) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return _quoted(delimiter.join(map(_plain, value)))
    return _quoted(value) if isinstance(value, str) else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
