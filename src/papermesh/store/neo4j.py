"""A graph kept in Neo4j; tested on 5.26, Community Edition.

Beside what users see, a paper's node keeps what the graph was made from: ``observations`` (the
paper as each source tells it, JSON), ``record`` and ``fingerprint``.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, Concatenate
from urllib.parse import urlsplit

import neo4j
from neo4j import exceptions

from papermesh.errors import StoreBusyError, StoreError
from papermesh.identifiers import arxiv_id, doi
from papermesh.model import Paper, Record
from papermesh.papers import identify
from papermesh.seeds import Lexicon, read_lexicon
from papermesh.store.answers import plain_value
from papermesh.store.base import Derived, Direction, Edge, Node, P, T, Table
from papermesh.store.contents import Contents, Row, contents
from papermesh.store.guard import check_plan, check_text
from papermesh.store.index import GraphIndex, no_collection
from papermesh.store.properties import (
    KINDS,
    TYPES,
    WAYS,
    id_in,
    id_out,
    lookup_forms,
    lookup_id,
    properties_out,
    text_out,
)
from papermesh.store.steps import ROWS, SCHEMA, SHARED, Step, batches, by_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    import networkx as nx

    from papermesh.store.base import GraphStore

__all__ = ["Neo4jStore"]

_PAPERS = 5000  # papers that one transaction writes
_ANY = "|".join(KINDS)
# Within a transaction alone: the constraint lets one writer at a time make this node, and none
# sees it, since it is gone before the transaction ends.
_LOCK = "MERGE (n:Paper {id: 'papermesh: one writer at a time'}) DELETE n"
_SEEN = "n {.*, observations: null, record: null, lookup: null}"
_STORED = "n.digest IS NOT NULL RETURN n.id AS id, n.digest AS digest"
_OURS = "n.digest IS NOT NULL OR n.id STARTS WITH 'result:'"


class Neo4jStore:
    """A `GraphStore` in a Neo4j database.

    User and password come from ``NEO4J_USERNAME`` and ``NEO4J_PASSWORD``, the database from the
    address's path (``neo4j://localhost/papers``), else ``NEO4J_DATABASE``, else it is ``neo4j``.
    What other programs keep in the database under other labels is left alone.

    An update writes up to 5,000 papers in one transaction, and more than these in several, each of
    whole papers. What another process wrote meanwhile is never undone.

    Args:
        url: ``neo4j://…``, ``neo4j+s://…``, ``bolt://…`` and so on; no user, no password.
        lexicon: Known names for linking; those that come with papermesh by default.

    Raises:
        StoreError: The address holds a password, or is none.
    """

    def __init__(self, url: str, *, lexicon: Lexicon | None = None) -> None:
        parts = urlsplit(url)
        if parts.username or parts.password:
            raise StoreError(
                f"{parts.scheme}://{parts.hostname}: keep user and password out of the address; set NEO4J_USERNAME and NEO4J_PASSWORD"
            )
        if not parts.netloc:
            raise StoreError(f"{url}: no server is named; write neo4j://localhost:7687")
        self._server = f"{parts.scheme}://{parts.netloc}"
        named = parts.path.strip("/")
        self._database = named or os.environ.get("NEO4J_DATABASE") or "neo4j"
        self._url = f"{self._server}/{named}" if named else self._server
        self._lexicon = lexicon
        self._basis: str | None = None
        self._graph: nx.MultiDiGraph | None = None
        self._derived = Derived()

    @property
    def url(self) -> str:
        """Where the store is, without any password."""
        return self._url

    def papers(self) -> Iterator[Paper]:
        """Every paper as each single source tells it; none where there is no graph yet.

        Raises:
            StoreError: The server cannot be reached, or does not let us in.
        """
        rows = self._read(
            "MATCH (p:Paper) WHERE p.observations IS NOT NULL"
            " RETURN p.id AS id, p.digest AS digest, p.observations AS observations"
        )
        self._basis = _state({row["id"]: row["digest"] for row in rows})
        told = [Paper.model_validate(json.loads(o)) for row in rows for o in row["observations"]]
        return iter(sorted(told, key=lambda o: (o.id, o.source)))

    def records(self) -> Mapping[str, tuple[str, Record]]:
        """By id of the merged paper: fingerprint and record; none where there is no graph yet.

        Raises:
            StoreError: The server cannot be reached, or does not let us in.
        """
        rows = self._read(
            "MATCH (p:Paper) WHERE p.record IS NOT NULL"
            " RETURN p.fingerprint AS fingerprint, p.record AS record"
        )
        found = ((r["fingerprint"], Record.model_validate(json.loads(r["record"]))) for r in rows)
        by_id = {record.id: (mark, record) for mark, record in found}
        return dict(sorted(by_id.items()))

    def update(self, papers: Iterable[Paper], records: Mapping[str, tuple[str, Record]]) -> None:
        """Replace what the graph is made from, and with it the graph; only what differs is written.

        Raises:
            StoreBusyError: Another process has written since this store was read.
            StoreError: The server cannot be reached, does not let us write, or the database holds
                other data under our labels.
        """
        from papermesh.graph import assemble, settle

        lexicon = self._lexicon or read_lexicon()
        with no_collection():
            observations, filed, merged = settle(papers, records)
            graph = assemble(merged, {id: record for id, (_, record) in filed.items()}, lexicon)
            target = contents(graph, identify(observations), filed)
        self._prepare()
        self._store(target)
        self._graph = graph
        self._derived.clear()

    def node(self, id: str) -> Node | None:
        """The node with that id, or a paper with that alias."""
        self._ask_for_graph()
        return self._index_of([id], ()).node(id)

    def nodes(self, label: str | None = None) -> Iterator[Node]:
        """All nodes, or those with a label, in order of their ids."""
        self._ask_for_graph()
        if label is not None and label not in (*KINDS, *TYPES):
            return iter(())
        rows = self._read(
            f"MATCH (n:{label or _ANY}) WHERE {_OURS} RETURN labels(n) AS labels, {_SEEN} AS node"
        )
        return iter(sorted((_node(row) for row in rows), key=lambda node: node.id))

    def edges(
        self,
        ids: Collection[str],
        types: Collection[str] | None = None,
        direction: Direction = "both",
    ) -> Iterator[Edge]:
        """Edges at any of the nodes, ordered by source, target and type."""
        self._ask_for_graph()
        wanted = [type for type in WAYS if types is None or type in types]
        found: dict[tuple[str, str, str], Edge] = {}
        for kind, some in by_kind({id_in(id) for id in ids}):
            for arrow, at in (("-[r:{}]->", 0), ("<-[r:{}]-", 1)):
                here = [type for type in wanted if WAYS[type][at] == kind]
                if not here or direction == ("in", "out")[at]:
                    continue
                rows = self._read(
                    f"UNWIND $ids AS id MATCH (n:{kind} {{id: id}}){arrow.format('|'.join(here))}(m)"
                    " RETURN n {.id, .longId} AS near, m {.id, .longId} AS far, type(r) AS type, properties(r) AS told",
                    ids=some,
                )
                for row in rows:
                    ends = (id_out(row["near"]), id_out(row["far"]))
                    source, target = ends[:: -1 if at else 1]
                    edge = Edge(source, target, row["type"], properties_out(row["told"]))
                    found[edge.source, edge.target, edge.type] = edge
        return iter([found[key] for key in sorted(found)])

    def resolve(self, name: str, labels: Collection[str] | None = None) -> list[Node]:
        """Nodes that answer to an id, name, title or alias, whatever its case and hyphens.

        Best first: exact spelling, then most papers, then a node's own name before an alias, then
        id.
        """
        self._ask_for_graph()
        name = name.strip()
        ids = [name]
        if arxiv := arxiv_id(name):
            ids.append(f"arxiv:{arxiv}")
        if found := doi(name):
            ids.append(f"doi:{found}")
        return self._index_of(ids, lookup_forms([name])).resolve(name, labels)

    def graph(self) -> nx.MultiDiGraph:
        """The whole graph, read once; copy it before changing it.

        Raises:
            StoreError: There is no graph yet, or the server cannot be reached.
        """
        import networkx as nx

        if self._graph is None:
            graph = nx.MultiDiGraph()
            with no_collection():
                for node in self.nodes():
                    graph.add_nodes_from([(node.id, {"labels": node.labels, **node.properties})])
                for edge in self.edges(list(graph), None, "out"):
                    graph.add_edges_from([(edge.source, edge.target, edge.type, edge.properties)])
            self._graph = graph
        return self._graph

    def derived(
        self,
        make: Callable[Concatenate[GraphStore, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What a function makes of the whole graph, made once; see `GraphStore.derived`."""
        return self._derived.get(self, make, *args, **kwargs)

    def state(self) -> str:
        """What tells one state of the database from another; empty where there is no graph yet.

        Raises:
            StoreError: The server cannot be reached.
        """
        known = self._known(f"MATCH (n:Paper) WHERE {_STORED}") if self._has_graph else {}
        return _state(known) if known else ""

    def cypher(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        timeout: float = 30.0,
        limit: int = 1000,
    ) -> Table:
        """Run a Cypher query; without ``write`` it is checked first by `papermesh.store.guard`.

        Raises:
            StoreError: The query is wrong, takes too long, or may do more than read without
                ``write``.
        """
        values = dict(parameters or {})
        if not write:
            check_text(query)
        mode = neo4j.WRITE_ACCESS if write else neo4j.READ_ACCESS
        with (
            self._errors(),
            self._driver.session(database=self._database, default_access_mode=mode) as session,
        ):
            if not write:
                plan = session.run(f"EXPLAIN {query}", values).consume()
                check_plan(plan.query_type, plan.plan)
            with session.begin_transaction(timeout=timeout) as tx:
                result = tx.run(query, values)
                columns = tuple(result.keys())
                rows = [
                    {name: plain_value(record[name]) for name in columns}
                    for record in islice(result, limit)
                ]
                more = result.peek() is not None
                result.consume()
                tx.commit()
        if write:
            self._graph = None
            self._derived.clear()
        return Table(columns, rows, more)

    def close(self) -> None:
        """Leave the server; it is called again when something is asked for."""
        if "_driver" in self.__dict__:
            self._driver.close()
            del self.__dict__["_driver"]
        self.__dict__.pop("_has_graph", None)
        self._graph = self._basis = None
        self._derived.clear()

    # -- asking -----------------------------------------------------------------------------------

    @cached_property
    def _driver(self) -> neo4j.Driver:
        user, password = os.environ.get("NEO4J_USERNAME"), os.environ.get("NEO4J_PASSWORD")
        with self._errors():
            driver = neo4j.GraphDatabase.driver(
                self._server,
                auth=(user or "neo4j", password) if password is not None else None,
                notifications_min_severity="OFF",
                user_agent="papermesh",
                max_transaction_retry_time=15,
            )
            try:
                driver.verify_connectivity()
            except BaseException:
                driver.close()
                raise
            return driver

    def _read(self, query: str, **parameters: Any) -> list[neo4j.Record]:
        with (
            self._errors(),
            self._driver.session(
                database=self._database, default_access_mode=neo4j.READ_ACCESS
            ) as session,
        ):
            return session.execute_read(lambda tx: list(tx.run(query, parameters)))

    @cached_property
    def _has_graph(self) -> bool:
        query = "SHOW INDEXES YIELD name WHERE name = 'papermesh_lookup' RETURN name"
        try:
            return bool(self._read(query))
        except StoreError as error:
            if isinstance(error.__cause__, exceptions.Forbidden):  # a reader who may not look
                return True
            raise

    def _ask_for_graph(self) -> None:
        if not self._has_graph:
            del self.__dict__["_has_graph"]
            raise StoreError(
                f"{self._url}: there is no graph in the database {self._database!r} yet; run papermesh build with this --store"
            )

    def _index_of(self, ids: Sequence[str], forms: Collection[str]) -> GraphIndex:
        """What answers to some ids, or to names in some forms, as a graph of its own."""
        import networkx as nx

        rows: list[neo4j.Record] = []
        for kind, some in by_kind({id_in(id) for id in ids}):
            rows += self._read(
                f"UNWIND $ids AS id MATCH (n:{kind} {{id: id}})"
                f" RETURN labels(n) AS labels, {_SEEN} AS node",
                ids=some,
            )
        phrases = [_phrase(form) for form in (*map(lookup_id, ids), *forms)]
        rows += self._read(
            "UNWIND $phrases AS phrase CALL db.index.fulltext.queryNodes('papermesh_lookup', phrase)"
            f" YIELD node AS n WITH DISTINCT n RETURN labels(n) AS labels, {_SEEN} AS node",
            phrases=phrases,
        )
        graph = nx.MultiDiGraph()
        for node in map(_node, rows):
            graph.add_nodes_from([(node.id, {"labels": node.labels, **node.properties})])
        return GraphIndex(graph)

    # -- writing ----------------------------------------------------------------------------------

    def _prepare(self) -> None:
        with self._errors(), self._driver.session(database=self._database) as session:
            if not self._has_graph:
                query = f"MATCH (n:{_ANY}) RETURN labels(n) AS labels LIMIT 1"
                foreign = session.execute_read(lambda tx: tx.run(query).single())
                if foreign:
                    raise StoreError(
                        f"{self._url}: the database {self._database!r} holds nodes labelled {':'.join(foreign['labels'])} that are not papermesh's; name another database with NEO4J_DATABASE"
                    )
                for statement in SCHEMA:
                    session.run(statement).consume()
                session.run("CALL db.awaitIndexes(300)").consume()
        self.__dict__.pop("_has_graph", None)

    def _store(self, target: Contents) -> None:
        stored = self._known(f"MATCH (n:Paper) WHERE {_STORED}")
        if self._basis is not None and _state(stored) != self._basis:
            raise self._busy()
        shared = self._known(f"MATCH (n:{'|'.join(SHARED)}) WHERE {_STORED}")
        versions = {
            (row["a"], row["b"])
            for row in self._read(
                "MATCH (a:Entity)-[:VERSION_OF]->(b:Entity) RETURN a.id AS a, b.id AS b"
            )
        }
        changed = [p for id, p in target.parts.items() if stored.get(id) != p.digest]
        other = {id for id, (_, row) in target.shared.items() if shared.get(id) != _mark(row)}
        for some in batches(changed, _PAPERS):
            if some[-1] is changed[-1]:  # the last step brings all else in order
                break
            touched = {id for part in some for id in part.shared} & other
            self._write(stored, Step(some, [target.shared[id] for id in sorted(touched)]))
            other -= touched
        step = Step(
            some if changed else [],
            [target.shared[id] for id in sorted(other)],
            sorted(stored.keys() - target.parts.keys()),
            sorted(shared.keys() - target.shared.keys()),
            sorted(target.versions - versions),
            sorted(versions - target.versions),
        )
        if step:
            self._write(stored, step)
        self._basis = _state(stored)

    def _known(self, query: str) -> dict[str, str]:
        return {row["id"]: row["digest"] for row in self._read(query)}

    def _write(self, stored: dict[str, str], step: Step) -> None:
        """Write a step in one transaction, and note in ``stored`` what is stored then."""
        before = _state(stored)

        def work(tx: neo4j.ManagedTransaction) -> None:
            tx.run(_LOCK).consume()
            rows = tx.run(f"MATCH (n:Paper) WHERE {_STORED}")
            if _state({row["id"]: row["digest"] for row in rows}) != before:
                raise self._busy()
            for query, values in step.statements(stored):
                for some in batches(values, ROWS):
                    tx.run(query, rows=some).consume()

        with self._errors(), self._driver.session(database=self._database) as session:
            session.execute_write(work)
        stored.update({part.row["id"]: part.digest for part in step.parts})
        for id in step.gone:
            del stored[id]

    def _busy(self) -> StoreBusyError:
        return StoreBusyError(
            f"{self._url}: another process has written to the graph meanwhile; run the command again"
        )

    def _barred(self, error: Exception) -> StoreError:
        return StoreError(
            f"{self._url}: the user may not write to the database {self._database!r} ({_words(error)}); give them the right to, or name another database with NEO4J_DATABASE"
        )

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Say in our words what goes wrong in the driver or the server."""
        try:
            yield
        except exceptions.AuthError as error:
            raise StoreError(
                f"{self._url}: the server refuses user and password; set NEO4J_USERNAME and NEO4J_PASSWORD"
            ) from error
        except exceptions.Forbidden as error:
            raise self._barred(error) from error
        except (exceptions.ServiceUnavailable, exceptions.SessionExpired) as error:
            raise StoreError(
                f"{self._url}: no server answers ({_words(error)}); start Neo4j, or correct the address"
            ) from error
        except exceptions.ConstraintError as error:
            raise StoreError(
                f"{self._url}: the database {self._database!r} holds other data under our labels: {_words(error)}; name another with NEO4J_DATABASE"
            ) from error
        except (exceptions.Neo4jError, exceptions.DriverError, ValueError) as error:
            if "ReadOnlyAccessDatabase" in str(getattr(error, "code", "")):
                raise self._barred(error) from error
            raise StoreError(f"{self._url}: {_words(error)}") from error


def _mark(row: Row) -> str:
    return str(row["properties"]["digest"])


def _state(digests: Mapping[str, str]) -> str:
    text = json.dumps(sorted(digests.items()))
    return hashlib.sha256(text.encode()).hexdigest()


def _node(row: neo4j.Record) -> Node:
    labels = tuple(label for label in (*KINDS, *TYPES) if label in row["labels"])
    return Node(id_out(row["node"]), labels, properties_out(row["node"]))


def _phrase(form: str) -> str:
    """A whole value, as a query of Lucene."""
    escaped = form.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _words(error: Exception) -> str:
    """The first line of what the driver or the server says."""
    message = getattr(error, "message", None) or str(error) or type(error).__name__
    return text_out(message).splitlines()[0][:300]
