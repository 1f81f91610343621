"""What is Neo4j's own: what users of Cypher see, and what must not happen to their database.

Every test talks to a real server; see `tests.server`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from papermesh.build import build
from papermesh.cli import run
from papermesh.errors import StoreBusyError, StoreError
from papermesh.papers import revise
from papermesh.store import open_store
from papermesh.store.neo4j import Neo4jStore
from papermesh.store.properties import KINDS, TYPES, WAYS
from tests.make import FIRST, LEXICON, RECORDS, SECOND, paper, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.server import Server


@pytest.fixture
def store(empty_server: Server) -> Iterator[Neo4jStore]:
    """A store with two papers."""
    store = Neo4jStore(empty_server.uri, lexicon=LEXICON)
    store.update([FIRST, SECOND], RECORDS)
    yield store
    store.close()


def contents(store: Neo4jStore) -> object:
    nodes = list(store.nodes())
    return nodes, list(store.edges([n.id for n in nodes])), list(store.papers()), store.records()


def test_labels_types_and_names_are_the_agreed_ones(store: Neo4jStore, server: Server) -> None:
    """Nothing else is in the database, and names of properties are lowerCamelCase."""
    labels = {
        row["label"] for row in server.run("MATCH (n) UNWIND labels(n) AS label RETURN label")
    }
    types = {row["type"] for row in server.run("MATCH ()-[r]->() RETURN DISTINCT type(r) AS type")}
    names = server.run("MATCH (n) UNWIND keys(n) AS name RETURN DISTINCT name")
    assert labels <= {*KINDS, *TYPES}
    assert types <= {*WAYS}
    assert all(row["name"].isalnum() and row["name"][0].islower() for row in names)


def test_cypher_can_use_the_evidence(store: Neo4jStore, server: Server) -> None:
    """The sentence, its place and its finder stand on the relationship."""
    rows = server.run(
        "MATCH (:Paper {id: $id})-[r:EVALUATES_ON]->(:Benchmark)"
        " RETURN r.evidence[0] AS sentence, r.evidenceText[0] AS text, r.evidenceStart[0] AS start,"
        " r.evidenceEnd[0] AS end, r.evidenceField[0] AS field, r.evidenceSource[0] AS source,"
        " r.confidence AS confidence",
        id=FIRST.id,
    )
    (row,) = rows
    text = FIRST.abstract if row["field"] == "abstract" else FIRST.title
    assert text[row["start"] : row["end"]] == row["text"]
    assert row["text"] in row["sentence"]
    assert row["sentence"] in text
    assert 0 < row["confidence"] <= 1
    assert row["source"] == "model"


def test_names_are_searched_in_full_text(store: Neo4jStore) -> None:
    """Titles, names and aliases."""
    found = store.cypher(
        "CALL db.index.fulltext.queryNodes('papermesh_search', $words) YIELD node"
        " RETURN node.id AS id",
        {"words": "embedding benchmark"},
    )
    assert {"id": "benchmark:mteb"} in found.rows


def test_an_update_that_changes_nothing_writes_nothing(store: Neo4jStore, server: Server) -> None:
    """Not even the nodes are touched: their ids in the database stay."""
    query = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN elementId(n) AS n, elementId(r) AS r"
    before = sorted(map(str, server.run(query)))
    store.update(store.papers(), store.records())
    assert sorted(map(str, server.run(query))) == before


def test_other_data_is_left_alone(store: Neo4jStore, server: Server) -> None:
    """Nodes of other programs, and what users add to ours, outlive updates and removals."""
    server.run(
        "MATCH (m:Benchmark {id: 'benchmark:mteb'}) SET m.read = true"
        " CREATE (:Note {id: 'n'})-[:ABOUT]->(m) CREATE (:Author {name: 'somebody else'})"
    )
    store.update([SECOND], RECORDS)
    kept = server.run("MATCH (n:Note)-[:ABOUT]->(m) RETURN m.read AS read, m.paperCount AS count")
    assert kept == [{"read": True, "count": 1}]
    assert server.run("MATCH (a:Author {name: 'somebody else'}) RETURN count(*) AS n") == [{"n": 1}]
    assert all(node.name != "somebody else" for node in store.nodes("Author"))


def test_a_database_with_nodes_of_our_labels_is_refused(server: Server) -> None:
    """It is another program's; nothing is written, not even a constraint."""
    server.clear(schema=True)
    server.run("CREATE (:Paper {title: 'theirs'})")
    store = Neo4jStore(server.uri, lexicon=LEXICON)
    with pytest.raises(
        StoreError, match=r"labelled Paper that are not papermesh's.*NEO4J_DATABASE"
    ):
        store.update([FIRST], RECORDS)
    store.close()
    assert server.run("MATCH (n) RETURN n.title AS title") == [{"title": "theirs"}]
    assert server.run("SHOW CONSTRAINTS YIELD name RETURN name") == []


def test_a_database_without_a_graph_says_so(server: Server) -> None:
    """And a build can begin in it."""
    server.clear(schema=True)
    store = Neo4jStore(server.uri, lexicon=LEXICON)
    assert list(store.papers()) == []
    with pytest.raises(
        StoreError, match="no graph in the database 'neo4j' yet; run papermesh build"
    ):
        store.node("benchmark:mteb")
    store.update([FIRST], RECORDS)
    assert store.node("benchmark:mteb") is not None
    store.close()


def test_several_transactions_give_what_one_gives(
    empty_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More papers than a transaction takes, and statements of few rows."""
    papers = [
        paper(f"arxiv:2401.0000{i}", f"Paper {i}", f"We test Net{i} on MTEB.") for i in range(1, 8)
    ]
    records = {
        p.id: read(p, ("MTEB", "Benchmark", "EVALUATES_ON"), (f"Net{i}", "Method", "PROPOSES"))
        for i, p in enumerate(papers, 1)
    }
    whole = Neo4jStore(empty_server.uri, lexicon=LEXICON)
    whole.update(papers, records)
    expected = contents(whole)
    empty_server.clear()
    monkeypatch.setattr("papermesh.store.neo4j._PAPERS", 2)
    monkeypatch.setattr("papermesh.store.neo4j.ROWS", 3)
    parts = Neo4jStore(empty_server.uri, lexicon=LEXICON)
    parts.update(papers, records)
    assert contents(parts) == expected
    parts.update([], {})
    assert empty_server.run("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]
    whole.close()
    parts.close()


@pytest.mark.parametrize("length", [999, 1001, 20_000])
def test_long_titles_and_ids_fit(empty_server: Server, length: int) -> None:
    """An index takes no more than 8 kB; ids and names may be longer."""
    long = paper(f"title:{'ä' * length}", "Ä" * length)
    store = Neo4jStore(empty_server.uri, lexicon=LEXICON)
    store.update([long], {})
    assert [n.id for n in store.nodes()] == [long.id]
    assert [n.id for n in store.resolve("ä" * length)] == [long.id]
    assert list(store.papers()) == [long]
    store.close()


def test_the_address_names_the_database(empty_server: Server) -> None:
    """By its path; a database that does not exist is said to be missing."""
    store = Neo4jStore(f"{empty_server.uri}/neo4j", lexicon=LEXICON)
    store.update([FIRST], RECORDS)
    assert store.url == f"{empty_server.uri}/neo4j"
    store.close()
    absent = Neo4jStore(f"{empty_server.uri}/absent", lexicon=LEXICON)
    with pytest.raises(StoreError, match="absent"):
        list(absent.papers())
    absent.close()


# -- read-only Cypher ------------------------------------------------------------------------------

_SNEAKY = {
    "create": "CREATE (n:Paper {id: 'evil'})",
    "set": "MATCH (n:Paper) SET n.title = 'evil'",
    "delete": "MATCH (n) DETACH DELETE n",
    "foreach": "MATCH (p:Paper) FOREACH (x IN [1] | SET p.title = 'evil')",
    "subquery": "MATCH (p:Paper) CALL { WITH p SET p.title = 'evil' RETURN 1 AS one } RETURN one",
    "transactions": "MATCH (p:Paper) CALL { WITH p SET p.title = 'evil' } IN TRANSACTIONS",
    "load": "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "load in the middle": "WITH 1 AS x LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "load with a comment": "WITH 1 AS x LOAD/**/CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "load by escapes": "WITH 1 AS x \\u004cOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "create by escapes": "\\u0043REATE (n:Paper {id: 'evil'})",
    "comment first": "/* MATCH */ CREATE (n:Paper {id: 'evil'})",
    "profile": "PROFILE MATCH (n) SET n.title = 'evil'",
    "explain twice": "EXPLAIN CREATE (n)",
    "options": "CYPHER runtime=slotted CREATE (n:Paper {id: 'evil'})",
    "constraint": "DROP CONSTRAINT papermesh_paper_id",
    "index": "CREATE INDEX evil FOR (n:Paper) ON (n.title)",
    "terminate": "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
    "terminate after show": "SHOW TRANSACTIONS YIELD transactionId AS id TERMINATE TRANSACTIONS id",
    "user": "CREATE USER evil SET PASSWORD 'password'",
    "password": "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
    "settings": "SHOW SETTINGS",
    "procedure": "CALL db.createLabel('Evil')",
    "procedure in quotes": "CALL `db`.`createLabel`('Evil')",
    "procedure in a subquery": "CALL { CALL db.createLabel('Evil') RETURN 1 AS one } RETURN one",
    "kill": "CALL dbms.killConnections(['bolt-1'])",
    "configuration": "CALL dbms.listConfig()",
    "function": "RETURN apoc.cypher.runFirstColumnSingle('MATCH (n) RETURN n', {})",
    "function in quotes": "RETURN `apoc`.`load`.`json`('http://127.0.0.1/')",
    "quotes in a quoted name": "WITH 1 AS `'` RETURN apoc.load.json('x') AS `'`",
    "an escaped quote": "RETURN 'a\\u0027', apoc.load.json('x'), 'b'",
    "use": "USE system SHOW USERS",
    "two statements": "MATCH (n) RETURN n; CREATE (n:Paper {id: 'evil'})",
}


@pytest.mark.parametrize("query", _SNEAKY.values(), ids=_SNEAKY.keys())
def test_nothing_but_reading_gets_through(store: Neo4jStore, server: Server, query: str) -> None:
    """Each is refused, and the database is as it was."""
    state = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN properties(n) AS n, properties(r) AS r"
    before = sorted(map(str, server.run(state)))
    schema = server.run("SHOW INDEXES YIELD name RETURN name ORDER BY name")
    labels = server.run("CALL db.labels() YIELD label RETURN label ORDER BY label")
    with pytest.raises(StoreError):
        store.cypher(query)
    assert sorted(map(str, server.run(state))) == before
    assert server.run("SHOW INDEXES YIELD name RETURN name ORDER BY name") == schema
    assert server.run("CALL db.labels() YIELD label RETURN label ORDER BY label") == labels


@pytest.mark.parametrize("layer", ["check_text", "check_plan"])
def test_the_server_refuses_where_our_checks_fail(
    store: Neo4jStore, monkeypatch: pytest.MonkeyPatch, layer: str
) -> None:
    """With a layer gone the next one holds; with both gone the transaction does."""
    monkeypatch.setattr("papermesh.store.neo4j.check_text", lambda query: None)
    if layer == "check_text":
        with pytest.raises(StoreError, match="not run, since it writes"):
            store.cypher(_SNEAKY["create"])
    else:
        monkeypatch.setattr("papermesh.store.neo4j.check_plan", lambda kind, plan: None)
        with pytest.raises(StoreError, match=r"(?i)read access mode"):
            store.cypher(_SNEAKY["create"])


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (p:Paper) RETURN p.title AS title",
        "// a comment\nMATCH (p:Paper) RETURN p.title + ' CREATE (n)' AS title",
        "CYPHER 5 MATCH (p:Paper) RETURN duration.between(date('2024-01-01'), date('2024-01-02')).days AS n",
        "WITH 'LOAD CSV; apoc.load.json(1)' AS text RETURN text",
        "CALL db.labels() YIELD label RETURN label",
        "MATCH (p:Paper) CALL { WITH p RETURN p.title AS t } RETURN t",
        "MATCH (p:Paper) WHERE EXISTS { (p)-[:EVALUATES_ON]->(:Benchmark) } RETURN count(*) AS n",
        "MATCH x = shortestPath((a:Paper)-[*..3]-(b:Paper)) WHERE a <> b RETURN x",
        "SHOW INDEXES",
    ],
)
def test_reading_is_let_through(store: Neo4jStore, query: str) -> None:
    """Words of code in strings and comments are no code."""
    assert store.cypher(query).rows


def test_values_are_such_as_json_can_say(store: Neo4jStore) -> None:
    """Nodes, relationships, paths, times and numbers that are none."""
    table = store.cypher(
        "MATCH path = (p:Paper {id: $id})-[r:EVALUATES_ON]->(b:Benchmark)"
        " RETURN p, r, path, date('2024-02-03') AS day, 0.0 / 0.0 AS nan, [1, 'x', null] AS list",
        {"id": FIRST.id},
    )
    (row,) = json.loads(json.dumps(table.rows))
    assert row["p"]["id"] == FIRST.id
    assert "observations" not in row["p"]["properties"]
    assert (row["r"]["source"], row["r"]["target"]) == (FIRST.id, "benchmark:mteb")
    assert row["r"]["properties"]["evidence"][0]["source"] == "model"
    assert [part.get("id") or part["type"] for part in row["path"]] == [
        FIRST.id,
        "EVALUATES_ON",
        "benchmark:mteb",
    ]
    assert (row["day"], row["nan"], row["list"]) == ("2024-02-03", None, [1, "x", None])


def test_a_query_that_takes_too_long_is_ended(store: Neo4jStore) -> None:
    """And said to be."""
    query = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b) AS n"
    with pytest.raises(StoreError, match=r"(?i)time|terminated"):
        store.cypher(query, timeout=0.5)


def test_rows_are_capped(store: Neo4jStore) -> None:
    """What is beyond the limit is not even fetched whole."""
    table = store.cypher("UNWIND range(1, 1000000) AS n RETURN n", limit=5)
    assert [row["n"] for row in table.rows] == [1, 2, 3, 4, 5]
    assert table.more


def test_the_command(
    store: Neo4jStore, server: Server, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Parameters are JSON or text; output is a table, JSON or CSV; --write writes."""
    base = ["cypher", "--store", server.uri]
    query = "MATCH (e:Entity) WHERE e.name = $name AND e.paperCount >= $least RETURN e.id AS id"
    params = ["--param", "name=MTEB", "--param", "least=2"]
    assert run([*base, query, *params, "--format", "json"]) == 0
    assert json.loads(capsysbinary.readouterr().out) == [{"id": "benchmark:mteb"}]
    assert run([*base, query, *params, "--format", "csv"]) == 0
    assert capsysbinary.readouterr().out == b"id\nbenchmark:mteb\n"
    change = "MATCH (e:Entity) SET e.seen = true RETURN count(*) AS n"
    assert run([*base, change]) == 1
    assert b"only reading is allowed here" in capsysbinary.readouterr().err
    assert run([*base, change, "--write"]) == 0
    assert server.run("MATCH (e:Entity {seen: true}) RETURN count(*) AS n") == [{"n": 4}]
    assert run([*base, "MATCH (n RETURN n"]) == 1
    assert capsysbinary.readouterr().err.startswith(b"papermesh: bolt://127.0.0.1")
    assert run([*base, query]) == 1
    assert b"name" in capsysbinary.readouterr().err


# -- faults ----------------------------------------------------------------------------------------


def test_a_wrong_password(
    store: Neo4jStore, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line that names what to set, and not the password."""
    monkeypatch.setenv("NEO4J_PASSWORD", "not-the-password")
    other = Neo4jStore(server.uri)
    with pytest.raises(StoreError, match="NEO4J_USERNAME and NEO4J_PASSWORD") as caught:
        list(other.papers())
    assert "not-the-password" not in str(caught.value)


def test_no_server() -> None:
    """The address is named."""
    with pytest.raises(StoreError, match=r"bolt://127.0.0.1:1: no server answers"):
        list(Neo4jStore("bolt://127.0.0.1:1").papers())


@pytest.mark.parametrize("url", ["neo4j://ada:secret@localhost", "bolt://:secret@localhost/x"])
def test_no_password_in_the_address(url: str) -> None:
    """It would stand in logs and in lists of processes."""
    with pytest.raises(StoreError, match="keep user and password out") as caught:
        open_store(url)
    assert "secret" not in str(caught.value)


def test_a_writer_between_reading_and_writing_is_noticed(store: Neo4jStore, server: Server) -> None:
    """What it wrote stays."""
    mine, theirs = Neo4jStore(server.uri, lexicon=LEXICON), Neo4jStore(server.uri, lexicon=LEXICON)
    known, records = list(mine.papers()), mine.records()
    third = paper("arxiv:2403.00003", "A third")
    theirs.update([*theirs.papers(), third], theirs.records())
    with pytest.raises(StoreBusyError, match="run the command again"):
        mine.update(known, records)
    assert third in list(mine.papers())
    mine.close()
    theirs.close()


def test_two_builds_at_once(empty_server: Server) -> None:
    """Each adds its papers to the other's; nothing is lost or doubled."""
    halves: list[list[Any]] = [
        [paper(f"arxiv:24{h:02}.0000{i}", f"On Net{h}{i}", f"We propose Net{h}{i}. It beats BERT on MTEB.") for i in range(6)]
        for h in (1, 2)
    ]  # fmt: skip
    failed: list[BaseException] = []

    def work(half: list[Any]) -> None:
        store = Neo4jStore(empty_server.uri, lexicon=LEXICON)
        try:
            for some in (half[:3], half):
                build(store, some)
        except BaseException as error:
            failed.append(error)
        finally:
            store.close()

    threads = [threading.Thread(target=work, args=(half,)) for half in halves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    both = Neo4jStore(empty_server.uri, lexicon=LEXICON)
    found = contents(both)
    assert [n.id for n in both.nodes("Paper")] == [p.id for half in halves for p in half]
    empty_server.clear()
    alone = Neo4jStore(empty_server.uri, lexicon=LEXICON)
    build(alone, [p for half in halves for p in half])
    assert contents(alone) == found
    both.close()
    alone.close()


_KILLED = """
import sys
from papermesh.build import build
from papermesh.store import open_store
import papermesh.build
papermesh.build._CHECKPOINT = 2
print("begun", flush=True)
build(open_store(sys.argv[1]), sys.argv[2:])
print("done", flush=True)
"""


def test_a_build_that_is_killed_goes_on(
    empty_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whenever it is killed the graph is whole; begun again it ends as if it had never been."""
    source = tmp_path / "papers.jsonl"
    lines = [
        {"title": f"On Net{i}", "abstract": f"We propose Net{i}. It beats BERT on MTEB by {i}.5 points.", "id": f"2401.0{i:04}"}
        for i in range(40)
    ]  # fmt: skip
    source.write_text("".join(json.dumps(line) + "\n" for line in lines))
    for wait in range(1, 4):
        process = subprocess.Popen(
            [sys.executable, "-c", _KILLED, empty_server.uri, str(source)],
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        process.stdout.readline()
        for _ in range(2000):
            kept = empty_server.run("MATCH (p:Paper) RETURN count(p) AS n")[0]["n"]
            if kept >= 8 * wait or process.poll() is not None:
                break
        process.kill()
        process.wait()
        process.stdout.close()
        assert_whole(empty_server)
    store = open_store(empty_server.uri)
    report = build(store, [str(source)])
    assert report.papers == 40
    assert report.extracted < 40  # what was kept was not read again
    assert_whole(empty_server)
    found = [list(store.nodes()), list(store.edges([n.id for n in store.nodes()]))]
    store.close()
    folder = open_store(tmp_path / "graph")
    build(folder, [str(source)])
    assert [list(folder.nodes()), list(folder.edges([n.id for n in folder.nodes()]))] == found


def assert_whole(server: Server) -> None:
    """Counts agree with edges, and nothing hangs loose or stands twice."""
    wrong = server.run(
        "MATCH (e:Entity) WHERE e.paperCount <> COUNT { (e)<--(:Paper) } RETURN e.id AS id"
    )
    loose = server.run("MATCH (n) WHERE NOT n:Paper AND NOT (n)--() RETURN n.id AS id")
    twice = server.run(
        "MATCH (a)-[r]->(b) WITH a, b, type(r) AS t, count(*) AS n WHERE n > 1 RETURN a.id AS id"
    )
    assert (wrong, loose, twice) == ([], [], [])


def test_the_server_dies_and_comes_back_and_lets_nobody_write(
    tmp_path: Path, server: Server
) -> None:
    """An update that the server's end cuts off is not there at all; the next one is whole.

    Community Edition has no users with fewer rights, but databases that cannot be written to.
    """
    own = type(server)(tmp_path / "own", heap="512m").start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEO4J_PASSWORD", own.password)
        store = Neo4jStore(own.uri, lexicon=LEXICON)
        store.update([FIRST], RECORDS)
        before = contents(store)
        own.kill()
        with pytest.raises(StoreError, match="no server answers"):
            store.update([FIRST, SECOND], RECORDS)
        store.close()
        own.start()
        again = Neo4jStore(own.uri, lexicon=LEXICON)
        assert contents(again) == before
        again.update(revise(again.papers(), [SECOND]), RECORDS)
        assert [n.id for n in again.nodes("Paper")] == [FIRST.id, SECOND.id]
        again.close()
        own.stop()
        own.settings = {"server.databases.read_only": "neo4j"}
        own.start()
        barred = Neo4jStore(own.uri, lexicon=LEXICON)
        known = list(barred.papers())
        with pytest.raises(StoreError, match="may not write to the database 'neo4j'"):
            barred.update([FIRST], RECORDS)
        assert list(barred.papers()) == known
        assert barred.node("benchmark:mteb") is not None
        barred.close()
    own.stop()


# -- copying ---------------------------------------------------------------------------------------


def test_copies_there_and_back(
    empty_server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From a folder to Neo4j and back: the same bytes; and a copy that is there is left alone."""
    source = tmp_path / "papers.jsonl"
    source.write_text(
        json.dumps({"title": "On Net", "abstract": "We propose Net. It beats BERT on MTEB by 2.5 points."})
        + "\n"
    )  # fmt: skip
    one, two = tmp_path / "one", tmp_path / "two"
    assert run(["build", str(source), "--store", str(one)]) == 0
    assert run(["copy", str(one), empty_server.uri]) == 0
    assert run(["copy", str(one), empty_server.uri]) == 0
    assert run(["copy", empty_server.uri, str(two)]) == 0
    assert "holds 1 papers" in capsys.readouterr().err
    for file in sorted(one.glob("*.jsonl")):
        assert (two / file.name).read_bytes() == file.read_bytes()
    assert run(["copy", str(tmp_path / "absent"), empty_server.uri]) == 2


def test_a_folder_says_how_to_get_cypher(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line: a server, and a copy."""
    assert run(["cypher", "RETURN 1", "--store", str(tmp_path / "graph")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "docker run" in line
    assert "papermesh copy" in line
