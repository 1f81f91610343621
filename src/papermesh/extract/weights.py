"""Where the trained parts are kept, and how sure of an entity one must be to keep it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from papermesh.errors import ModelError
from papermesh.extract.encoder import ROLES, Encoder
from papermesh.extract.scorer import Scorer, read_scorers

#: What ships with the package; its model card is beside it.
DEFAULT = Path(__file__).parent.parent / "weights"


FILES = ("encoder.onnx", "tokenizer.json", "scorers.npz", "keep.json")


@dataclass(frozen=True)
class Weights:
    """Everything that training gives.

    Attributes:
        encoder: Reads the text.
        scorers: ``entity`` (is it one, of what type, in what relation), ``figure`` (is it a
            result, of what kind) and one for each of `ROLES` (is the figure tied to the entity).
        keep: Least probability of an entity, and of a result, that is kept.
    """

    encoder: Encoder
    scorers: dict[str, Scorer]
    keep: dict[str, float]


def read_weights(folder: Path = DEFAULT) -> Weights:
    """Read a folder that ``papermesh train`` wrote.

    Raises:
        ModelError: The folder lacks a file, or a file is damaged.
    """
    stamps = tuple(_stamp(folder / name) for name in FILES)
    return _read_weights(folder.resolve(), stamps)


def _stamp(path: Path) -> tuple[int, int] | None:
    """What tells that a file has changed: when, and how long it is."""
    return (path.stat().st_mtime_ns, path.stat().st_size) if path.is_file() else None


@lru_cache(maxsize=2)
def _read_weights(folder: Path, stamps: tuple[tuple[int, int] | None, ...]) -> Weights:
    try:
        keep = json.loads((folder / "keep.json").read_text(encoding="utf-8"))
        keep = {name: float(keep[name]) for name in ("entity", "result")}
        scorers = read_scorers(folder / "scorers.npz")
        scorers = {name: scorers[name] for name in ("entity", "figure", *ROLES)}
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ModelError(
            f"no trained weights in {folder}: {error!r}; train some with papermesh train, or install papermesh again"
        ) from error
    return Weights(Encoder(folder), scorers, keep)
