"""The notebooks run from top to bottom; the tour is kept without outputs, the study with them."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import papermesh
from papermesh.query.trends import rate_ratio

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "notebooks"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def read(name: str) -> Any:
    return nbformat.read(FOLDER / name, as_version=4)  # type: ignore[no-untyped-call]


def code(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def texts(notebook: Any) -> Iterator[str]:
    """Every text in the outputs, the picture of a plot left out."""
    for cell in code(notebook):
        for output in cell.outputs:
            yield output.get("text", "")
            data = output.get("data", {})
            yield from (value for kind, value in data.items() if kind.startswith("text/"))


def run(name: str) -> list[Any]:
    notebook = read(name)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(FOLDER)}}).execute()
    return code(notebook)


def test_the_notebooks_are_these() -> None:
    assert {path.name for path in FOLDER.glob("*.ipynb")} == {"study.ipynb", "tour.ipynb"}
    for path in FOLDER.glob("*.ipynb"):
        notebook = read(path.name)
        assert notebook.metadata == METADATA
        assert not any(cell.metadata for cell in notebook.cells)


@pytest.mark.filterwarnings("default")  # of the kernel's own machinery, not of ours
def test_the_tour_runs() -> None:
    assert all(
        not cell.outputs and cell.execution_count is None for cell in code(read("tour.ipynb"))
    )
    outputs = [output for cell in run("tour.ipynb") for output in cell.outputs]
    kinds = [kind for output in outputs for kind in output.get("data", {})]
    assert kinds.count("text/html") > 12
    assert "image/png" in kinds
    assert any("<iframe" in output.get("data", {}).get("text/html", "") for output in outputs)


@pytest.mark.filterwarnings("default")
def test_the_study_runs_on_the_small_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PAPERMESH_STUDY", raising=False)
    check_study(run("study.ipynb"))


@pytest.mark.filterwarnings("default")
def test_the_study_runs_on_real_abstracts(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = shared / "corpus" / "abstracts.jsonl.gz"
    if not corpus.is_file():
        pytest.skip(f"needs {corpus}, which is not part of the repository")
    some = tmp_path / "some.jsonl"
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        some.write_text("".join(islice(lines, 0, None, 145)), encoding="utf-8")
    papermesh.open(tmp_path / "store").build(some)
    monkeypatch.setenv("PAPERMESH_STUDY", str(tmp_path / "store"))
    check_study(run("study.ipynb"))


def check_study(cells: list[Any]) -> None:
    """As many plots as in the study that is kept, and some output of every other cell."""

    def kinds(cell: Any) -> list[set[str]]:
        return [set(output.get("data", {})) for output in cell.outputs]

    kept = code(read("study.ipynb"))
    assert len(cells) == len(kept) > 10
    for cell, before in zip(cells, kept, strict=True):
        plots = [sum("image/png" in kind for kind in kinds(one)) for one in (cell, before)]
        assert plots[0] == plots[1]
        assert bool(cell.outputs) == bool(before.outputs)
        assert not any(output.get("name") == "stderr" for output in cell.outputs)


def test_the_study_was_run_from_top_to_bottom() -> None:
    cells = code(read("study.ipynb"))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell.outputs]
    assert len(outputs) > 15
    assert "error" not in {output.output_type for output in outputs}
    assert not any(output.get("name") == "stderr" for output in outputs)
    assert (FOLDER / "study.ipynb").stat().st_size < 1_500_000


def test_the_study_tells_names_and_counts_alone() -> None:
    """Its outputs hold no text of an abstract, and nothing of the machine it ran on."""
    written = list(texts(read("study.ipynb")))
    assert any("21,856 papers" in text for text in written)
    for text in written:
        plain = re.sub("<[^>]*>", "\n", text)
        assert max(map(len, plain.split("\n"))) <= 200
        assert not re.search(r"/(tmp|work|root|home|Users|usr|opt|var)\b", plain)
    # A sentence has words that names lack.
    cells = [cell for text in written for cell in re.findall("<bdi>([^<]*)</bdi>", text)]
    assert len(cells) > 100
    assert not [cell for cell in cells if len(cell.split()) > 8]


def test_findings_agree_with_the_outputs() -> None:
    """Every percentage that a finding states, but for round ones, stands in an output."""
    notebook = read("study.ipynb")
    shown = " ".join(texts(notebook))
    findings = [cell.source for cell in notebook.cells if cell.source.startswith("**Findings")]
    assert len(findings) == 9
    for number in re.findall(
        r"(?<!about )(?<!than )(?<!below )\b\d+(?:\.\d+)?%", " ".join(findings)
    ):
        assert re.search(rf"(?<![\d.]){re.escape(number)}", shown), number
    for number in re.findall(r"\b(\d+(?:\.\d+)?) times\b", " ".join(findings)):
        assert re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", shown), number


def test_the_intervals_that_nearly_hold_no_change_are_told() -> None:
    """The least sure of the plotted changes, from the counts that stand in the picture."""
    told = " ".join(cell.source for cell in read("study.ipynb").cells)
    for recent, before in ((15, 26), (30, 45)):
        high = rate_ratio(recent, before, 5391, 4431)[2]
        assert re.search(rf"\({before}→{recent}\)[^.]*? reaches\s+{high:.2f}", told)
