"""What the README shows is what happens."""

from __future__ import annotations

import doctest
import json
import re
import shlex
from pathlib import Path

import pytest

from papermesh.build import merged
from papermesh.cli import COMMANDS, run
from papermesh.evaluate import evaluate
from papermesh.extract import extract

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SESSIONS = re.findall(r"```console\n\$ papermesh (.*?)\n(.*?)```", README, re.DOTALL)
SHELL = re.findall(r"```sh\n(.*?)\n```", README, re.DOTALL)


def test_the_first_forty_lines_sell_it() -> None:
    """One sentence, a picture that exists, and the two commands, one line each."""
    top = "\n".join(README.splitlines()[:40])
    picture = re.search(r"!\[.+\]\((.+?)\)", top)
    assert picture
    assert (ROOT / picture[1]).is_file()
    assert [block.count("\n") for block in re.findall(r"```sh\n(.*?)\n```", top, re.DOTALL)] == [
        0,
        0,
    ]


@pytest.mark.parametrize(("command", "output"), SESSIONS, ids=[s[0] for s in SESSIONS])
def test_a_session_prints_what_it_shows(
    command: str, output: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert run(shlex.split(command)) == 0
    assert capsys.readouterr().out.rstrip() == output.rstrip()


def test_there_are_sessions() -> None:
    assert len(SESSIONS) >= 3


def test_the_main_command_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every papermesh command of the first line, with the stores and pages in another folder."""
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    monkeypatch.chdir(tmp_path)
    steps = [step.strip() for step in SHELL[0].split("&&")]
    ours = [shlex.split(step)[1:] for step in steps if step.startswith("papermesh ")]
    assert [step[0] for step in ours] == ["build", "ask", "viz"]
    for step in ours:
        assert run(step) == 0
    out, err = capsys.readouterr()
    assert "2 papers use MTEB" in out
    assert f"open {(tmp_path / 'demo.html').as_uri()}" in err.splitlines()[-1]


def test_python_sessions() -> None:
    found = doctest.DocTestParser().get_doctest(README, {}, "README.md", "README.md", 0)
    assert len(found.examples) >= 4


def test_python_sessions_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(ROOT / "README.md"), module_relative=False, encoding="utf-8")
    assert result.failed == 0


def test_every_command_is_named() -> None:
    for name in COMMANDS:
        assert f"`{name}`" in README or f"papermesh {name}" in README, name


def test_the_scores_are_those_that_are_measured(shared: Path) -> None:
    claimed = re.search(
        r"F1 (\d+) over all types, (\d+) over.*?(\d+) for benchmarks, (\d+) for models; (\d+) where.*?alone (\d+),.*?only (\d+)\.",
        README,
        re.DOTALL,
    )
    assert claimed
    papers = merged(sorted(map(str, (shared / "seeds").glob("*.txt"))))
    found = [record.model_dump(mode="json") for record in extract(papers)]
    gold = (shared / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = evaluate(map(json.loads, gold), found).rows
    names = ("core", "named", "  Benchmark", "  Model", "+relation", "result values", "results")
    # Another processor rounds otherwise, so that a point may be gained or lost.
    for name, claim in zip(names, claimed.groups(), strict=True):
        assert abs(int(claim) - 100 * rows[name].f1) < 1.5, name
