"""How fast a graph goes into Neo4j, beside the driver alone, and how fast it answers."""

from __future__ import annotations

import gzip
import itertools
import os
import statistics
import time
from typing import TYPE_CHECKING

import neo4j
import pytest

from papermesh.build import build
from papermesh.graph import assemble, settle
from papermesh.papers import identify
from papermesh.seeds import read_lexicon
from papermesh.store.contents import contents
from papermesh.store.folder import FolderStore
from papermesh.store.neo4j import Neo4jStore
from papermesh.store.steps import ROWS, SCHEMA, Step, batches

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import Server

pytestmark = pytest.mark.bench

PAPERS = int(os.environ.get("PAPERMESH_BENCH_PAPERS", "1000"))
QUERIES = {
    "node by id": "MATCH (n:Entity {id: 'benchmark:imagenet'}) RETURN n.name AS name",
    "papers of a benchmark": "MATCH (p:Paper)-[r:EVALUATES_ON]->(:Entity {id: 'benchmark:imagenet'})"
    " RETURN p.title AS title, r.confidence AS confidence ORDER BY title",
    "methods on a benchmark": "MATCH (:Entity {id: 'benchmark:imagenet'})<-[:EVALUATES_ON]-(p:Paper)-[:PROPOSES]->(m:Method)"
    " RETURN m.name AS name, count(p) AS papers ORDER BY papers DESC, name LIMIT 20",
    "full text": "CALL db.index.fulltext.queryNodes('papermesh_search', 'diffusion image') YIELD node, score"
    " RETURN node.id AS id ORDER BY score DESC, id LIMIT 20",
    "used together": "MATCH (:Entity {id: 'benchmark:imagenet'})<--(p:Paper)-->(e:Entity)"
    " RETURN e.id AS id, count(DISTINCT p) AS papers ORDER BY papers DESC, id LIMIT 20",
}


def test_loading(shared: Path, tmp_path: Path, empty_server: Server) -> None:
    """A first load beside the same rows in a bare loop, and a second load of the same."""
    source = tmp_path / "papers.jsonl"
    with gzip.open(shared / "corpus" / "abstracts.jsonl.gz", "rt", encoding="utf-8") as lines:
        source.write_text("".join(itertools.islice(lines, PAPERS)), encoding="utf-8")
    folder = FolderStore(tmp_path / "graph")
    build(folder, [str(source)], workers=2)
    papers, records = list(folder.papers()), dict(folder.records())

    observations, filed, merged = settle(papers, records)
    graph = assemble(merged, {id: r for id, (_, r) in filed.items()}, read_lexicon())
    target = contents(graph, identify(observations), filed)
    step = Step(
        list(target.parts.values()), list(target.shared.values()), joined=sorted(target.versions)
    )
    with empty_server.driver() as driver, driver.session(database="neo4j") as session:
        for statement in SCHEMA:
            session.run(statement).consume()
        session.run("CALL db.awaitIndexes(300)").consume()
        begun = time.perf_counter()
        for query, rows in step.statements({}):
            for some in batches(rows, ROWS):
                session.run(query, rows=some).consume()
        bare = time.perf_counter() - begun
    empty_server.clear()

    store = Neo4jStore(empty_server.uri)
    begun = time.perf_counter()
    store.update(papers, records)
    first = time.perf_counter() - begun
    begun = time.perf_counter()
    store.update(list(store.papers()), store.records())
    second = time.perf_counter() - begun
    nodes, edges = graph.number_of_nodes(), graph.number_of_edges()
    print(
        f"\n{len(papers)} papers, {nodes} nodes, {edges} relationships: {first:.1f} s,"
        f" {len(papers) / first:.0f} papers, {nodes / first:.0f} nodes, {edges / first:.0f} relationships a second;"
        f" bare loop {bare:.1f} s, ratio {first / bare:.2f}; again {second:.1f} s, {second / first:.2f} of the first"
    )
    for name, query in QUERIES.items():
        took = latencies(empty_server, query)
        print(f"{name}: median {took[0]:.1f} ms, p99 {took[1]:.1f} ms")
    store.close()
    assert first / bare < 2.0
    assert second / first < 0.7


def latencies(server: Server, query: str) -> tuple[float, float]:
    """Median and 99th percentile of a query, in milliseconds, over one open connection."""
    took = []
    with server.driver() as driver:
        for _ in range(210):
            begun = time.perf_counter()
            driver.execute_query(query, database_="neo4j", routing_=neo4j.RoutingControl.READ)
            took.append(1000 * (time.perf_counter() - begun))
    took = took[10:]
    return statistics.median(took), statistics.quantiles(took, n=100)[98]
