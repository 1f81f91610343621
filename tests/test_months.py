"""Papers of which only the month is known: their arXiv id tells it, and no source tells the day."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

import papermesh
from papermesh import views
from papermesh.ask import ask
from papermesh.cli import run
from papermesh.digest import render
from papermesh.export import FORMATS
from papermesh.graph import assemble
from papermesh.identifiers import arxiv_month
from papermesh.papers import revise
from papermesh.query import date_of, day_text
from papermesh.query.values import to_month
from papermesh.serve import create_app
from papermesh.store.base import Node
from papermesh.store.folder import FolderStore
from papermesh.store.neo4j import Neo4jStore
from papermesh.viz.content import node_record
from tests.make import EMPTY, entity, paper, record

if TYPE_CHECKING:
    from pathlib import Path

    from papermesh.model import Paper
    from tests.server import Server

FEBRUARY = dt.date(2024, 2, 1)
ORIGIN = paper("arxiv:2402.03300", "GRPO: A Group of Rewards", "We propose GRPO.")
LATER = paper("arxiv:2502.00001", "Rewards again", "We use GRPO.", published=dt.date(2025, 2, 18))
NEVER = paper("title:onrewards", "On rewards", "We use GRPO.")
TODAY = dt.date(2026, 1, 1)


def kept(path: Path, *papers: Paper) -> FolderStore:
    """A store of papers of which the first proposes GRPO and the others use it."""
    store = FolderStore(path, lexicon=EMPTY)
    relations = ["PROPOSES"] + ["USES"] * len(papers)
    told = zip(papers, relations, strict=False)
    store.update(
        papers,
        {one.id: ("print", record(one.id, entity("GRPO", "Method", does))) for one, does in told},
    )
    return store


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return kept(tmp_path / "graph", ORIGIN, LATER, NEVER)


months = st.dates(dt.date(2007, 4, 1), dt.date(2090, 12, 31)).map(lambda day: day.replace(day=1))
old_months = st.dates(dt.date(1991, 1, 1), dt.date(2007, 3, 31)).map(lambda day: day.replace(day=1))


@given(months, st.integers(1, 99_999), st.sampled_from(["", "arxiv:", "https://arxiv.org/abs/"]))
def test_an_id_tells_its_month(month: dt.date, number: int, before: str) -> None:
    assert arxiv_month(f"{before}{month:%y%m}.{number:05}v2") == month


@given(old_months, st.sampled_from(["hep-th", "cs", "math.GT", "cond-mat"]))
def test_an_id_of_the_old_form_tells_its_month(month: dt.date, archive: str) -> None:
    assert arxiv_month(f"arxiv:{archive}/{month:%y%m}001") == month


@pytest.mark.parametrize(
    "id",
    [
        "arxiv:2400.00001",
        "arxiv:2413.00001",
        "arxiv:0703.0001",  # the new form begins a month later
        "hep-th/0704001",
        "hep-th/9113001",
        "arxiv:9901.00001",
        "arxiv:1",
        "doi:10.1000/2402.03300",
        "title:2402",
        "",
    ],
)
def test_other_ids_tell_no_month(id: str) -> None:
    assert arxiv_month(id) is None


@given(st.text())
def test_any_text_does(text: str) -> None:
    assert (found := arxiv_month(text)) is None or found.day == 1


@pytest.mark.parametrize("known", ["published", "featured"])
def test_a_month_stands_only_where_no_day_is_known(known: str) -> None:
    """It leaves both days as the sources have them."""
    told = record(ORIGIN.id, entity("GRPO"))
    graph = assemble([ORIGIN], {ORIGIN.id: told}, EMPTY)
    assert graph.nodes[ORIGIN.id]["month"] == "2024-02-01"
    assert not {"published", "featured"} & set(graph.nodes[ORIGIN.id])
    assert graph.nodes["method:grpo"]["firstSeen"] == "2024-02-01"
    dated = ORIGIN.model_copy(update={known: dt.date(2024, 2, 5)})
    graph = assemble([dated], {dated.id: told}, EMPTY)
    assert "month" not in graph.nodes[dated.id]
    assert graph.nodes["method:grpo"]["firstSeen"] == "2024-02-05"


def test_a_day_that_comes_later_replaces_the_month(store: FolderStore, tmp_path: Path) -> None:
    """A store that learns the day is the store that always knew it."""
    dated = ORIGIN.model_copy(update={"published": dt.date(2024, 2, 5)})
    store.update(revise(store.papers(), [dated]), store.records())
    node = FolderStore(tmp_path / "graph", lexicon=EMPTY).node(dated.id)
    assert node is not None
    assert "month" not in node.properties
    kept(tmp_path / "other", dated, LATER, NEVER)
    for name in ("nodes.jsonl", "edges.jsonl"):
        pair = [(tmp_path / folder / name).read_bytes() for folder in ("graph", "other")]
        assert pair[0] == pair[1]


@pytest.mark.parametrize(
    ("properties", "date", "text"),
    [
        ({"month": "2024-02-01"}, FEBRUARY, "2024-02"),
        ({"month": "2024-02-01", "featured": "2024-02-09"}, dt.date(2024, 2, 9), "2024-02-09"),
        ({"month": "2024-02-01", "published": "2024-02-01"}, FEBRUARY, "2024-02-01"),
        ({"month": "2024-02-01", "published": "9999-02-01"}, FEBRUARY, "2024-02"),
        ({"month": "soon"}, None, None),
        ({}, None, None),
    ],
)
def test_what_a_date_is_and_how_it_is_written(
    properties: dict[str, str], date: dt.date | None, text: str | None
) -> None:
    node = Node("arxiv:2402.03300", ("Paper",), properties)
    assert (date_of(node), day_text(node)) == (date, text)
    assert to_month(node) == (text is not None and len(text) == 7)


def test_only_what_has_no_month_is_undated(store: FolderStore) -> None:
    """The month counts as a date: in the sum, in a curve, in a period."""
    graph = papermesh.Graph(store)
    assert graph.stats().undated == 1
    curve = graph.adoption("GRPO")
    assert (curve.points[0].label, curve.points[0].papers, curve.undated) == ("2024-02", 1, 1)
    rows = graph.papers("GRPO", since=FEBRUARY, until=dt.date(2024, 2, 29))
    assert [row.paper.id for row in rows] == [ORIGIN.id]
    assert graph.papers("GRPO", until=dt.date(2024, 1, 31)) == []


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("when was GRPO first used", "was introduced in 2024-02 by “GRPO: A Group of Rewards”"),
        ("who introduced GRPO", "was introduced by “GRPO: A Group of Rewards” (2024-02)"),
        ("oldest papers about GRPO", "is “GRPO: A Group of Rewards” (2024-02)"),
        ("when was arxiv:2402.03300 published", "was submitted in 2024-02."),
        ("when was arxiv:2502.00001 published", "was submitted on 2025-02-18."),
        ("how has the use of GRPO grown", "the first of 2024-02; 1 without a date"),
    ],
)
def test_answers_say_the_month_and_no_day(store: FolderStore, question: str, told: str) -> None:
    answer = ask(store, question, today=TODAY)
    assert told in answer.sentence
    assert "2024-02-01" not in answer.sentence
    assert "2024-02-01" not in [cell for row in answer.rows for cell in row]


def test_an_origin_without_a_date_is_told_before_the_first_day(tmp_path: Path) -> None:
    origin = paper("title:grpo", "GRPO: A Group of Rewards", "We propose GRPO.")
    answer = ask(
        kept(tmp_path / "graph", origin, LATER, NEVER), "when was GRPO first used", today=TODAY
    )
    assert answer.sentence == (
        "GRPO was introduced by “GRPO: A Group of Rewards”; first seen on 2025-02-18."
    )
    assert [row[4] for row in answer.rows] == [origin.id, LATER.id, NEVER.id]
    alone = ask(kept(tmp_path / "alone", NEVER), "when was GRPO first used", today=TODAY)
    assert alone.sentence == "GRPO was introduced by “On rewards”."


def test_pages_and_their_json_say_the_month(store: FolderStore) -> None:
    client = TestClient(create_app(store, watch=None), base_url="http://127.0.0.1")
    found = client.get("/api/entity/method:grpo").json()
    first = found["introduced_by"][0]
    assert (first["id"], first["date"], first["to_month"]) == (ORIGIN.id, "2024-02-01", True)
    assert [one["to_month"] for one in found["listing"]["papers"]] == [True, False, False]
    for path in ("/entity/method:grpo", f"/paper/{ORIGIN.id}", "/papers"):
        page = client.get(path).text
        assert '<time datetime="2024-02">Feb 2024</time>' in page
        assert "1 Feb 2024" not in page
    assert '<time datetime="2025-02-18">18 Feb 2025</time>' in client.get("/papers").text


def test_an_introduction_without_a_date_is_still_one(tmp_path: Path) -> None:
    origin = paper("title:grpo", "GRPO: A Group of Rewards", "We propose GRPO.")
    store = kept(tmp_path / "graph", origin, LATER)
    node = store.node("method:grpo")
    assert node is not None
    assert [one.id for one in views.entity_view(store, node).introduced_by] == [origin.id]


@pytest.mark.parametrize("format", [*FORMATS, "neo4j-csv"])
def test_exports_carry_it(store: FolderStore, tmp_path: Path, format: str) -> None:
    place = tmp_path / "out"
    papermesh.Graph(store).export(format, place)
    files = sorted(place.rglob("papers.csv")) if place.is_dir() else [place]
    assert "2024-02-01" in "".join(file.read_text(encoding="utf-8") for file in files)


def test_commands_write_the_month(store: FolderStore, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["papers", "GRPO"], ["trends", "GRPO"], ["show", "GRPO"], ["show", ORIGIN.id]):
        assert run([*command, "--store", store.url]) == 0
        told = "".join(capsys.readouterr())
        assert "2024-02" in told
        assert "2024-02-01" not in told
    assert run(["papers", "GRPO", "--format", "json", "--store", store.url]) == 0
    assert [row["date"] for row in json.loads(capsys.readouterr().out)] == [
        "2024-02",
        "2025-02-18",
        None,
    ]


def test_a_notebook_a_digest_and_a_picture_show_the_month(store: FolderStore) -> None:
    graph = papermesh.Graph(store)
    shown = graph.papers("GRPO")._repr_html_()
    assert "2024-02" in shown
    assert "2024-02-01" not in shown
    told = graph.digest(FEBRUARY, dt.date(2024, 2, 29))
    assert "(2024-02)" in render(told, "markdown")
    assert '<time datetime="2024-02">2024-02</time>' in render(told, "html")
    assert "<published>2024-02-01T00:00:00Z</published>" in render(told, "atom")
    node = store.node(ORIGIN.id)
    assert node is not None
    attributes = {"labels": node.labels, **node.properties}
    assert node_record(node.id, attributes, 1, 1)["date"] == "2024-02"


def test_the_cypher_of_an_answer_says_the_same(store: FolderStore, empty_server: Server) -> None:
    """Neo4j compares it as a day, and shows it as a month; a day that comes later replaces it."""
    with closing(Neo4jStore(empty_server.uri, lexicon=EMPTY)) as database:
        database.update(store.papers(), store.records())
        for question, ids in (
            ("which papers use GRPO", [ORIGIN.id, LATER.id, NEVER.id]),
            ("papers about GRPO from February 2024", [ORIGIN.id]),
            ("when was GRPO first used", [ORIGIN.id, LATER.id, NEVER.id]),
            ("oldest papers", [ORIGIN.id, LATER.id]),
        ):
            answer = ask(store, question, today=TODAY)
            at, found = (
                answer.columns.index("date"),
                database.cypher(answer.traversal, answer.parameters),
            )
            assert [row[-1] for row in answer.rows] == ids
            dates = {row[-1]: row[at] for row in answer.rows}
            assert {row["id"]: row["date"] for row in found.rows} == dates
        dated = ORIGIN.model_copy(update={"published": dt.date(2024, 2, 5)})
        database.update(revise(database.papers(), [dated]), database.records())
    with closing(Neo4jStore(empty_server.uri, lexicon=EMPTY)) as database:
        node = database.node(ORIGIN.id)
    assert node is not None
    assert (day_text(node), node.properties.get("month")) == ("2024-02-05", None)
