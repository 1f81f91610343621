"""Answers are kept while the graph stays as it is, and no longer; mistakes are never kept."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from types import SimpleNamespace
from typing import Self

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from papermesh.serve import cache
from papermesh.serve.cache import Cache


class Site:
    """An application that counts how often it is asked, behind a cache.

    Attributes:
        asked: How often each path was.
        state: What the graph is like.
        size: Bytes of an answer, beside its words.
    """

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.state = "one"
        self.size = 0
        self.cache = Cache(self.answer, lambda: self.state)
        self.client = TestClient(self.marked)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        path = request.url.path
        self.asked[path] += 1
        status = int(path[1:]) if path[1:].isdigit() else 200
        words = f"{self.state} {path} {request.url.query} {self.asked[path]}"
        await PlainTextResponse(words + " " * self.size, status)(scope, receive, send)

    async def marked(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The cache, with one more header on all that it sends, as `Security` adds its own."""

        async def mark(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"].append((b"x-mark", b"1"))
            await send(message)

        await self.cache(scope, receive, mark)


@pytest.fixture
def site() -> Site:
    return Site()


def test_an_answer_is_kept(site: Site) -> None:
    answers = [site.client.get("/a?q=1") for _ in range(3)]
    assert site.asked == {"/a": 1}
    assert [answer.text for answer in answers] == ["one /a q=1 1"] * 3
    for answer in answers:
        assert answer.headers.get_list("x-mark") == ["1"]
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert answer.headers["cache-control"] == "no-cache"
        assert answer.headers["etag"] == answers[0].headers["etag"]


def test_what_is_asked_otherwise_is_answered_anew(site: Site) -> None:
    plain = {"accept-encoding": "identity"}
    site.client.get("/a", headers=plain)
    site.client.get("/a", headers={"accept-encoding": "gzip, br"})
    site.client.get("/a", headers={**plain, "host": "other.example"})
    assert site.client.get("/a?q=2", headers=plain).text == "one /a q=2 4"
    assert site.asked == {"/a": 4}


@pytest.mark.parametrize("status", [404, 422, 500, 503])
def test_a_mistake_is_not_kept(site: Site, status: int) -> None:
    for at in (1, 2):
        answer = site.client.get(f"/{status}")
        assert (answer.status_code, answer.text) == (status, f"one /{status}  {at}")
        assert "etag" not in answer.headers


def test_files_and_what_is_not_read_pass_by(site: Site) -> None:
    for at in (1, 2):
        assert site.client.get("/static/app.css").text == f"one /static/app.css  {at}"
        assert site.client.post("/a").text == f"one /a  {at}"
    assert "etag" not in site.client.get("/static/app.css").headers


def test_all_is_forgotten_with_the_state(site: Site) -> None:
    first = site.client.get("/a")
    site.state = "two"
    second = site.client.get("/a")
    assert (first.text, second.text) == ("one /a  1", "two /a  2")
    assert first.headers["etag"] != second.headers["etag"]
    known = {"if-none-match": first.headers["etag"]}
    assert site.client.get("/a", headers=known).text == "two /a  2"


def test_another_day_may_have_another_answer(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was "last year" yesterday may be the year before today."""

    class Tomorrow(dt.date):
        @classmethod
        def today(cls) -> Self:
            return cls.fromordinal(dt.date.today().toordinal() + 1)

    site.client.get("/a")
    monkeypatch.setattr(cache, "dt", SimpleNamespace(date=Tomorrow))
    assert site.client.get("/a").text == "one /a  2"


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', '{}, W/"other"'])
def test_what_the_client_has_is_not_sent_again(site: Site, form: str) -> None:
    first = site.client.get("/a")
    tag = first.headers["etag"]
    again = site.client.get("/a", headers={"if-none-match": form.format(tag)})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert "content-length" not in again.headers
    assert site.client.get("/a", headers={"if-none-match": '"other"'}).text == first.text
    assert site.client.get("/a").text == first.text
    assert site.asked == {"/a": 1}


def test_what_was_asked_for_longest_ago_makes_room(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MOST", 40_000)
    site.size = 4000
    for at in range(20):
        site.client.get(f"/p{at}")
        site.client.get("/often")
    assert site.asked["/often"] == 1
    site.client.get("/p19")
    site.client.get("/p0")
    assert (site.asked["/p19"], site.asked["/p0"]) == (1, 2)


def test_answers_without_a_body_need_room_as_well(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MOST", 40_000)
    for at in range(100):
        site.client.get(f"/p{at}")
    site.client.get("/p99")
    site.client.get("/p0")
    assert (site.asked["/p99"], site.asked["/p0"]) == (1, 2)


def test_one_answer_does_not_take_the_room_of_all(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MOST", 40_000)
    site.client.get("/small")
    site.size = 6000
    for _ in range(2):
        assert len(site.client.get("/large").content) > site.size
        site.client.get("/small")
    assert site.asked == {"/small": 1, "/large": 2}
