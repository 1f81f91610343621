"""The package's shape: what it exports, what importing it costs, how its parts may depend."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import papermesh

ROOT = Path(__file__).parents[1]
HEAVY = ("spacy", "networkx", "neo4j", "pyvis", "numpy", "matplotlib", "fastapi")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def loaded_by(code: str) -> set[str]:
    done = run(sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)")
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split()) & set(HEAVY)


def test_the_public_names_are_pinned() -> None:
    assert papermesh.__all__ == sorted(papermesh.__all__)
    assert all(getattr(papermesh, name).__doc__ for name in papermesh.__all__)
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = papermesh.nothing_of_the_kind


@pytest.mark.parametrize(
    "code",
    [
        "import papermesh; papermesh.open; papermesh.Paper; papermesh.read",
        "from papermesh.cli import run\ntry: run(['--help'])\nexcept SystemExit: pass",
        "from papermesh.cli import run\ntry: run(['build', '--help'])\nexcept SystemExit: pass",
    ],
    ids=["import", "help", "build-help"],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(code: str) -> None:
    assert loaded_by(code) == set()


def test_asking_loads_no_spacy() -> None:
    code = f"import papermesh; papermesh.open({str(ROOT / 'graph')!r}).papers('MTEB')"
    assert "spacy" not in loaded_by(code)


def test_the_layers_hold() -> None:
    """Imports go downwards only; every module has its place."""
    done = run(str(Path(sys.executable).with_name("lint-imports")), "--no-cache")
    assert done.returncode == 0, done.stdout


def test_types_are_strict() -> None:
    done = run(sys.executable, "-m", "mypy")
    assert done.returncode == 0, done.stdout


def test_lint_is_clean() -> None:
    for command in (("check",), ("format", "--check")):
        done = run(sys.executable, "-m", "ruff", *command)
        assert done.returncode == 0, done.stdout


def test_the_top_level_holds_what_it_should() -> None:
    done = run("git", "ls-files")
    if done.returncode:
        pytest.skip("not a git checkout")
    tops = {name.split("/")[0] for name in done.stdout.splitlines()}
    visible = {name for name in tops if not name.startswith(".")}
    assert visible == {
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "uv.lock",
        "src",
        "graph",
        "tests",
        "seeds",
        "notebooks",
    }
