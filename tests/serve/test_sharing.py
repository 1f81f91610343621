"""Pages of other origins read the API where they are allowed to, and nowhere else."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from papermesh.serve import create_app
from tests.fakes import FakeStore, small_graph
from tests.serve.conftest import running

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

ALLOWED = "http://localhost:3000"
ASKS = {"access-control-request-method": "GET"}


def client_of(*origins: str) -> TestClient:
    app = create_app(FakeStore(small_graph()), watch=None, origins=origins)
    return TestClient(app, base_url="http://127.0.0.1")


def test_by_default_nobody_else_reads_it() -> None:
    client = client_of()
    for path in ("/api/", "/api/papers", "/"):
        answer = client.get(path, headers={"origin": ALLOWED})
        assert not [name for name in answer.headers if name.startswith("access-control")]
        assert client.options(path, headers={"origin": ALLOWED, **ASKS}).status_code == 405


def test_nobody_lets_everybody_in() -> None:
    with pytest.raises(ValueError, match="each origin"):
        client_of("*")


def test_an_origin_that_is_allowed_reads_the_api_and_no_page() -> None:
    client = client_of(ALLOWED, "https://mesh.example")
    for origin in (ALLOWED, "https://mesh.example", ALLOWED):  # what is kept names no other
        answer = client.get("/api/papers", headers={"origin": origin})
        assert answer.headers["access-control-allow-origin"] == origin
        assert "origin" in answer.headers["vary"].lower()
        assert "access-control-allow-credentials" not in answer.headers
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    for path in ("/papers", "/", "/graph", "/apis"):
        answer = client.get(path, headers={"origin": ALLOWED})
        assert "access-control-allow-origin" not in answer.headers
    wrong = client.get("/api/papers?sinse=1", headers={"origin": ALLOWED})
    assert (wrong.status_code, wrong.headers["access-control-allow-origin"]) == (422, ALLOWED)


@pytest.mark.parametrize("origin", ["http://localhost:3001", "https://localhost:3000", "null"])
def test_others_are_not_let_in_with_it(origin: str) -> None:
    client = client_of(ALLOWED)
    answer = client.get("/api/papers", headers={"origin": origin})
    assert "access-control-allow-origin" not in answer.headers
    assert client.options("/api/", headers={"origin": origin, **ASKS}).status_code == 400


def test_it_says_beforehand_what_is_allowed() -> None:
    client = client_of(ALLOWED)
    answer = client.options("/api/papers", headers={"origin": ALLOWED, **ASKS})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD"
    asks = {"access-control-request-method": "POST"}
    assert client.options("/api/papers", headers={"origin": ALLOWED, **asks}).status_code == 400


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """Address of somebody else's page."""
    (tmp_path / "index.html").write_text("<!doctype html><title>dashboard</title>")
    handler = partial(_Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join(10)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.mark.browser
@pytest.mark.xdist_group("chromium")
def test_a_dashboard_reads_the_api_in_a_browser(chromium: Chrome, elsewhere: str) -> None:
    script = (
        "fetch(arguments[0]).then(answer => answer.json())"
        ".then(form => arguments[1](form.total)).catch(() => arguments[1]('refused'))"
    )
    store = FakeStore(small_graph())
    for origins, told in (([elsewhere], 7), (["http://127.0.0.1:1"], "refused"), ([], "refused")):
        with running(create_app(store, watch=None, origins=origins)) as site:
            chromium.get(elsewhere)
            found: Any = chromium.execute_async_script(script, f"{site}/api/papers")
            assert found == told
