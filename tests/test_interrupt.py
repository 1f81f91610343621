"""An interrupted build keeps what is done, and goes on where it was."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from papermesh.build import build
from papermesh.store.folder import FolderStore

ABSTRACT = (
    "We propose Glimmer{n}, a framework, and evaluate it on MTEB. It gains {n} points over BERT."
)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupt_loses_nothing(workers: str, tmp_path: Path) -> None:
    """Stopped by Ctrl-C and run again, a build ends with the bytes of one that was never stopped."""
    source = tmp_path / "papers.jsonl"
    papers = [
        {"title": f"Glimmer{n}: Part {n}", "abstract": ABSTRACT.format(n=n) * 3} for n in range(900)
    ]
    source.write_text("".join(json.dumps(paper) + "\n" for paper in papers), encoding="utf-8")
    command = [sys.executable, "-m", "papermesh", "build", str(source), "--workers", workers]
    command += ["--store", str(tmp_path / "stopped")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    time.sleep(3)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes of the build
    _, err = process.communicate(timeout=120)
    assert "Traceback" not in err
    if process.returncode == 0:
        pytest.skip("this machine was done before it could be interrupted")
    assert process.returncode == 1
    assert "interrupted" in err
    subprocess.run(command, check=True, capture_output=True)
    build(FolderStore(tmp_path / "whole"), [str(source)])
    for path in (tmp_path / "whole").glob("*.json*"):
        assert path.read_bytes() == (tmp_path / "stopped" / path.name).read_bytes()
