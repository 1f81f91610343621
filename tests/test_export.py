"""Exports hold the whole graph, or nothing is written."""

from __future__ import annotations

import csv
import json
import os
import re
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papermesh.cli import run
from papermesh.errors import ExportError
from papermesh.export import FOLDERS, FORMATS, export
from papermesh.export.cypher import literal
from papermesh.model import Paper, Record
from papermesh.store.folder import FolderStore
from papermesh.store.properties import properties_in, text_out
from tests.fakes import FakeStore, small_graph
from tests.make import FIRST, LEXICON, RECORDS, SECOND, entity, paper, record, result

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Texts that were made to break out of quotes, lines, lists and comments.
TEXTS = [
    'a "quoted" word, and a comma',
    '"',
    '""",""',
    "it's; MATCH (n) DETACH DELETE n; //",
    "'",
    "\\' \\\\' \\",
    "\\u0027 \\\\u0041 \\U00000041 \\n",
    "a line\nand\rmore\r\n",
    "\n",
    "\x1fapart\x1f\x1f and \x1e",
    "half \ud800 a \udfff pair",
    "  blank around\t ",
    " ",
    "",
    "=cmd|' /C calc'!A0",
    "null",
    "-1",
    "true",
    "\x00\x01\x7f\x85\x9c\u2028\u2029\ufffe\uffff",
    "\ufeffmark",
    "汉字 ß 🙂 e\u0301 \u202e",
    "/* no */ // comment",
    "`${x}` $x :param {a: 1} [1] ;",
    ";;\n;",
    "NaN",
]
LONG = 'every word is "long"; it\'s\n' * 100_000


def hostile() -> tuple[list[Paper], dict[str, tuple[str, Record]]]:
    """Papers and records that hold each of the texts wherever there is place for one."""
    papers = [
        paper("doi:10.1/\"odd\"; 'id'\\\n\x1f\u2028", "An odd id"),
        paper("title:long", "", LONG),
    ]
    records = {"title:long": ("print", record("title:long"))}
    for number, text in enumerate(TEXTS, 1):
        one = paper(
            f"arxiv:2409.{number:05}",
            text,
            f"{text} {text}",
            raw_title=text,
            authors=(text or "Nobody", "Ada Vos"),
            organization=text,
            upvotes=-number,
            categories=("",),
            keywords=(text, "", text),
            urls=() if number % 2 else ('https://x.test/?a="b";c',),
            code_urls=(f"https://github.com/a/b{number}",),
            aliases=(f"title:{text}",),
            extra={ascii(text): {"deep": [text, None, 0.1, number]}},
        )
        found = [entity(f"{text}{number}", "Method", "USES", text, ""), entity("MTEB", "Benchmark")]
        bare = entity(f"Bare{number}").model_copy(update={"mentions": ()})
        figure = result(text, unit=text, number=number / 7, method=f"{text}{number}")
        papers.append(one)
        records[one.id] = ("print", record(one.id, *found, bare, results=(figure,)))
    return papers, records


@pytest.fixture
def store() -> FakeStore:
    return FakeStore(small_graph())


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> FolderStore:
    """A store of hostile papers."""
    store = FolderStore(tmp_path_factory.mktemp("odd") / "graph", lexicon=LEXICON)
    store.update(*hostile())
    return store


def _read_back(path: Path) -> nx.MultiDiGraph:
    """Rebuild a graph from JSON Lines."""
    graph = nx.MultiDiGraph()
    for line in path.read_text("utf-8").splitlines():
        value = json.loads(line)
        if value["kind"] == "node":
            graph.add_node(value["id"], labels=tuple(value["labels"]), **value["properties"])
        else:
            graph.add_edge(
                value["source"], value["target"], key=value["type"], **value["properties"]
            )
    return graph


def test_jsonl_gives_the_graph_back(store: FakeStore, tmp_path: Path) -> None:
    path = tmp_path / "graph.jsonl"
    export(store, "jsonl", path)
    back, graph = _read_back(path), store.graph()
    assert dict(back.nodes(data=True)) == dict(graph.nodes(data=True))
    assert {e[:3]: e[3] for e in back.edges(keys=True, data=True)} == {
        e[:3]: e[3] for e in graph.edges(keys=True, data=True)
    }
    kinds = [json.loads(line)["kind"] for line in path.read_text("utf-8").splitlines()]
    assert kinds == sorted(kinds, reverse=True)
    first = json.loads(path.read_text("utf-8").splitlines()[0])
    assert list(first) == ["kind", "id", "labels", "properties"]


def test_graphml_gives_nodes_edges_and_properties_back(store: FakeStore, tmp_path: Path) -> None:
    path = tmp_path / "graph.graphml"
    export(store, "GraphML", path)
    back, graph = nx.read_graphml(path, force_multigraph=True), store.graph()
    assert set(back) == set(graph)
    assert sorted((s, t, d["type"]) for s, t, d in back.edges(data=True)) == sorted(
        graph.edges(keys=True)
    )
    assert back.nodes["benchmark:mteb"]["labels"] == "Entity:Benchmark"
    assert json.loads(back.nodes["benchmark:mteb"]["aliases"]) == [
        "Massive Text Embedding Benchmark"
    ]
    edge = next(
        d for s, t, d in back.edges(data=True) if (s, t) == ("arxiv:2405.00004", "benchmark:mteb")
    )
    assert edge["confidence"] == 0.9
    assert json.loads(edge["evidence"])[0]["sentence"] == "We run MTEB and GLUE."


def _bytes(path: Path) -> dict[str, bytes]:
    """What is in a file, or in the files of a folder."""
    return (
        {p.name: p.read_bytes() for p in path.iterdir()}
        if path.is_dir()
        else {"": path.read_bytes()}
    )


@pytest.mark.parametrize("format", sorted([*FORMATS, *FOLDERS]))
def test_an_export_is_the_same_bytes_again(odd: FolderStore, tmp_path: Path, format: str) -> None:
    again = FolderStore(tmp_path / "again", lexicon=LEXICON)
    papers, records = hostile()
    again.update(reversed(papers), dict(reversed(records.items())))
    export(odd, format, tmp_path / "one")
    export(again, format, tmp_path / "two")
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False)
    | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(values=st.lists(_VALUES, min_size=1, max_size=4), name=st.text(min_size=1, max_size=8))
def test_any_property_can_be_exported(tmp_path: Path, values: list[Any], name: str) -> None:
    graph = nx.MultiDiGraph()
    for at, value in enumerate(values):
        graph.add_node(f"n{at}", labels=("Entity", "Method"), name=name, odd=value)
        graph.add_edge("n0", f"n{at}", key="USES", odd=value, confidence=at)
    store = FakeStore(graph)
    for format in ("graphml", "jsonl"):
        export(store, format, tmp_path / format)
    assert set(nx.read_graphml(tmp_path / "graphml", force_multigraph=True)) == set(graph)
    odd = [
        json.loads(line)["properties"]["odd"]
        for line in (tmp_path / "jsonl").read_bytes().splitlines()
    ]
    assert odd[: len(values)] == values


def test_characters_that_xml_lacks_are_left_out(tmp_path: Path) -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("n", labels=("Paper",), title="a\x00b\x1f\ufffe<&>\ud800c")
    export(FakeStore(graph), "graphml", tmp_path / "g")
    assert nx.read_graphml(tmp_path / "g").nodes["n"]["title"] == "ab<&>c"
    export(FakeStore(graph), "jsonl", tmp_path / "j")
    assert (
        json.loads((tmp_path / "j").read_bytes())["properties"]["title"]
        == "a\x00b\x1f\ufffe<&>\ud800c"
    )


def test_an_unknown_format_lists_the_known(store: FakeStore, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="known: cypher, graphml, jsonl, neo4j-csv"):
        export(store, "docx", tmp_path / "x")
    assert os.listdir(tmp_path) == []


def test_a_failed_export_leaves_what_was_there(
    store: FakeStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goal = tmp_path / "graph.jsonl"
    goal.write_text("before")

    def fail(store: object, file: object) -> None:
        file.write(b"half")  # type: ignore[attr-defined]
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(FORMATS, "jsonl", fail)
    with pytest.raises(ExportError, match="No space left"):
        export(store, "jsonl", goal)
    assert goal.read_text() == "before"
    assert os.listdir(tmp_path) == ["graph.jsonl"]


def test_a_missing_folder_is_told(store: FakeStore, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written"):
        export(store, "jsonl", tmp_path / "no" / "graph.jsonl")


def test_the_file_is_as_readable_as_any(store: FakeStore, tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("")
    export(store, "jsonl", tmp_path / "g")
    assert (tmp_path / "g").stat().st_mode == (tmp_path / "plain").stat().st_mode


# -- Neo4j ------------------------------------------------------------------------------------


def _nodes_of(store: FolderStore) -> dict[str, tuple[tuple[str, ...], dict[str, Any]]]:
    """By id, labels and properties as Neo4j holds them, but for empty lists."""
    return {
        node.id: (node.labels, {n: v for n, v in properties_in(node.properties).items() if v != []})
        for node in store.nodes()
    }


_READERS: dict[str, Callable[[str], Any]] = {
    "string": str,
    "long": int,
    "double": float,
    "boolean": "true".__eq__,
}


def _read_csv(path: Path, delimiter: str) -> list[dict[str, Any]]:
    """Rows of a file with types in its header. A quoted field cannot be told from another here."""
    limit = csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8", newline="") as file:
        head, *lines = csv.reader(file, strict=True)
    csv.field_size_limit(limit)
    rows = []
    for line in lines:
        row: dict[str, Any] = {}
        for column, text in zip(head, line, strict=True):
            name, _, kind = column.partition(":")
            read = _READERS.get(kind.removesuffix("[]"), str)
            if kind.endswith("[]"):
                row[name] = [read(part) for part in text.split(delimiter)] if text else []
            elif name and text == "" and read is not str:
                row[name] = None
            else:
                row[name or kind] = read(text)
        rows.append(row)
    return rows


def _delimiter(folder: Path) -> str:
    found = re.search("--array-delimiter=U\\+([0-9A-F]{4})", (folder / "import.sh").read_text())
    assert found
    return chr(int(found[1], 16))


def test_neo4j_csv_holds_every_node(odd: FolderStore, tmp_path: Path) -> None:
    """The files, read by the csv module, give back what the graph has."""
    folder = tmp_path / "csv"
    export(odd, "neo4j-csv", folder)
    delimiter = _delimiter(folder)
    assert delimiter != "\x1f"  # there are texts in lists that hold it
    wanted = _nodes_of(odd)
    seen = set()
    for file, kind in [
        ("papers.csv", "Paper"),
        ("entities.csv", "Entity"),
        ("results.csv", "Result"),
        ("authors.csv", "Author"),
        ("organizations.csv", "Organization"),
        ("repositories.csv", "Repository"),
    ]:
        for row in _read_csv(folder / file, delimiter):
            id = text_out(row.pop("id"))
            labels, properties = wanted[id]
            assert labels == ((kind, row.pop("LABEL")) if kind == "Entity" else (kind,))
            for name, value in properties.items():
                assert row.get(name, []) == (value if value != [""] else [])
            seen.add(id)
    assert seen == set(wanted)


def test_neo4j_csv_holds_every_edge(odd: FolderStore, tmp_path: Path) -> None:
    folder = tmp_path / "csv"
    export(odd, "neo4j-csv", folder)
    found = set()
    for option in re.findall(r"--relationships=(\S+)", (folder / "import.sh").read_text()):
        type, _, file = option.partition("=")
        for row in _read_csv(folder / file, _delimiter(folder)):
            ends = {
                name.partition("(")[0]: text_out(value)
                for name, value in row.items()
                if "(" in name
            }
            found.add((ends["START_ID"], ends["END_ID"], type))
    ids = [node.id for node in odd.nodes()]
    assert found == {(e.source, e.target, e.type) for e in odd.edges(ids)}


def test_what_csv_cannot_hold_is_set_afterwards(odd: FolderStore, tmp_path: Path) -> None:
    """Empty lists, and lists of one empty text, are told to the database in Cypher."""
    export(odd, "neo4j-csv", tmp_path / "csv")
    script = (tmp_path / "csv" / "constraints.cypher").read_text("utf-8")
    assert "properties: {categories: ['']}" in script
    assert "evidence: []" in script


def test_neo4j_csv_tells_empty_from_absent(tmp_path: Path) -> None:
    """What is there but empty is quoted, what is not there is not."""
    store = FolderStore(tmp_path / "graph", lexicon=LEXICON)
    store.update([paper("arxiv:1", "", "x"), paper("arxiv:2", "t", "")], {})
    export(store, "neo4j-csv", tmp_path / "csv")
    head, one, two = (tmp_path / "csv" / "papers.csv").read_text().splitlines()
    assert head.startswith(
        "id:ID(Paper),abstract:string,source:string[],title:string,digest:string"
    )
    assert one.startswith('"arxiv:1","x","arxiv","","')
    assert two.startswith('"arxiv:2",,"arxiv","t","')


def test_the_import_is_told_of_long_and_broken_lines(odd: FolderStore, tmp_path: Path) -> None:
    """Only where there are any, since both cost time."""
    plain = FolderStore(tmp_path / "graph", lexicon=LEXICON)
    plain.update([FIRST, SECOND], RECORDS)
    scripts = []
    for store in (plain, odd):
        export(store, "neo4j-csv", tmp_path / "csv")
        scripts.append((tmp_path / "csv" / "import.sh").read_text())
    assert [("--multiline-fields=true" in s, "--read-buffer-size=" in s) for s in scripts] == [
        (False, False),
        (True, True),
    ]


def test_an_earlier_export_is_replaced(tmp_path: Path) -> None:
    """As a whole, and where an import has left its report."""
    store = FolderStore(tmp_path / "graph", lexicon=LEXICON)
    store.update([FIRST, SECOND], RECORDS)
    goal = tmp_path / "csv"
    goal.mkdir()
    export(store, "neo4j-csv", goal)
    (goal / "import.report").write_text("")
    store.update([SECOND], RECORDS)
    export(store, "neo4j-csv", goal)
    assert len((goal / "papers.csv").read_text().splitlines()) == 2
    assert not (goal / "import.report").exists()
    assert sorted(os.listdir(tmp_path)) == ["csv", "graph"]


@pytest.mark.parametrize("own", ["papers.csv", "notes.txt"])
def test_a_folder_of_something_else_is_left_alone(
    odd: FolderStore, tmp_path: Path, own: str
) -> None:
    goal = tmp_path / "csv"
    if own == "notes.txt":
        export(odd, "neo4j-csv", goal)
    goal.mkdir(exist_ok=True)
    (goal / own).write_text("mine")
    before = _bytes(goal)
    with pytest.raises(ExportError, match=f"holds {own}"):
        export(odd, "neo4j-csv", goal)
    assert _bytes(goal) == before
    with pytest.raises(ExportError, match="is a file"):
        export(odd, "neo4j-csv", goal / own)
    assert os.listdir(tmp_path) == ["csv"]


def test_a_failed_folder_leaves_what_was_there(
    odd: FolderStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goal = tmp_path / "csv"
    export(odd, "neo4j-csv", goal)
    before = _bytes(goal)

    def fail(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ExportError, match="No space left"):
        export(odd, "neo4j-csv", goal)
    assert _bytes(goal) == before
    assert os.listdir(tmp_path) == ["csv"]


def test_a_paper_that_no_source_tells_of_is_no_export(store: FakeStore, tmp_path: Path) -> None:
    """It would be lost at the next build."""
    for format in ("cypher", "neo4j-csv"):
        with pytest.raises(ExportError, match="run the command again"):
            export(store, format, tmp_path / "x")
    assert os.listdir(tmp_path) == []


def test_a_folder_is_not_written_to_standard_output(
    odd: FolderStore, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", "neo4j-csv", "-o", "-", "--store", odd.url]) == 2
    assert "-o" in capsys.readouterr().err


_ESCAPE = re.compile(r"\\(?:u([0-9A-F]{4})|(.))")
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else _LETTERS.get(m[2], m[2]), text)


@given(st.text() | st.lists(st.sampled_from("\\u'\n\"0041"), max_size=8).map("".join))
def test_texts_of_cypher_are_closed_and_come_back(text: str) -> None:
    written = literal(text)
    inner = written[1:-1]
    assert written == f"'{inner}'"
    assert re.fullmatch(r"(?:[^'\\]|\\u[0-9A-F]{4}|\\[^u])*", inner)
    assert _unescaped(inner) == text
    assert len(f"{written};".splitlines()) == 1
    # A parser that resolves \uXXXX first, whatever stands before, finds no quote or backslash.
    early = re.findall(r"\\u([0-9A-F]{4})", inner)
    assert not {"0027", "005C", "000A"} & set(early)


def test_a_statement_of_cypher_is_a_line(odd: FolderStore, tmp_path: Path) -> None:
    """A splitter by lines, of any kind, finds whole statements of bearable size."""
    export(odd, "cypher", tmp_path / "g.cypher")
    data = (tmp_path / "g.cypher").read_bytes()
    statements = data.decode().splitlines()
    assert [s.encode() + b"\n" for s in statements] == data.splitlines(keepends=True)
    assert all(
        s.endswith(";") and s.startswith(("CREATE ", "CALL ", "UNWIND [{")) for s in statements
    )
    kinds = [s.split(" ", 1)[0] for s in statements]
    assert kinds == sorted(kinds, key=["CREATE", "CALL", "UNWIND"].index)
    assert all(len(s) < 500_000 for s in statements if "every word" not in s)


def test_the_folder_and_what_is_read_from_it_export_alike(odd: FolderStore, tmp_path: Path) -> None:
    """Nothing hangs on what a store happens to have in memory."""
    for format in ("cypher", "neo4j-csv"):
        export(odd, format, tmp_path / "one")
        export(FolderStore(odd.url, lexicon=LEXICON), format, tmp_path / "two")
        assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")
        for path in (tmp_path / "one", tmp_path / "two"):
            if path.is_file():
                path.unlink()
