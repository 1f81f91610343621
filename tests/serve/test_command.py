"""``papermesh serve`` as a process: it says where it is, answers, and ends when told to."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from papermesh.cli import run

GRAPH = str(Path(__file__).parents[2] / "graph")


@contextmanager
def served(*options: str) -> Iterator[tuple[subprocess.Popen[str], str, list[str]]]:
    command = [sys.executable, "-m", "papermesh", "serve", "--port", "0", "--store", GRAPH]
    said: list[str] = []
    with subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            for line in process.stderr:
                said.append(line)
                if found := re.search(r"http://[\d.]+:\d+", line):
                    yield process, found[0], said
                    break
            else:
                pytest.fail("".join(said))
        finally:
            process.kill()


def fetch(address: str, **headers: str) -> str:
    asked = urllib.request.Request(address, headers=headers)
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return str(answer.read().decode())


def test_it_serves_and_ends_without_complaint() -> None:
    with served() as (process, base, said):
        assert "reading" in said[0]
        assert "<html" in fetch(base)
        assert '"counts"' in fetch(f"{base}/api/")
        with pytest.raises(urllib.error.HTTPError) as wrong:
            fetch(f"{base}/paper/none")
        assert wrong.value.code == 404
        wrong.value.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0


def test_others_are_let_in_only_when_asked_to_and_it_is_said() -> None:
    with served("--host", "0.0.0.0") as (_, base, said):
        assert any("whoever can reach" in line for line in said)
        assert "<html" in fetch(base)


def test_it_goes_by_the_names_that_it_is_given() -> None:
    with served("--allow-host", "Mesh.example", "--allow-host", "b.example") as (_, base, _):
        for host in ("mesh.example", "MESH.example:80", "b.example", "localhost"):
            assert "<html" in fetch(base, host=host)
        for host in ("example", "c.mesh.example"):
            with pytest.raises(urllib.error.HTTPError) as wrong:
                fetch(base, host=host)
            assert wrong.value.code == 421
            assert "--allow-host" in wrong.value.read().decode()
            wrong.value.close()


def test_it_shares_the_api_with_the_origins_that_it_is_given() -> None:
    with served("--allow-origin", "HTTP://Localhost:3000/") as (_, base, _):
        asked = urllib.request.Request(f"{base}/api/", headers={"origin": "http://localhost:3000"})
        with urllib.request.urlopen(asked, timeout=60) as answer:
            assert answer.headers["access-control-allow-origin"] == "http://localhost:3000"


@pytest.mark.parametrize(
    "url", ["*", "null", "localhost:3000", "https://a.example/path", "ftp://a"]
)
def test_what_is_no_origin_is_refused(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--port", "0", "--store", GRAPH, "--allow-origin", url]) == 2
    assert "is no origin" in capsys.readouterr().err


def test_a_port_that_is_taken_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert run(["serve", "--port", port, "--store", GRAPH]) == 1
    error = capsys.readouterr().err
    assert f"cannot listen on 127.0.0.1:{port}" in error
    assert "--port" in error


def test_without_a_graph_it_says_how_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["serve", "--port", "0", "--store", str(tmp_path / "none")]) == 1
    assert "papermesh build" in capsys.readouterr().err
