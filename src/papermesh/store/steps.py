"""What is written to Neo4j, and in which statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from papermesh.store.contents import Part, Row
from papermesh.store.properties import KINDS, RELATIONS, TYPES, WAYS, kind_of

__all__ = ["ROWS", "SCHEMA", "SHARED", "Step", "batches", "by_kind"]

#: Statements that make Neo4j ready for a graph; run before anything is written.
SCHEMA = (
    *(
        f"CREATE CONSTRAINT papermesh_{kind.lower()}_id IF NOT EXISTS"
        f" FOR (n:{kind}) REQUIRE n.id IS UNIQUE"
        for kind in KINDS
    ),
    "CREATE INDEX papermesh_entity_name IF NOT EXISTS FOR (n:Entity) ON (n.name)",
    "CREATE INDEX papermesh_paper_published IF NOT EXISTS FOR (n:Paper) ON (n.published)",
    "CREATE INDEX papermesh_paper_featured IF NOT EXISTS FOR (n:Paper) ON (n.featured)",
    "CREATE FULLTEXT INDEX papermesh_search IF NOT EXISTS"
    " FOR (n:Paper|Entity) ON EACH [n.title, n.name, n.aliases]",
    "CREATE FULLTEXT INDEX papermesh_lookup IF NOT EXISTS"
    " FOR (n:Paper|Entity|Author|Organization|Repository) ON EACH [n.lookup]"
    " OPTIONS {indexConfig: {`fulltext.analyzer`: 'keyword'}}",
)
ROWS = 1000
"""Rows that one statement is given."""

SHARED = ("Entity", "Author", "Organization", "Repository")
"""Nodes that papers share."""
_OF_PAPER = "|".join((*RELATIONS, "HAS_CODE"))
#: What a node may have had before and has no more.
_NAMES = {
    "Paper": [
        "abstract", "rawTitle", "rawAbstract", "published", "featured", "updated", "authors",
        "nAuthors", "organization", "upvotes", "comments", "categories", "keywords", "urls",
        "codeUrls", "source", "aliases", "extra", "month", "record", "fingerprint",
    ],
    "Entity": ["aliases", "firstSeen"],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """What one transaction writes.

    Attributes:
        parts: Papers, with all that they bring along.
        shared: Label and row of nodes that papers share.
        gone: Ids of papers that go.
        orphans: Ids of shared nodes that go.
        joined: Pairs of ids of entities, of which one is a version of the other.
        parted: Pairs that are so no more.
    """

    parts: Sequence[Part]
    shared: Sequence[tuple[str, Row]]
    gone: Sequence[str] = ()
    orphans: Sequence[str] = ()
    joined: Sequence[tuple[str, str]] = ()
    parted: Sequence[tuple[str, str]] = ()

    def __bool__(self) -> bool:
        """Whether anything is written."""
        return any((self.parts, self.shared, self.gone, self.orphans, self.joined, self.parted))

    def statements(self, stored: Mapping[str, str]) -> Iterator[tuple[str, Sequence[Any]]]:
        """Yield statements, each with the rows that it takes as ``$rows``, in order."""
        known = [part.row["id"] for part in self.parts if part.row["id"] in stored]
        ours = "UNWIND $rows AS id MATCH (p:Paper {id: id})"
        yield f"{ours}-[:REPORTS]->(x:Result) DETACH DELETE x", [*known, *self.gone]
        yield f"{ours}-[r:{_OF_PAPER}]->() DELETE r", known
        yield f"{ours}<-[r:WROTE|PUBLISHED]-() DELETE r", known
        yield f"{ours} DETACH DELETE p", self.gone
        yield "UNWIND $rows AS row MATCH (:Entity {id: row[0]})-[r:VERSION_OF]->(:Entity {id: row[1]}) DELETE r", self.parted  # fmt: skip
        for kind, ids in by_kind(self.orphans):
            yield f"UNWIND $rows AS id MATCH (n:{kind} {{id: id}}) DETACH DELETE n", ids
        by_label: dict[str, list[Row]] = {}
        for label, row in self.shared:
            by_label.setdefault(label, []).append(row)
        for label, rows in sorted(by_label.items()):
            kind = "Entity" if label in TYPES else label
            typed = f", n:{label}" if label in TYPES else ""
            yield _merge(kind, typed), [_emptied(kind, row) for row in rows]
        papers = [_emptied("Paper", p.row) if p.row["id"] in stored else p.row for p in self.parts]
        yield _merge("Paper"), papers
        yield (
            "UNWIND $rows AS row CREATE (n:Result {id: row.id}) SET n += row.properties",
            [row for part in self.parts for row in part.results],
        )
        for type, (source, target) in WAYS.items():
            yield (
                f"UNWIND $rows AS row MATCH (a:{source} {{id: row.source}})"
                f" MATCH (b:{target} {{id: row.target}})"
                f" CREATE (a)-[r:{type}]->(b) SET r = row.properties",
                [row for part in self.parts for row in part.edges.get(type, ())],
            )
        yield (
            "UNWIND $rows AS row MATCH (a:Entity {id: row[0]}) MATCH (b:Entity {id: row[1]})"
            " MERGE (a)-[r:VERSION_OF]->(b) SET r.source = 'rule:version'",
            self.joined,
        )


def _emptied(kind: str, row: Row) -> Row:
    absent = dict.fromkeys(_NAMES.get(kind, ()))
    return {**row, "properties": {**absent, **row["properties"]}}


def _merge(kind: str, typed: str = "") -> str:
    return f"UNWIND $rows AS row MERGE (n:{kind} {{id: row.id}}) SET n += row.properties{typed}"


def by_kind(ids: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield ids of each kind of node, in portions of `ROWS`."""
    kinds: dict[str, list[str]] = {}
    for id in sorted(ids):
        kinds.setdefault(kind_of(id), []).append(id)
    for kind, some in kinds.items():
        for portion in batches(some, ROWS):
            yield kind, portion


def batches(values: Sequence[Any], size: int) -> Iterator[list[Any]]:
    """Yield values in portions."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some
