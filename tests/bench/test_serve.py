"""How long the pages of the application take under eight clients that ask without a pause.

The graph is the one in PAPERMESH_BENCH_STORE, by default that of the repository. Each address is
asked once by each kind's list, so that no answer is kept from before, and then all once more.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

import httpx
import pytest

ROOT = Path(__file__).parents[2]
STORE = os.environ.get("PAPERMESH_BENCH_STORE", str(ROOT / "graph"))
CLIENTS = 8
ASKED = 160
"""Addresses of each kind."""

pytestmark = pytest.mark.bench


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    command = [sys.executable, "-m", "papermesh", "serve", "--port", "0", "--store", STORE]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.search(r"http://[\d.]+:\d+", line):
                print(f"\nready after {time.perf_counter() - begun:.1f} s")
                httpx.get(found[0], timeout=120)
                yield found[0]
                break
    finally:
        process.terminate()
        process.wait(30)
        if process.stderr is not None:
            process.stderr.close()


def addresses(base: str) -> dict[str, list[str]]:
    """Addresses of each kind of page: the greatest ones, and others by chance."""
    draw = random.Random(20)
    entities: list[str] = []
    for page in (1, 2, 3):
        asked = {"page": page, "limit": 60}
        listed = httpx.get(f"{base}/api/entities", params=asked, timeout=60).json()
        entities += [entity["address"] for entity in listed["entities"]]
    benchmarks = httpx.get(f"{base}/api/entities?type=Benchmark&limit=60", timeout=60).json()[
        "entities"
    ]
    pages = httpx.get(f"{base}/api/papers", timeout=60).json()["pages"]
    papers: list[str] = []
    for page in draw.sample(range(1, pages + 1), min(pages, 8)):
        listed = httpx.get(f"{base}/api/papers", params={"page": page}, timeout=60).json()
        papers += [paper["address"] for paper in listed["papers"]]
    names = [entity["name"] for entity in benchmarks]
    words = [
        "language model",
        "retrieval augmented",
        "halucination",
        "diffusion",
        "benchmark of code",
    ]
    return {
        "front": ["/"],
        "paper": papers,
        "entity": entities,
        "benchmark": [e["address"].replace("/entity/", "/benchmark/") for e in benchmarks],
        "papers": [f"/papers?page={page}" for page in range(1, min(pages, 40) + 1)],
        "entities": [f"/entities?type=Method&page={page}" for page in range(1, 40)],
        "search": [f"/search?q={a}+{b}" for a in words for b in ("", "agents", "vision", "speech")],
        "suggest": [f"/api/suggest?q={n[:k]}" for n in names for k in (2, 4, 6) if n[:k].strip()],
        "ask": [f"/ask?q=which+papers+use+{name.replace(' ', '+')}" for name in names],
        "trends": [f"/trends?name={name.replace(' ', '+')}" for name in names[:20]],
        "digest": ["/digest", "/digest?since=2024-06-01&until=2024-06-07"],
        "graph": [f"/graph?around={e['id']}&limit=100" for e in benchmarks[40:56]],
    }


def test_every_page_is_quick_under_eight_clients(base: str) -> None:
    """A page that is asked again costs no more than a few times a file that is only sent."""
    kinds = addresses(base)
    still = measure(base, ["/api/openapi.json"] * ASKED)
    bound = median(still)
    print(f"{'kind':<12}{'asked':>6}{'median':>9}{'p99':>9}{'again':>9}{'p99':>9}  ms")
    again: dict[str, float] = {}
    for kind, all_of_kind in kinds.items():
        some = all_of_kind[:ASKED]
        first, second = measure(base, some), measure(base, some * max(1, ASKED // len(some)))
        again[kind] = median(second)
        figures = (median(first), p99(first), median(second), p99(second))
        print(f"{kind:<12}{len(some):>6}" + "".join(f"{1000 * f:>9.1f}" for f in figures))
    print(f"a kept answer of any kind: {1000 * bound:.1f} ms median, {1000 * p99(still):.1f} p99")
    assert max(again.values()) < 6 * bound


def measure(base: str, some: list[str]) -> list[float]:
    """Seconds that each request took, eight at a time."""
    with httpx.Client(base_url=base, timeout=120) as client, ThreadPoolExecutor(CLIENTS) as pool:

        def ask(path: str) -> float:
            begun = time.perf_counter()
            answer = client.get(path)
            assert answer.status_code in {200, 404, 422}, path
            return time.perf_counter() - begun

        return list(pool.map(ask, some))


def p99(seconds: list[float]) -> float:
    return sorted(seconds)[min(len(seconds) - 1, int(0.99 * len(seconds)))]
