"""Small networks that weigh features: one hidden layer, several trained side by side and averaged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from papermesh.errors import ModelError
from papermesh.extract.encoder import Floats


class Scorer:
    """Answers several questions about what a vector of features describes.

    Args:
        weights: ``mean`` and ``scale`` of the features, (features,); ``hidden`` (members, features,
            units) and ``hidden_bias`` (members, units); for each question ``<name>`` (members,
            units, answers) and ``<name>_bias`` (members, answers).
    """

    def __init__(self, weights: dict[str, Floats]) -> None:
        self.weights = weights
        self.questions = tuple(
            name for name in weights if f"{name}_bias" in weights and name != "hidden"
        )

    def __call__(self, features: Floats) -> dict[str, Floats]:
        """Give each question's probabilities, (vectors, answers), for (vectors, features)."""
        return {name: _shares(scores).mean(0) for name, scores in self._scores(features)}

    def choose(self, features: Floats) -> Floats:
        """Give the probability of each of several things that it is the right one.

        Args:
            features: One vector for each thing, (things, features).

        Returns:
            Probabilities that add up to 1, (things,), by the first question's one answer.
        """
        _, scores = next(self._scores(features))
        chosen: Floats = _shares(scores[..., 0]).mean(0)
        return chosen

    def _scores(self, features: Floats) -> Iterator[tuple[str, Floats]]:
        w = self.weights
        scaled = (features - w["mean"]) / w["scale"]
        hidden = np.tanh(scaled @ w["hidden"] + w["hidden_bias"][:, None])
        for name in self.questions:
            yield name, hidden @ w[name] + w[f"{name}_bias"][:, None]


def _shares(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    shares: Floats = powers / powers.sum(-1, keepdims=True)
    return shares


def read_scorers(path: Path) -> dict[str, Scorer]:
    """Read scorers from a NumPy archive whose arrays are named ``<scorer>.<weight>``.

    Raises:
        ModelError: There is no such archive, or it is not one.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            weights = {name: archive[name] for name in archive.files}
        scorers: dict[str, dict[str, Floats]] = {}
        for name, value in weights.items():
            scorer, _, weight = name.partition(".")
            scorers.setdefault(scorer, {})[weight] = value
        return {scorer: Scorer(found) for scorer, found in scorers.items()}
    except (OSError, ValueError, EOFError, LookupError, AttributeError, BadZipFile) as error:
        raise ModelError(
            f"cannot read {path}: {error}; train anew with papermesh train, or install papermesh again"
        ) from error
