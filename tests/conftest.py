"""What several test folders share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Server


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let tests of Neo4j be asked for."""
    parser.addoption(
        "--neo4j", action="store_true", help="run the tests that need a Neo4j server; they start it"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of Neo4j; those that share somebody's one server are one worker's."""
    for item in items:
        if "server" in getattr(item, "fixturenames", ()) or item.get_closest_marker("neo4j"):
            item.add_marker(pytest.mark.neo4j)
            if os.environ.get("NEO4J_URI"):
                item.add_marker(pytest.mark.xdist_group("neo4j"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The material beside the repository: pages, API answers, corpora. Skips where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not (folder / "seeds").is_dir():
        pytest.skip(f"needs the material in {folder}, which is not part of the repository")
    return folder


@pytest.fixture(scope="session")
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A real Neo4j: the one at ``NEO4J_URI``, else one of this session's own.

    Skips where it is not asked for.
    """
    if not request.config.getoption("--neo4j"):
        pytest.skip("needs a Neo4j server; pytest --neo4j starts one (Java 17 and Maven)")
    home = tmp_path_factory.mktemp("neo4j")
    if address := os.environ.get("NEO4J_URI"):
        user, password = os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ["NEO4J_PASSWORD"]
        server = Server(home, address, user, password=password)
        if server.run("MATCH (n) RETURN count(n) AS n") != [{"n": 0}]:
            pytest.fail(f"the database at {address} is not empty; tests would empty it")
    else:
        server = Server(home).start()
    kept = {name: os.environ.get(name) for name in server.environment}
    os.environ.update(server.environment)
    yield server
    for name, value in kept.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value
    server.stop()


@pytest.fixture
def empty_server(server: Server) -> Server:
    """The server, its database empty."""
    server.clear()
    return server
