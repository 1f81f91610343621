"""A graph kept in a folder of sorted JSON Lines, held in memory by NetworkX.

The same content always gives the same bytes, so a folder can be kept under version control.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from papermesh.errors import StoreError
from papermesh.model import Paper, Record
from papermesh.papers import plain
from papermesh.seeds import Lexicon, read_lexicon
from papermesh.store.files import FileSet
from papermesh.store.index import GraphIndex, Indexed, no_collection

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import networkx as nx

    from papermesh.store.base import T, Table

__all__ = ["FolderStore"]

_PAPERS, _RECORDS, _NODES, _EDGES = "papers.jsonl", "records.jsonl", "nodes.jsonl", "edges.jsonl"


class FolderStore(Indexed):
    """A `GraphStore` in a folder.

    The graph is read when it is first asked for, and stays as it was then, whatever other
    processes write. An update that would undo what another process wrote meanwhile is refused.

    Args:
        path: The folder; the first update makes it.
        lexicon: Known names for linking; those that come with papermesh by default.
        patience: Seconds that an update waits for another writer.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        lexicon: Lexicon | None = None,
        patience: float = 5.0,
    ) -> None:
        names, made = (_PAPERS, _RECORDS, _NODES, _EDGES), (_NODES, _EDGES)
        self._files = FileSet(Path(path), names, made=made, patience=patience)
        self._lexicon = lexicon
        self._basis: bytes | None = None
        self._loaded: GraphIndex | None = None
        self._loading = Lock()

    @property
    def url(self) -> str:
        """The folder's path."""
        return str(self._files.path)

    def papers(self) -> Iterator[Paper]:
        """Every paper as each single source tells it; none where there is no graph yet.

        Raises:
            StoreError: The folder is damaged or cannot be read.
        """
        self._basis = None  # what an update builds on is what is read now
        return iter(self._read_sources(_PAPERS, Paper.model_validate))

    def records(self) -> Mapping[str, tuple[str, Record]]:
        """By id of the merged paper: fingerprint and record; none where there is no graph yet.

        Raises:
            StoreError: The folder is damaged or cannot be read.
        """

        def parse(line: dict[str, Any]) -> tuple[str, Record]:
            return str(line["fingerprint"]), Record.model_validate(line["record"])

        return {record.id: (mark, record) for mark, record in self._read_sources(_RECORDS, parse)}

    def update(self, papers: Iterable[Paper], records: Mapping[str, tuple[str, Record]]) -> None:
        """Replace what the graph is made from, and with it the graph, in one step.

        Raises:
            StoreBusyError: Another process is writing, or has written since this store was read.
            StoreError: The folder cannot be written; it is as it was.
        """
        from papermesh.graph import assemble, settle

        lexicon = self._lexicon or read_lexicon()
        with no_collection():
            observations, filed, merged = settle(papers, records)
            graph = assemble(merged, {id: record for id, (_, record) in filed.items()}, lexicon)
        files = {
            _PAPERS: _dump(_paper_line(paper) for paper in observations),
            _RECORDS: _dump(
                {"fingerprint": mark, "record": plain(record.model_dump(mode="json"))}
                for mark, record in filed.values()
            ),
            _NODES: _dump(_node_lines(graph)),
            _EDGES: _dump(_edge_lines(graph)),
        }
        self._basis = self._files.replace(files, basis=self._basis)
        self._loaded = GraphIndex(graph)

    def state(self) -> str:
        """What tells one state of the folder from another; empty where there is no graph yet.

        Raises:
            StoreError: The folder cannot be read.
        """
        return hashlib.sha256(state).hexdigest() if (state := self._files.state()) else ""

    def cypher(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        timeout: float = 30.0,
        limit: int = 1000,
    ) -> Table:
        """Say how to get a store that knows Cypher.

        Raises:
            StoreError: Always.
        """
        raise StoreError(
            f"{self.url}: a folder answers no Cypher; start Neo4j (docker run -p 7687:7687 -e NEO4J_AUTH=neo4j/<password> neo4j:5), set NEO4J_PASSWORD, and run: papermesh copy {self.url} neo4j://localhost"
        )

    def close(self) -> None:
        """Forget the graph; it is read again when it is asked for."""
        self._loaded = None
        self._basis = None

    @property
    def _index(self) -> GraphIndex:
        with self._loading:  # whoever comes second waits for what the first one reads
            if self._loaded is None:
                self._loaded = GraphIndex(self._load())
            return self._loaded

    def _load(self) -> nx.MultiDiGraph:
        import networkx as nx

        lines = self._files.read(_NODES, _EDGES)
        graph = nx.MultiDiGraph()
        with no_collection():
            for node in self._parse(_NODES, lines[_NODES], dict):
                labels = tuple(node["labels"])
                graph.add_nodes_from([(node["id"], {"labels": labels, **node["properties"]})])
            for edge in self._parse(_EDGES, lines[_EDGES], dict):
                way = edge["source"], edge["target"], edge["type"], edge["properties"]
                graph.add_edges_from([way])
        return graph

    def _read_sources(self, name: str, parse: Callable[[dict[str, Any]], T]) -> list[T]:
        state = self._files.state()
        if self._basis is None:
            self._basis = state
        if not state:
            return []
        with no_collection():
            return list(self._parse(name, self._files.read(name)[name], parse))

    def _parse(
        self, name: str, lines: Iterable[bytes], parse: Callable[[dict[str, Any]], T]
    ) -> Iterator[T]:
        for number, line in enumerate(lines, 1):
            try:
                yield parse(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                raise self._files.complain(name, number, "not what papermesh writes") from error


def _paper_line(paper: Paper) -> dict[str, Any]:
    line = paper.model_dump(mode="json", exclude_defaults=True, exclude={"extra"})
    return {**line, "extra": plain(paper.extra)} if paper.extra else line


def _node_lines(graph: nx.MultiDiGraph) -> Iterator[dict[str, Any]]:
    for id, data in graph.nodes(data=True):
        properties = {name: value for name, value in data.items() if name != "labels"}
        yield {"id": id, "labels": data["labels"], "properties": properties}


def _edge_lines(graph: nx.MultiDiGraph) -> Iterator[dict[str, Any]]:
    for source, target, type, data in graph.edges(keys=True, data=True):
        yield {"source": source, "type": type, "target": target, "properties": data}


def _dump(values: Iterable[Mapping[str, Any]]) -> bytes:
    return b"".join(_line(value) + b"\n" for value in values)


def _line(value: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half a surrogate pair; escaped, it comes back as it was
        return json.dumps(value).encode()
