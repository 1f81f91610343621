"""The application on a small graph, partly hostile, and a browser that reaches nothing else."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from papermesh.serve import create_app
from tests.browser import open_chromium, prepare
from tests.fakes import FakeStore, small_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import networkx as nx
    from fastapi import FastAPI
    from selenium.webdriver import Chrome

_MARKUP = "</title></script><script>window.hacked=1</script><img src=x onerror='window.hacked=1'>"
HOSTILE = {
    "markup": _MARKUP + "\"'{{ 7 * 7 }}",
    "endless": "W" * 10_000,
    "turned": "\u202eשלום \u2067evil\u202e \x00 مرحبا",
}


def hostile_graph() -> nx.MultiDiGraph[str]:
    """The small graph, and for each hostile text a paper whose every name is that text."""
    graph = small_graph()
    for kind, text in HOSTILE.items():
        paper, method, result = f"title:{kind}", f"method:{kind}", f"result:title:{kind}:1"
        author = f"author:{kind}"
        evidence = [
            {"field": "abstract", "start": 0, "end": len(text), "text": text, "sentence": text,
             "source": text, "score": 0.9}
        ]  # fmt: skip
        graph.add_node(
            paper, labels=("Paper",), title=text, abstract=f"{text} {text}", published="2025-05-05",
            organization=text, keywords=[text], urls=["javascript:window.hacked=1"],
            codeUrls=["https://code.example/" + "x" * 2000], source=text,
        )  # fmt: skip
        graph.add_node(
            method, labels=("Entity", "Method"), name=text, aliases=[text * 2], paperCount=1,
            firstSeen="2025-05-05",
        )  # fmt: skip
        graph.add_node(author, labels=("Author",), name=text)
        graph.add_node(result, labels=("Result",), value=text, number=50.0, unit=text, kind=text)
        graph.add_edge(author, paper, key="WROTE")
        graph.add_edge(paper, method, key="PROPOSES", confidence=0.9, evidence=evidence)
        mteb = [{**evidence[0], "start": len(text) + 1, "end": 2 * len(text) + 1}]
        graph.add_edge(paper, "benchmark:mteb", key="USES", confidence=0.2, evidence=mteb)
        graph.add_edge(paper, result, key="REPORTS", evidence=evidence)
        for type, end in (("OF", method), ("ON", "benchmark:mteb"), ("BY", "metric:f1")):
            graph.add_edge(result, end, key=type)
    return graph


@contextmanager
def running(app: FastAPI) -> Iterator[str]:
    """Run an application; gives its address."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [found]})
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.02)
        yield f"http://127.0.0.1:{found.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Address of a running application."""
    with running(create_app(FakeStore(hostile_graph()), watch=None)) as address:
        yield address


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A headless Chromium that reaches this machine alone, or a skip where there is none."""
    yield from open_chromium(tmp_path_factory.mktemp("chromium"))


@pytest.fixture
def visit(chromium: Chrome, site: str) -> Iterator[Callable[..., Chrome]]:
    """Open a page; afterwards demand that none complained and none asked anybody else."""
    log: Any = chromium.get_log  # untyped in selenium
    chromium.get("about:blank")
    for kind in ("browser", "performance"):
        log(kind)
    # A choice of colours is kept by the browser; a test's is its own.
    kept = {"origin": site, "storageTypes": "local_storage"}
    chromium.execute_cdp_cmd("Storage.clearDataForOrigin", kept)

    def open_page(
        path: str, width: int = 1400, *, scripts: bool = True, theme: str = "light"
    ) -> Chrome:
        prepare(chromium, width, theme=theme)
        chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
        chromium.get(site + path)
        return chromium

    yield open_page
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    # That a page answers 404 or 422 is told as well; that is what those pages are for.
    assert [
        line for line in log("browser") if "responded with a status of" not in line["message"]
    ] == []
    sent = [json.loads(line["message"])["message"] for line in log("performance")]
    asked = [
        m["params"]["request"]["url"] for m in sent if m["method"] == "Network.requestWillBeSent"
    ]
    assert asked
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
