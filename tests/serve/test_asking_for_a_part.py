"""Lists are narrowed, cut into pages and reached whole; what an address does not know it refuses."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from papermesh.serve import create_app
from tests.fakes import FakeStore, small_graph

PEBBLE = "arxiv:2403.00003"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    graph = small_graph()
    graph.nodes[PEBBLE]["urls"] = ["https://papers.example/Pebble/"]
    graph.add_node("doi:10.1234/anchor", labels=("Paper",), title="Anchor", abstract="")
    graph.add_node("method:mteb-pro", labels=("Entity", "Method"), name="Nope", paperCount=0)
    app = create_app(FakeStore(graph), watch=None)
    with TestClient(app, base_url="http://127.0.0.1") as made:
        yield made


def ids(answer: dict[str, Any]) -> list[str]:
    """The ids of the papers of a list."""
    return [paper["id"] for paper in answer["papers"]]


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("/papers?sinse=2025", "since, until, code, organization, sort, page, limit"),
        ("/search?q=x&size=3", "q, type, page, limit"),
        ("/paper/arxiv:2403.00003?page=1", "takes none"),
        ("/digest?<b>=1", "since, until, limit"),
        ("/ask?question=who", "q, today, page, limit"),
    ],
)
def test_a_parameter_that_is_not_known_is_told_with_those_that_are(
    client: TestClient, path: str, known: str
) -> None:
    name = re.findall(r"[?&]([^=&]+)=", path)[0 if "size" not in path else 1]
    form, page = client.get(f"/api{path}"), client.get(path)
    assert form.status_code == page.status_code == 422
    assert repr(name) in form.json()["error"]
    assert known in form.json()["error"]
    assert known in page.text
    assert "<b>" not in page.text


def test_papers_of_some_days(client: TestClient) -> None:
    def of(**query: str) -> list[str]:
        return ids(client.get("/api/papers", params=query).json())

    assert of(since="2025") == ["arxiv:2505.00006", "arxiv:2502.00005"]
    assert of(since="2024-05-20", until="2025-02") == ["arxiv:2502.00005", "arxiv:2405.00004"]
    assert of(until="2023-01") == ["arxiv:2301.00001"]
    assert of(since="1990", until="1991") == []
    answer = client.get("/api/papers?since=2025&sort=upvotes").json()
    assert (answer["since"], answer["until"], answer["sort"]) == ("2025-01-01", None, "upvotes")
    assert answer["undated"] == 2
    assert client.get("/api/papers").json()["undated"] == 0


def test_papers_with_code_and_of_an_organisation(client: TestClient) -> None:
    assert ids(client.get("/api/papers?code=true").json()) == [PEBBLE]
    assert ids(client.get("/api/papers?code=true&since=2025").json()) == []
    own = client.get("/api/organization/organization:harbour-lab").json()["listing"]
    for name in ("organization:harbour-lab", "harbour lab"):
        found = client.get("/api/papers", params={"organization": name}).json()
        assert ids(found) == ids(own) != []
        assert found["organization"]["name"] == "Harbour Lab"


def test_a_form_chooses_papers(client: TestClient) -> None:
    """What the form of the page sends is understood, empty fields included."""
    asked = "since=2024-01-01&until=&organization=&code=true&sort=upvotes"
    page = client.get(f"/papers?{asked}").text
    assert ids(client.get(f"/api/papers?{asked}").json()) == [PEBBLE]
    assert 'name="since" value="2024-01-01"' in page
    assert re.search(r'name="code" value="true" checked', page)
    assert 'href="/api/papers?since=2024-01-01&amp;code=true&amp;sort=upvotes"' in page


@pytest.mark.parametrize(
    ("path", "things"),
    [
        ("papers", "papers"),
        ("entities", "entities"),
        ("search?q=llama", "hits"),
        ("ask?q=newest+papers", "rows"),
    ],
)
def test_pages_of_any_size_hold_the_whole_list(client: TestClient, path: str, things: str) -> None:
    start = f"/api/{path}{'&' if '?' in path else '?'}limit="
    whole = client.get(f"{start}100").json()[things]
    assert len(whole) > 3
    pieces: list[Any] = []
    for page in range(1, -(-len(whole) // 3) + 1):
        answer = client.get(f"{start}3&page={page}")
        assert answer.json()["page"] == page
        pieces += answer.json()[things]
    assert pieces == whole
    beyond = client.get(f"{start}3&page={page + 1}")
    assert beyond.status_code == 404
    assert f"no page {page + 1}; the last one is {page}" in beyond.json()["error"]


def test_a_search_leads_on_to_its_next_page(client: TestClient) -> None:
    page = client.get("/search?q=llama&limit=3").text
    assert 'rel="next" href="/search?q=llama&amp;limit=3&amp;page=2"' in page
    assert client.get("/api/search?q=llama&limit=3").json()["more"] is True
    assert client.get("/api/search?q=llama&limit=100").json()["more"] is False
    assert 'rel="next"' not in client.get("/search?q=llama&limit=100").text


def test_all_rows_of_an_answer_are_reached(client: TestClient) -> None:
    first = client.get("/api/ask?q=newest+papers&limit=2").json()
    assert len(first["rows"]) == len(first["evidence"]) == 2 < first["total"]
    page = client.get("/ask?q=newest+papers&limit=2").text
    whole = re.search(r'href="([^"]+)">show all (\d+) rows', page)
    assert whole
    assert int(whole[2]) == first["total"]
    shown = client.get(whole[1].replace("&amp;", "&")).text
    assert shown.count("<tr>") == first["total"] + 1


def test_a_digest_leads_to_all_papers_of_its_time(client: TestClient) -> None:
    form = client.get("/api/digest?since=2023&until=2025&limit=2").json()
    assert len(form["papers"]) == 2 < form["total"]
    page = client.get("/digest?since=2023&until=2025&limit=2").text
    link = re.search(r'href="(/papers\?since=[^"]+)">All', page)
    assert link
    whole = client.get("/api" + link[1].replace("&amp;", "&")).json()
    assert whole["total"] == form["total"]


def test_a_digest_passes_over_times_without_papers(client: TestClient) -> None:
    first = client.get("/api/digest?since=2023-01-05&until=2023-01-11").json()
    assert first["earlier"] is None
    days = [
        dt.date.fromisoformat(paper["date"])
        for paper in client.get("/api/papers?limit=100").json()["papers"]
        if paper["date"]
    ]
    met: set[dt.date] = set()
    at = {"since": "2023-01-05", "until": "2023-01-11"}
    while at:
        form = client.get("/api/digest", params=at).json()
        assert form["total"]
        assert client.get("/digest", params=at).text.count('rel="next"') == bool(form["later"])
        met |= {dt.date.fromisoformat(paper["date"]) for paper in form["papers"]}
        at = form["later"]
    assert met == set(days)
    back = client.get("/api/digest?since=2025-12-01&until=2025-12-07").json()
    assert back["later"] is None
    assert back["earlier"]["until"] == max(days).isoformat()


def test_an_id_is_of_its_type_or_of_none(client: TestClient) -> None:
    answer = client.get("/api/entity/benchmark:nope", follow_redirects=False)
    assert answer.status_code == 404
    assert "Nope" in answer.json()["closest"]
    near = client.get("/api/entity/benchmark:mtbe", follow_redirects=False)
    assert near.json()["closest"][0] == "MTEB"
    for name, place in (("nope", "method:mteb-pro"), ("benchmark:MTEB", "benchmark:mteb")):
        led = client.get(f"/api/entity/{name}", follow_redirects=False)
        assert led.headers["location"] == f"/api/entity/{place}"


def test_an_address_leads_on_with_what_the_next_one_knows(client: TestClient) -> None:
    for path in ("/entity/mteb?sort=newest", "/api/entity/author:ada-quill?sort=newest"):
        assert client.get(path).status_code == 200


def test_curves_of_known_names_are_drawn_beside_unknown_ones(client: TestClient) -> None:
    answer = client.get("/api/trends?name=MTBE&name=LoRA").json()
    assert [curve["entity"]["name"] for curve in answer["curves"]] == ["LoRA"]
    (unknown,) = answer["unknown"]
    assert unknown["name"] == "MTBE"
    assert "MTEB" in unknown["closest"]
    page = client.get("/trends?name=MTBE&name=LoRA").text
    assert 'href="/trends?name=method%3Alora&amp;name=MTEB"' in page
    assert client.get("/api/trends?name=MTBE&name=zzzz").status_code == 404


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("2403.00003", PEBBLE),
        ("arXiv:2403.00003v2", PEBBLE),
        ("https://arxiv.org/abs/2403.00003", PEBBLE),
        ("https://arxiv.org/pdf/2403.00003v1.pdf", PEBBLE),
        ("https://papers.example/Pebble", PEBBLE),
        ("https://github.com/Harbour/pebble", PEBBLE),
        ("10.1234/ANCHOR", "doi:10.1234/anchor"),
        ("https://doi.org/10.1234/anchor", "doi:10.1234/anchor"),
        ("https://arxiv.org/abs/2403.99999", None),
    ],
)
def test_an_identifier_finds_what_it_names_and_nothing_else(
    client: TestClient, words: str, found: str | None
) -> None:
    for path in ("search", "suggest"):
        hits = client.get(f"/api/{path}", params={"q": words}).json()["hits"]
        assert [hit["node"]["id"] for hit in hits] == ([found] if found else [])
    assert client.get("/api/search", params={"q": words, "type": "Method"}).json()["hits"] == []


def test_an_identifier_among_words_and_an_id_of_the_graph_come_first(client: TestClient) -> None:
    for words, first in (("2403.00003 text embedding", PEBBLE), ("model:llama-2", "model:llama-2")):
        hits = client.get("/api/search", params={"q": words}).json()["hits"]
        assert hits[0]["node"]["id"] == first
    assert len(client.get("/api/search?q=2403.00003 text embedding").json()["hits"]) > 1


def test_hits_tell_days_and_numbers_of_papers(client: TestClient) -> None:
    (hit,) = client.get("/api/search?q=2403.00003").json()["hits"]
    assert hit["date"] == client.get(f"/api/paper/{PEBBLE}").json()["date"]
    assert f'datetime="{hit["date"]}"' in client.get("/search?q=2403.00003").text
    for kind, id in (("author", "author:ada-quill"), ("organization", "organization:harbour-lab")):
        total = client.get(f"/api/{kind}/{id}").json()["listing"]["total"]
        name = client.get(f"/api/{kind}/{id}").json()["name"]
        hits = client.get("/api/search", params={"q": name, "type": kind}).json()["hits"]
        assert hits[0]["papers"] == total > 0
        assert hits[0]["date"] is None


def test_authors_and_organisations_by_their_papers(client: TestClient) -> None:
    for kind in ("author", "organization"):
        listed = client.get(f"/api/{kind}s?limit=100").json()["entities"]
        papers = [one["papers"] for one in listed]
        assert papers == sorted(papers, reverse=True)
        for one in listed:
            maker = client.get(f"/api{one['address']}").json()
            assert one["papers"] == maker["listing"]["total"]
        names = [one["name"] for one in client.get(f"/api/{kind}s?sort=name").json()["entities"]]
        assert names == sorted(names, key=str.casefold)


def test_what_browsers_and_robots_look_for_is_there(client: TestClient) -> None:
    icon = client.get("/favicon.ico")
    assert icon.status_code == 200
    assert icon.headers["content-type"] == "image/svg+xml"
    robots = client.get("/robots.txt")
    assert robots.headers["content-type"].startswith("text/plain")
    assert "Disallow: /api/" in robots.text.splitlines()


def test_a_drawing_is_called_by_the_name_of_its_middle(client: TestClient) -> None:
    for name in ("benchmark:mteb", "mteb"):
        page = client.get("/graph", params={"around": name}).text
        assert re.search(r"<title>[^<]*around MTEB", page)


def test_the_api_is_served_from_where_it_is_described(client: TestClient) -> None:
    assert client.get("/api/openapi.json").json()["servers"] == [{"url": "/"}]


def test_numbers_say_what_they_count(client: TestClient) -> None:
    assert "papers that work with each" in client.get("/").text
    assert "have to do with it" in client.get("/entities").text
    assert "papers that work with the entity" in client.get("/trends?name=MTEB").text
