"""A real Neo4j for the tests: the Community server's jars, fetched once, run by Java.

Three things in which the server differs from one that is installed: heap and Java flags stand on
the command line, since only its launcher reads them from a configuration file; ``--console-mode``
keeps what goes wrong visible; and the first password must be written before the first start.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import neo4j

VERSION = "5.26.26"
_POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>papermesh</groupId><artifactId>neo4j-server</artifactId><version>1</version>
<packaging>pom</packaging><dependencies><dependency><groupId>org.neo4j</groupId>
<artifactId>neo4j</artifactId><version>{VERSION}</version></dependency></dependencies></project>
"""
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
_JAVA = (
    "-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError",
    "--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "-Dio.netty.tryReflectionSetAccessible=true", "-Dlog4j2.disable.jmx=true",
    "-Dfile.encoding=UTF-8",
)  # fmt: skip


def jars() -> Path:
    """The folder of the server's jars, outside the repository; fetched from Maven Central once."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "papermesh" / f"neo4j-{VERSION}"
    if folder.is_dir():
        return folder
    for program in ("java", "mvn"):
        if shutil.which(program) is None:
            raise RuntimeError(f"the tests of Neo4j need {program}; install Java 17 and Maven")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        (Path(scratch) / "pom.xml").write_text(_POM)
        subprocess.run(
            ["mvn", "-B", "-q", _COPY, "-DincludeScope=runtime", "-DoutputDirectory=lib"],
            cwd=scratch,
            check=True,
        )
        with suppress(OSError):  # another process was quicker
            (Path(scratch) / "lib").rename(folder)
    return folder


@dataclass
class Server:
    """A Neo4j in a fresh folder, on a free port, that asks for a password.

    Attributes:
        home: Its folder.
        address: Where it listens, if it is somebody's own and runs already.
        username: Who may do everything.
        password: Theirs.
        heap: Of the Java machine.
        settings: More of its configuration, by name.
    """

    home: Path
    address: str = ""
    username: str = "neo4j"
    heap: str = "1g"
    password: str = field(default_factory=lambda: secrets.token_hex(12), repr=False)
    port: int = 0
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        """Where it listens; not ``neo4j://``, which asks a server for addresses of others."""
        return self.address or f"bolt://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to be let in."""
        return {"NEO4J_USERNAME": self.username, "NEO4J_PASSWORD": self.password}

    def java(self, main: str, *arguments: str) -> list[str]:
        """The command line of a program that is among the server's jars."""
        return ["java", f"-Xmx{self.heap}", *_JAVA, "-cp", f"{jars()}/*", main, *arguments]

    def start(self) -> Server:
        """Start it, and wait until it answers.

        Raises:
            RuntimeError: It ended, or does not answer within five minutes; with its last words.
        """
        if not (self.home / "data" / "dbms").exists():
            self._set_password()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        settings = {
            "server.bolt.listen_address": f"127.0.0.1:{self.port}",
            "server.bolt.advertised_address": f"127.0.0.1:{self.port}",
            "server.http.enabled": "false",
            "dbms.security.auth_enabled": "true",
            "dbms.security.auth_minimum_password_length": "8",
            "dbms.usage_report.enabled": "false",
            "server.memory.pagecache.size": "128m",
            "server.directories.import": "import",
            **self.settings,
        }
        chosen = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.home / "console.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.java(
                    "org.neo4j.server.CommunityEntryPoint", f"--home-dir={self.home}",
                    "--console-mode", *chosen,
                ),
                stdout=log, stderr=log, cwd=self.home,
            )  # fmt: skip
        deadline = time.monotonic() + 300
        while True:
            try:
                with self.driver() as driver:
                    driver.verify_connectivity()
                    return self
            except (neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError, OSError) as error:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    words = (self.home / "console.log").read_text(errors="replace")[-3000:]
                    self.stop()
                    raise RuntimeError(f"Neo4j does not start: {error}\n{words}") from error
                time.sleep(0.3)

    def _set_password(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "conf").mkdir(exist_ok=True)
        (self.home / "import").mkdir(exist_ok=True)
        environment = {
            **os.environ,
            "NEO4J_HOME": str(self.home),
            "NEO4J_CONF": str(self.home / "conf"),
        }
        subprocess.run(
            self.java(
                "org.neo4j.server.startup.Neo4jAdminCommand",
                "dbms", "set-initial-password", self.password,
            ),
            check=True, env=environment, capture_output=True,
        )  # fmt: skip

    def driver(self, **settings: Any) -> neo4j.Driver:
        """A driver with the right password."""
        return neo4j.GraphDatabase.driver(self.uri, auth=(self.username, self.password), **settings)

    def run(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """Run a query as a user with all rights."""
        with self.driver(notifications_min_severity="OFF") as driver:
            rows, _, _ = driver.execute_query(query, parameters, database_="neo4j")
            return [row.data() for row in rows]

    def clear(self, *, schema: bool = False) -> None:
        """Empty the database, with ``schema`` indexes and constraints too."""
        with self.driver() as driver:
            driver.execute_query("MATCH (n) DETACH DELETE n", database_="neo4j")
            if not schema:
                return
            for what, all_of in (("CONSTRAINT", "CONSTRAINTS"), ("INDEX", "INDEXES")):
                rows, _, _ = driver.execute_query(
                    f"SHOW {all_of} YIELD name, type WHERE type <> 'LOOKUP' RETURN name",
                    database_="neo4j",
                )
                for row in rows:
                    driver.execute_query(f"DROP {what} {row['name']} IF EXISTS", database_="neo4j")

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        """End it in order."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.kill()
