"""What several test folders share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The material beside the repository: pages, API answers, corpora. Skips where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not (folder / "seeds").is_dir():
        pytest.skip(f"needs the material in {folder}, which is not part of the repository")
    return folder
