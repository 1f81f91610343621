"""The command line, through its front door: output, messages and exit status."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from papermesh.cli import COMMANDS, run

PAPERS = [
    {
        "title": "GlimmerNet: A Lean Route to Text Embeddings",
        "abstract": "We propose GlimmerNet, a framework for text embeddings. On MTEB it gains 2.4 points over BERT.",
        "published": "2024-05-01",
    },
    {
        "title": "PebbleBench: Short Queries for Retrieval",
        "abstract": "We release PebbleBench, a benchmark of short queries, and evaluate GPT-4 and BERT on it and on MTEB.",
        "published": "2025-02-03",
    },
]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "papers.jsonl"
    path.write_text("".join(json.dumps(paper) + "\n" for paper in PAPERS), encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]) -> str:
    folder = str(tmp_path / "graph")
    assert run(["build", str(source), "--store", folder]) == 0
    capsys.readouterr()
    return folder


def test_building_says_what_it_did(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", str(source), "--store", str(tmp_path / "g")]) == 0
    assert "2 entries read, 2 papers extracted anew" in capsys.readouterr().err
    assert run(["build", str(source), "--store", str(tmp_path / "g")]) == 0
    assert "2 entries read, 0 papers extracted anew" in capsys.readouterr().err


def test_the_main_question(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Data goes to standard output, how it was understood to standard error."""
    assert run(["ask", "which papers use MTEB", "--store", store]) == 0
    out, err = capsys.readouterr()
    assert "GlimmerNet: A Lean Route" in out
    assert "PebbleBench: Short Queries" in out
    assert "MTEB (Benchmark)" in err
    assert "MATCH" in err


def test_the_store_is_named_by_the_environment(
    store: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAPERMESH_STORE", store)
    assert run(["papers", "mteb", "--format", "csv"]) == 0
    assert capsys.readouterr().out.startswith("paper,date,relations")


@pytest.mark.parametrize(
    "command",
    [
        ["papers", "MTEB"],
        ["papers", "M-TEB", "--relation", "EVALUATES_ON", "--since", "2025"],
        ["show", "MTEB"],
        ["show", "GlimmerNet: A Lean Route to Text Embeddings"],
        ["related", "MTEB", "--min-support", "1"],
        ["path", "GlimmerNet", "PebbleBench"],
        ["search", "short querys"],
        ["stats"],
        ["ask", "what is MTEB"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
@pytest.mark.parametrize("format_", ["table", "json", "jsonl", "csv"])
def test_every_command_prints_every_format(
    store: str, command: list[str], format_: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*command, "--store", store, "--format", format_]) == 0
    out = capsys.readouterr().out
    assert out.strip()
    if format_ == "json":
        assert json.loads(out)
    if format_ == "jsonl":
        assert all(json.loads(line) for line in out.splitlines())


def test_dates_narrow_the_papers(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["papers", "MTEB", "--store", store, "--until", "2024", "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["paper"] for row in rows] == [PAPERS[0]["title"]]


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (["papers", "MTEBB"], "MTEB"),
        (["show", "nothing like it at all"], "nothing in the graph is called"),
        (["ask", "colourless green ideas sleep"], "not understood"),
        (["export", "nonsense", "-o", "x"], "graphml"),
        (["viz", "--around", "MTEBB", "-o", "x.html"], "MTEB"),
        (["viz", "--query", "zzzqqq", "-o", "x.html"], "the search for 'zzzqqq' found nothing"),
    ],
)
def test_errors_are_one_line_and_status_1(
    store: str, command: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*command, "--store", store]) == 1
    out, err = capsys.readouterr()
    assert message in err
    assert not out
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "command",
    [
        ["papers"],
        ["nonsense"],
        ["papers", "x", "--since", "soon"],
        ["build"],
        ["stats", "--format", "xml"],
        ["search", ""],
        ["search", " ", "\t"],
    ],
)
def test_wrong_usage_is_status_2(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command) == 2
    assert "Usage" in capsys.readouterr().err


def test_a_missing_graph_says_how_to_build_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["papers", "MTEB", "--store", str(tmp_path / "none")]) == 1
    assert "papermesh build" in capsys.readouterr().err


def _broken(tmp_path: Path) -> dict[str, Path]:
    """Inputs that cannot be used, or only in part, each under a name of its own."""
    good = json.dumps(PAPERS[0])
    contents: dict[str, bytes] = {
        "empty": b"",
        "image": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
        "cut": json.dumps([{"paper": {"id": "2401.00001", **PAPERS[0]}}]).encode()[:150],
        "garbage-line": f"{good}\n{{broken\n".encode(),
        "no-title": f'{good}\n{{"abstract": "It has no title."}}\n'.encode(),
        "wrong-type": f'{good}\n{{"title": 5, "abstract": "It has no title."}}\n'.encode(),
        "latin-1": good.encode() + b'\n{"title": "Caf\xe9", "abstract": "An odd byte."}\n',
        "csv-without-title": b"name,text\nx,y\n",
        "gzip-cut": gzip.compress((good + "\n").encode() * 50)[:-20],
        "deep": b"[" * 100_000,
    }
    paths = {}
    for name, content in contents.items():
        paths[name] = tmp_path / f"{name}.txt"
        paths[name].write_bytes(content)
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.png").write_bytes(contents["image"])
    return {**paths, "pictures": tmp_path / "pictures", "missing": tmp_path / "missing.jsonl"}


@pytest.mark.parametrize(
    "name",
    [
        "empty",
        "image",
        "cut",
        "garbage-line",
        "no-title",
        "wrong-type",
        "latin-1",
        "csv-without-title",
        "gzip-cut",
        "deep",
        "pictures",
        "missing",
    ],
)
def test_bad_input_is_reported_and_the_rest_goes_on(
    name: str, tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 3 with what was wrong and where; with --strict status 1; never a traceback."""
    bad = str(_broken(tmp_path)[name])
    folder = str(tmp_path / "g")
    assert run(["build", bad, str(source), "--store", folder]) == 3
    err = capsys.readouterr().err
    assert Path(bad).name in err
    assert "Traceback" not in err
    assert run(["papers", "MTEB", "--store", folder]) == 0
    capsys.readouterr()
    assert run(["build", bad, str(source), "--strict", "--store", str(tmp_path / "h")]) == 1
    err = capsys.readouterr().err
    assert len(err.strip().splitlines()) == 1
    assert Path(bad).name in err


def test_extract_writes_records(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "records.jsonl"
    assert run(["extract", str(source), "-o", str(out)]) == 0
    assert run(["extract", str(source)]) == 0
    assert capsys.readouterr().out == out.read_text(encoding="utf-8")
    records = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [set(r) for r in records] == [{"id", "title", "entities", "results", "urls"}] * 2


def test_viz_writes_one_page(store: str, tmp_path: Path) -> None:
    for n, more in enumerate((["--around", "MTEB", "--depth", "1"], ["--query", "embeddings"], [])):
        page = tmp_path / f"{n}.html"
        assert run(["viz", *more, "-o", str(page), "--store", store]) == 0
        assert "GlimmerNet" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "command",
    [
        ["viz"],
        ["export", "graphml"],
        ["export", "neo4j-csv"],
        ["digest", "--since", "2024"],
        ["trends", "MTEB"],
    ],
    ids=" ".join,
)
def test_where_no_file_can_be_is_said_before_the_graph_is_read(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """There is no graph either, but that is never looked at."""
    (tmp_path / "file").write_text("")
    for folder in ("none", "file"):
        goal = tmp_path / folder / "x.svg"
        assert run([*command, "-o", str(goal), "--store", str(tmp_path / "nowhere")]) == 1
        out, err = capsys.readouterr()
        assert err.startswith(f"papermesh: {goal}: there is no folder {goal.parent}; make it")
        assert len(err.splitlines()) == 1
        assert not out
    long = tmp_path / f"{'x' * 300}.svg"
    assert run([*command, "-o", str(long), "--store", str(tmp_path / "nowhere")]) == 1
    assert f"{long}: cannot be written: " in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_papers_that_are_less_sure_are_left_out(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def confidences(*more: str) -> list[float]:
        assert run(["papers", "MTEB", "--store", store, "--format", "jsonl", *more]) == 0
        return [json.loads(line)["confidence"] for line in capsys.readouterr().out.splitlines()]

    all_of_them = confidences()
    middle = sum(all_of_them) / 2
    assert min(all_of_them) < middle < max(all_of_them)
    assert confidences("--min-confidence", str(middle)) == [max(all_of_them)]


def test_export_writes_the_graph(store: str, tmp_path: Path) -> None:
    for format_ in ("graphml", "jsonl"):
        path = tmp_path / f"graph.{format_}"
        assert run(["export", format_, "-o", str(path), "--store", store]) == 0
        assert "benchmark:mteb" in path.read_text(encoding="utf-8")


def test_eval_scores_against_gold(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = tmp_path / "gold.jsonl"
    entity = {"name": "MTEB", "type": "Benchmark", "relation": "EVALUATES_ON", "mentions": ["MTEB"]}
    gold.write_text(
        json.dumps({"title": PAPERS[0]["title"], "entities": [entity], "results": []}) + "\n"
    )
    assert run(["eval", str(gold), str(source), "--format", "json"]) == 0
    rows = {row["row"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["core"]["recall"] == 100
    gold.write_text("{}\n")
    assert run(["eval", str(gold), str(source)]) == 1
    assert "gold.jsonl:1" in capsys.readouterr().err


def test_a_typing_error_in_a_command_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serach", "x"]) == 2
    assert "Did you mean 'search'" in capsys.readouterr().err


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        assert run([name, "--help"]) == 0
        assert len(capsys.readouterr().out) > 200


def test_a_pipe_and_a_link_stay_what_they_are(store: str, source: Path, tmp_path: Path) -> None:
    """Output goes through a link to its file; `-` is standard output and makes no file."""
    goal, link = tmp_path / "goal.jsonl", tmp_path / "link.jsonl"
    goal.write_text("old")
    link.symlink_to(goal)
    assert run(["extract", str(source), "-o", str(link)]) == 0
    assert link.is_symlink()
    assert len(goal.read_text(encoding="utf-8").splitlines()) == 2
    assert run(["extract", str(source), "-o", "/dev/null"]) == 0
    assert not Path("/dev/null").is_file()
    assert run(["viz", "-o", str(link), "--store", store]) == 0
    assert "GlimmerNet" in goal.read_text(encoding="utf-8")
