"""The application answers every address with a page and a JSON form, and says no clearly."""

from __future__ import annotations

import html
import json
import re
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate
from starlette.testclient import TestClient

import papermesh
from papermesh.errors import StoreError
from papermesh.serve import create_app
from papermesh.store import open_store
from papermesh.views.library import Library
from tests.fakes import FakeStore, small_graph
from tests.make import paper

BOTH = (
    "/",
    "/search?q=pebble",
    "/search?q=pebble&type=Paper",
    "/search",
    "/paper/arxiv:2403.00003",
    "/entity/model:llama-2",
    "/entity/benchmark:mteb",
    "/entity/model:llama-2?relation=USES&sort=newest&page=1",
    "/benchmark/benchmark:mteb",
    "/author/author:ada-quill",
    "/organization/organization:harbour-lab",
    "/papers",
    "/papers?sort=upvotes",
    "/papers?since=2024&until=2025-02&sort=upvotes&limit=2",
    "/papers?since=&until=&organization=Harbour+Lab",
    "/entities",
    "/entities?type=benchmarks&sort=name",
    "/entities?sort=newest",
    "/authors",
    "/organizations?sort=name&limit=1",
    "/trends",
    "/trends?name=MTEB&name=Llama+2&type=Model",
    "/digest",
    "/digest?since=2024-01-01&until=2024-12-31",
)
WRONG = (
    ("/paper/arxiv:0000.00000", 404),
    ("/entity/nothing-like-this", 404),
    ("/author/nobody", 404),
    ("/nowhere", 404),
    ("/papers?page=0", 422),
    ("/papers?page=two", 422),
    ("/papers?sort=size", 422),
    ("/entities?type=Planet", 422),
    ("/entity/model:llama-2?relation=LOVES", 422),
    ("/trends?name=nothing-like-this", 404),
    ("/trends?window=0", 422),
    ("/digest?since=yesterday", 422),
    ("/digest?since=2025-01-01&until=2024-01-01", 422),
    ("/digest?since=1577836800", 422),
    ("/digest?until=2025-13", 422),
    ("/search?q=x&type=Planet", 422),
    ("/ask?q=who+introduced+Zzyzxqwv", 404),
    ("/graph?around=nothing-like-this", 404),
    ("/graph?depth=99", 422),
    ("/papers?page=2", 404),
    ("/papers?limit=101", 422),
    ("/papers?since=2025-01-01&until=2024-01-01", 422),
    ("/papers?organization=nobody", 404),
    ("/entities?page=99", 404),
    ("/entity/benchmark:mteb?page=99", 404),
    ("/entity/benchmark:mteb?results_page=99", 404),
    ("/author/author:ada-quill?page=2", 404),
    ("/search?q=pebble&page=9", 404),
    ("/ask?q=which+papers+use+MTEB&page=2", 404),
    ("/entity/benchmark:nope", 404),
    ("/ask?q=will+it+rain+tomorrow", 422),
    (f"/search?q={'x' * 501}", 422),
)


def client_of(store: Any, **options: Any) -> TestClient:
    app = create_app(store, watch=None, **options)
    return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with client_of(FakeStore(small_graph())) as made:
        yield made


@pytest.mark.parametrize("path", BOTH)
def test_a_page_and_its_json_form(client: TestClient, path: str) -> None:
    page, form = client.get(path), client.get(f"/api{path}")
    assert page.status_code == form.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert form.headers["content-type"] == "application/json"
    assert isinstance(form.json(), dict)


def names_of(value: Any) -> set[str]:
    """All that a JSON form names: what has a name, and what a result says."""
    found: set[str] = set()
    if isinstance(value, dict):
        found = {value[key] for key in ("name", "value", "snippet") if value.get(key)}
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            found |= names_of(item)
    return found


@pytest.mark.parametrize("path", BOTH)
def test_what_the_json_form_names_stands_in_the_page(client: TestClient, path: str) -> None:
    page, form = client.get(path), client.get(f"/api{path}").json()
    text = " ".join(html.unescape(re.sub(r"<[^>]*>", "", page.text)).split())
    assert {name for name in names_of(form) if name not in text} == set()
    assert names_of(form) or path in {"/search", "/trends"}  # nothing is asked; nothing rises


@pytest.mark.parametrize(
    "path", [*BOTH, "/ask", "/ask?q=which+papers+use+MTEB", "/nowhere", "/api/docs"]
)
def test_every_page_allows_nothing_from_elsewhere(client: TestClient, path: str) -> None:
    answer = client.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert " style=" not in answer.text
    assert " onclick=" not in answer.text


@pytest.mark.parametrize(("path", "status"), WRONG)
def test_a_wrong_request_is_told_what_is_wrong(client: TestClient, path: str, status: int) -> None:
    page, form = client.get(path), client.get(f"/api{path}")
    assert page.status_code == form.status_code == status
    assert page.headers["content-type"].startswith("text/html")
    assert form.json()["error"]
    assert "Traceback" not in page.text


def test_an_unknown_name_is_told_the_closest_ones(client: TestClient) -> None:
    answer = client.get("/api/entity/MTBE")
    assert answer.status_code == 404
    assert "MTEB" in answer.json()["closest"]
    assert "MTEB" in client.get("/api/entity/benchmark:mtbe").json()["closest"]


def test_a_name_leads_on_to_the_page_of_its_id(client: TestClient) -> None:
    for path in ("/entity/mteb", "/api/entity/MTEB", "/benchmark/mteb"):
        answer = client.get(path, follow_redirects=False)
        assert answer.status_code == 307
        assert answer.headers["location"] == path.rsplit("/", 1)[0] + "/benchmark:mteb"
    answer = client.get("/paper/model:llama-2", follow_redirects=False)
    assert answer.headers["location"] == "/entity/model:llama-2"
    assert client.get("/go?q=MTEB", follow_redirects=False).headers["location"].endswith("mteb")
    assert client.get("/go?q=zzz", follow_redirects=False).headers["location"] == "/search?q=zzz"


def test_an_answer_comes_with_query_and_evidence(client: TestClient) -> None:
    answer = client.get("/api/ask", params={"q": "which papers use MTEB"}).json()
    assert answer["rows"]
    assert "MATCH" in answer["cypher"]
    assert any(sentences for sentences in answer["evidence"])
    assert any(cell["node"] for row in answer["rows"] for cell in row)
    assert "which papers use MTEB" in client.get("/ask?q=which papers use MTEB").text


def test_suggestions_forgive_and_finish(client: TestClient) -> None:
    for words in ("mte", "MTBE", "llam"):
        hits = client.get("/api/suggest", params={"q": words}).json()["hits"]
        assert any(hit["node"]["name"] in {"MTEB", "Llama", "Llama 2"} for hit in hits), words
    assert client.get("/api/suggest").json()["hits"] == []


def test_suggestions_are_of_the_type_that_is_wanted(client: TestClient) -> None:
    def names(**query: str) -> list[str]:
        hits = client.get("/api/suggest", params=query).json()["hits"]
        return [hit["node"]["name"] for hit in hits]

    assert names(q="te")[:2] == ["text embedding", "MTEB"]
    assert names(q="te", type="Benchmark") == ["MTEB"]


def test_the_reference_is_a_valid_description(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    validate(described)
    assert all(set(methods) == {"get"} for methods in described["paths"].values())
    for path in described["paths"]:
        assert path in client.get("/api/docs").text


def test_the_graph_can_be_drawn_and_listed(client: TestClient) -> None:
    page = client.get("/graph?around=MTEB")
    assert page.status_code == 200
    assert "sha256-" in page.headers["content-security-policy"]
    form = client.get("/api/graph?around=MTEB").json()
    ids = {node["id"] for node in form["nodes"]}
    assert "benchmark:mteb" in ids
    assert form["edges"]
    assert all({edge["source"], edge["target"]} <= ids for edge in form["edges"])


def drawn(client: TestClient, path: str) -> Any:
    """The data of a drawing, and of its nodes only those that are shown at first."""
    page = client.get(path).text
    found = re.search(r'<script id="data" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found
    data = json.loads(found[1])
    return {**data, "nodes": [node["key"] for node in data["nodes"][: data["shown"]]]}


def test_the_middle_of_a_drawing_comes_first(client: TestClient) -> None:
    best = drawn(client, "/graph?limit=1")
    assert best["nodes"] == ["arxiv:2403.00003"]
    assert drawn(client, "/graph?around=GSM8K&depth=2&limit=1")["nodes"] == ["benchmark:gsm8k"]
    assert drawn(client, "/graph?q=gsm8k&limit=1")["nodes"] == ["benchmark:gsm8k"]
    assert best["site"] == "/"
    assert len(drawn(client, "/graph?limit=100")["nodes"]) == 44
    whole = client.get("/api/graph?limit=2").json()
    assert (whole["total_nodes"], whole["total_edges"], len(whole["nodes"])) == (44, 78, 2)


def test_the_digest_is_a_feed_as_well(client: TestClient) -> None:
    answer = client.get("/digest.atom?since=2024-01-01")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert "<feed" in answer.text


def test_a_feed_holds_the_days_that_were_asked_for(client: TestClient) -> None:
    feed = client.get("/digest.atom?since=2024-01-01&until=2024-04-30").text
    assert "Pebble: Small Encoders" in feed
    assert "FoldAdapt" not in feed
    assert "TinyTalk" not in feed
    assert "TinyTalk" in client.get("/digest.atom").text


def test_files_are_kept_for_ever_under_addresses_that_change_with_them(client: TestClient) -> None:
    found = re.findall(r'(?:href|src)="(/static/[^"?]+)\?v=([0-9a-f]+)"', client.get("/").text)
    assert {"/static/app.css", "/static/app.js"} <= {path for path, _ in found}
    for path, version in found:
        answer = client.get(f"{path}?v={version}")
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "immutable" not in client.get("/").headers["cache-control"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_it_can_only_be_read(client: TestClient, method: str) -> None:
    for path in ("/", "/api/", "/api/papers", "/paper/arxiv:2403.00003"):
        assert client.request(method, path).status_code == 405


def test_head_is_get_without_a_body(client: TestClient) -> None:
    answer = client.head("/")
    assert answer.status_code == 200
    assert answer.content == b""


def test_what_a_client_has_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/papers")
    again = client.get("/papers", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == first.headers["etag"]
    assert client.get("/papers").content == first.content


def test_a_feed_names_the_server_as_it_was_called(client: TestClient) -> None:
    for host in ("localhost:1", "127.0.0.1:2", "localhost:1"):
        answer = client.get("/digest.atom?since=2024-01-01", headers={"host": host})
        assert f"http://{host}/digest.atom" in answer.text


def test_only_names_of_the_server_are_heard(client: TestClient) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8000"):
        assert client.get("/", headers={"host": host}).status_code == 421
    for host in ("127.0.0.1:8000", "localhost", "LOCALHOST:1", "[::1]:8000"):
        assert client.get("/", headers={"host": host}).status_code == 200
    with client_of(FakeStore(small_graph()), hosts=()) as open_to_all:
        assert open_to_all.get("/", headers={"host": "any.example"}).status_code == 200


def test_an_endless_address_is_refused(client: TestClient) -> None:
    assert client.get("/paper/" + "x" * 9000).status_code == 414


@settings(deadline=None, max_examples=20)
@given(text=st.text(max_size=60))
def test_no_text_breaks_it(client: TestClient, text: str) -> None:
    """Whatever is asked, the answer is an answer, a lead, or a clear no."""
    text = text.encode("utf-8", "replace").decode()
    for path in ("search", "api/search", "api/suggest", "api/ask", "ask", "go"):
        answer = client.get(f"/{path}", params={"q": text})
        assert answer.status_code in {200, 404, 422}, (path, text)
    for path in ("paper", "entity", "api/benchmark", "author"):
        answer = client.get(f"/{path}/{quote(text, safe='')}")
        assert answer.status_code in {200, 404, 422}, (path, text)


def test_what_a_build_adds_is_served(tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    with papermesh.open(folder) as graph:
        graph.build(paper("arxiv:2501.00001", "Lantern: a model of light", "We propose Lantern."))
    with client_of(open_store(folder)) as client:
        assert client.get("/paper/arxiv:2501.00002").status_code == 404
        library = client.app.state.library  # type: ignore[attr-defined]
        assert not library.refresh()
        with papermesh.open(folder) as graph:
            graph.build(paper("arxiv:2501.00002", "Harbour: a data set", "We introduce Harbour."))
        assert library.refresh()
        assert client.get("/paper/arxiv:2501.00002").status_code == 200
        assert client.get("/api/").json()["counts"]["Paper"] == 2


def test_an_address_tells_of_the_graph_as_it_is_now(tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    with papermesh.open(folder) as graph:
        graph.build(paper("arxiv:2501.00001", "Lantern: a model of light", "We propose Lantern."))
    with client_of(open_store(folder)) as client:
        before = client.get("/papers")
        assert client.get("/papers").text == before.text
        with papermesh.open(folder) as graph:
            graph.build(paper("arxiv:2501.00002", "Harbour: a data set", "We introduce Harbour."))
        assert client.get("/papers").text == before.text
        assert client.app.state.library.refresh()  # type: ignore[attr-defined]
        known = {"if-none-match": before.headers["etag"]}
        after = client.get("/papers", headers=known)
        assert after.status_code == 200
        assert "Harbour: a data set" not in before.text
        assert "Harbour: a data set" in after.text
        assert client.get("/api/papers").json()["total"] == 2


def test_a_change_is_noticed_and_a_failure_outlived(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "graph"
    with papermesh.open(folder) as graph:
        graph.build(paper("arxiv:2501.00001", "Lantern: a model of light", "We propose Lantern."))

    def until(met: Callable[[], bool]) -> bool:
        end = time.monotonic() + 10
        while not met() and time.monotonic() < end:
            time.sleep(0.02)
        return met()

    app = create_app(open_store(folder), watch=0.05)
    with TestClient(app, base_url="http://127.0.0.1") as watching:

        def there(id: str) -> bool:
            return watching.get(f"/paper/{id}").status_code == 200

        assert not there("arxiv:2501.00002")
        with papermesh.open(folder) as graph:
            graph.build(paper("arxiv:2501.00002", "Harbour: a data set", "We introduce Harbour."))
        assert until(lambda: there("arxiv:2501.00002"))
        files = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        (folder / "graph.json").write_text("{}")
        assert until(lambda: "is served on" in caplog.text)
        assert there("arxiv:2501.00002")
        for path, content in files.items():
            path.write_bytes(content)
        with papermesh.open(folder) as graph:
            graph.build(paper("arxiv:2501.00003", "Anchor: a task", "We introduce Anchor."))
        assert until(lambda: there("arxiv:2501.00003"))


def test_a_store_that_fails_later_is_served_on(tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    with papermesh.open(folder) as graph:
        graph.build(paper("arxiv:2501.00001", "Lantern: a model of light", "We propose Lantern."))
    with client_of(open_store(folder)) as client:
        (folder / "nodes.jsonl").write_text("broken")
        (folder / "graph.json").write_text("{}")
        with pytest.raises(StoreError):
            client.app.state.library.refresh()  # type: ignore[attr-defined]
        assert client.get("/paper/arxiv:2501.00001").status_code == 200


def test_without_a_graph_there_is_nothing_to_serve(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="papermesh build"):
        create_app(open_store(tmp_path / "none"))


def test_mentions_are_where_they_say(client: TestClient) -> None:
    for node in FakeStore(small_graph()).nodes("Paper"):
        form = client.get(f"/api/paper/{quote(node.id)}").json()
        texts = {"title": form["name"], "abstract": form["abstract"]}
        for mention in form["mentions"]:
            piece = texts[mention["field"]][mention["start"] : mention["end"]]
            assert piece
            assert 0 <= mention["start"] < mention["end"]
        assert json.dumps(form)


def test_what_goes_wrong_here_is_told_under_the_same_headers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a mistake")

    with client_of(FakeStore(small_graph())) as client:
        monkeypatch.setattr("papermesh.views.listed_papers", fail)
        answer = client.get("/papers")
    assert answer.status_code == 500
    assert "a mistake" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_graph_before_is_given_back(tmp_path: Path) -> None:
    store = open_store(tmp_path / "graph")
    with papermesh.open(tmp_path / "graph") as graph:
        graph.build(paper("arxiv:2501.00001", "Lantern: a model of light", "We propose Lantern."))
        library = Library(store)
        before = weakref.ref(library.current.graph())
        graph.build(paper("arxiv:2501.00002", "Harbour: a data set", "We introduce Harbour."))
    assert library.refresh()
    assert before() is None


def test_an_id_with_marks_of_addresses_has_its_json_form() -> None:
    graph = small_graph()
    graph.add_node("doi:10.1234/a?b#c", labels=("Paper",), title="Odd", abstract="")
    with client_of(FakeStore(graph)) as client:
        page = client.get("/paper/doi:10.1234/a%3Fb%23c").text
        assert 'href="/api/paper/doi:10.1234/a%3Fb%23c"' in page


EMPTY_PATHS = (
    *(
        "/",
        "/papers",
        "/entities",
        "/authors",
        "/organizations",
        "/trends",
        "/digest",
        "/search?q=a",
    ),
    *("/ask?q=papers", "/graph", "/api/docs"),
)


@pytest.mark.parametrize("papers", [0, 1])
def test_a_graph_with_next_to_nothing_is_shown(papers: int) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number in range(papers):
        graph.add_node(f"title:{number}", labels=("Paper",), title=f"Paper {number}")
    app = create_app(FakeStore(graph), hosts=["testserver"], watch=None)
    with TestClient(app) as client:
        answers = {path: client.get(path).status_code for path in EMPTY_PATHS}
    assert {path: code for path, code in answers.items() if code not in (200, 404, 422)} == {}
    assert answers["/"] == answers["/papers"] == answers["/entities"] == 200


def test_papers_with_code_are_those_of_which_a_repository_is_known() -> None:
    store = FakeStore(small_graph())
    app = create_app(store, hosts=["testserver"], watch=None)
    with TestClient(app) as client:
        found = client.get("/api/papers?code=true").json()["papers"]
    edges = store.edges([node.id for node in store.nodes("Paper")], ["HAS_CODE"], "out")
    assert {one["id"] for one in found} == {edge.source for edge in edges} != set()
