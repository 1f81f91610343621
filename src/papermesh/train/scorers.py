"""Training the scorers that decide on entities, figures and ties, on texts the encoder has not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from papermesh.evaluate import figure, forms
from papermesh.extract.encoder import KINDS, RELATIONS, ROLES, TYPES, Floats, Reading
from papermesh.extract.entities import Group
from papermesh.extract.features import entity_features
from papermesh.extract.judge import Judged, draft, judge
from papermesh.extract.relations import Context
from papermesh.extract.results import Sighting
from papermesh.extract.scorer import Scorer
from papermesh.extract.ties import (
    Offer,
    choices,
    figure_features,
    offers,
    places_of,
    sightings,
)
from papermesh.model import EntityType, RelationType, ResultKind
from papermesh.train.examples import NO_LABEL, Annotated

_DROPOUT, _BATCH, _RATE, _DECAY = 0.3, 256, 3e-3, 3e-2


@dataclass(frozen=True)
class Read:
    """An annotated text and what an encoder that has not seen it says of it."""

    annotated: Annotated
    context: Context
    reading: Reading


@dataclass
class Table:
    """What a scorer learns from: vectors, and the right answers, `NO_LABEL` where there is none."""

    features: list[Floats] = field(default_factory=list)
    answers: list[tuple[int, ...]] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)

    def add(self, text: int, features: Floats, *answers: int) -> None:
        """Add a vector and its answer to each question."""
        self.features.append(features)
        self.answers.append(answers)
        self.texts.append(text)

    def without(self, texts: Callable[[int], bool]) -> Table:
        """Leave out some texts."""
        rows = [i for i, text in enumerate(self.texts) if not texts(text)]
        return Table(
            [self.features[i] for i in rows],
            [self.answers[i] for i in rows],
            [self.texts[i] for i in rows],
        )


def fit(
    table: Table, questions: Mapping[str, int], seed: int, *, units: int, members: int, epochs: int
) -> Scorer:
    """Fit a scorer.

    Args:
        table: What to learn from.
        questions: How many answers each question has, in the order of the table's.
        seed: Of everything random.
        units: Of the hidden layer.
        members: Networks that are averaged.
        epochs: Passes over the table.
    """
    torch.manual_seed(seed)
    features = torch.from_numpy(np.stack(table.features))
    answers = torch.tensor(table.answers)
    mean, scale = features.mean(0), features.std(0) + 0.1
    scaled = (features - mean) / scale
    sizes = {"hidden": (scaled.shape[1], units)} | {
        n: (units, size) for n, size in questions.items()
    }
    weights = {}
    for name, (into, out) in sizes.items():
        bound = into**-0.5
        weights[name] = torch.empty(members, into, out).uniform_(-bound, bound).requires_grad_()
        weights[f"{name}_bias"] = torch.zeros(members, 1, out).requires_grad_()
    optimizer = torch.optim.AdamW(weights.values(), lr=_RATE, weight_decay=_DECAY)
    for epoch in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] = _RATE * (1 - epoch / epochs)
        for batch in torch.randperm(len(scaled)).split(_BATCH):
            loss = _loss(weights, scaled[batch], answers[batch], questions)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    found = {name: weight.detach() for name, weight in weights.items()}
    found = {n: w[:, 0] if n.endswith("_bias") else w for n, w in found.items()}
    found |= {"mean": mean, "scale": scale}
    return Scorer({name: value.numpy().astype(np.float32) for name, value in found.items()})


def _loss(
    weights: Mapping[str, Tensor], features: Tensor, answers: Tensor, questions: Mapping[str, int]
) -> Tensor:
    """Loss of all members; the first question counts twice as much as any other."""
    hidden = torch.tanh(features @ weights["hidden"] + weights["hidden_bias"])
    hidden = functional.dropout(hidden, _DROPOUT)
    loss = features.new_zeros(())
    for number, name in enumerate(questions):
        scores = hidden @ weights[name] + weights[f"{name}_bias"]
        wanted = answers[:, number].expand(len(scores), -1)
        if bool((wanted != NO_LABEL).any()):
            loss = loss + (1.0 if number == 0 else 0.5) * functional.cross_entropy(
                scores.flatten(0, 1), wanted.flatten(), ignore_index=NO_LABEL
            )
    return loss * len(hidden)


ENTITY = {"type": 1 + len(TYPES), "relation": len(RELATIONS)}
FIGURE = {"kind": 1 + len(KINDS)}
TIE = {"tied": 2}


def match(surfaces: Sequence[set[str]], gold: Sequence[Mapping[str, Any]]) -> list[int]:
    """Give the gold entity that each entity is, each once, or -1."""
    wanted = [forms((entity["name"], *entity["mentions"])) for entity in gold]
    taken: set[int] = set()
    matched = []
    for mine in surfaces:
        fits = [(len(mine & w), -i) for i, w in enumerate(wanted) if mine & w and i not in taken]
        best = -max(fits)[1] if fits else -1
        taken.add(best)
        matched.append(best)
    return matched


def draft_all(texts: Sequence[Read]) -> list[list[Group]]:
    """Bring together what may be entities, text by text."""
    return [draft(r.annotated.text, r.annotated.candidates, r.reading) for r in texts]


def entity_table(texts: Sequence[Read], drafts: Sequence[Sequence[Group]]) -> Table:
    """Describe all drafts, and tell which are entities, of what type, in what relation."""
    table = Table()
    for number, (read, groups) in enumerate(zip(texts, drafts, strict=True)):
        text, gold = read.annotated.text, read.annotated.gold["entities"]
        surfaces = [forms(text[m.start : m.end] for m in entry.mentions) for entry in groups]
        for entry, index in zip(groups, match(surfaces, gold), strict=True):
            kind, relation = 0, NO_LABEL
            if index >= 0:
                kind = 1 + TYPES.index(EntityType(gold[index]["type"]))
                relation = RELATIONS.index(RelationType(gold[index]["relation"]))
            table.add(number, entity_features(read.context, entry, read.reading), kind, relation)
    return table


def result_tables(
    texts: Sequence[Read], entities: Sequence[Sequence[Judged]]
) -> tuple[Table, dict[str, Table]]:
    """Describe all figures and everything they may be tied to, and tell what is right."""
    figures, ties = Table(), {role: Table() for role in ROLES}
    for number, (read, judged) in enumerate(zip(texts, entities, strict=True)):
        text, gold = read.annotated.text, read.annotated.gold["entities"]
        surfaces = [forms(text[m.start : m.end] for m in e.mentions) for e in judged]
        names = {
            gold[index]["name"]: entity.name
            for entity, index in zip(judged, match(surfaces, gold), strict=True)
            if index >= 0
        }
        places = places_of(judged)
        offered = offers(places, read.reading)
        wanted: dict[str, list[Mapping[str, Any]]] = {}
        for result in read.annotated.gold["results"]:
            wanted.setdefault(figure(result["value"]), []).append(result)
        seen = list(sightings(read.context, places, read.reading))
        seen_in_all = Counter(figure(sighting.figure.value) for sighting in seen)
        used = Counter[str]()
        for sighting in seen:
            value = figure(sighting.figure.value)
            results = wanted.get(value, [])
            if 1 < len(results) <= seen_in_all[value]:  # as often told as it stands: in order
                results = results[used[value] : used[value] + 1]
            used[value] += 1
            kind = 1 + KINDS.index(ResultKind(results[0]["kind"])) if results else 0
            figures.add(number, figure_features(read.context, sighting, read.reading), kind)
            if results:
                _add_ties(number, read, sighting, offered, results, names, ties)
    return figures, ties


def _add_ties(
    number: int,
    read: Read,
    sighting: Sighting,
    offered: Mapping[str, Offer],
    results: Sequence[Mapping[str, Any]],
    names: Mapping[str, str],
    ties: Mapping[str, Table],
) -> None:
    for role in ROLES:
        wanted = {result.get(role) for result in results}
        right = {None if name is None else names.get(name, "") for name in wanted}
        if right == {""}:
            continue  # it was not found, so nothing here is right
        for choice in choices(read.context, sighting, read.reading, offered[role], role):
            ties[role].add(number, choice.features, int(choice.name in right))


def judge_all(
    scorer: Scorer, texts: Sequence[Read], drafts: Sequence[Sequence[Group]]
) -> list[list[Judged]]:
    """Judge all texts, leaving nothing out."""
    return [
        judge(read.context, groups, read.reading, scorer, 0.0)
        for read, groups in zip(texts, drafts, strict=True)
    ]


def write_scorers(scorers: Mapping[str, Scorer], path: Path) -> None:
    """Write scorers as `papermesh.extract.scorer.read_scorers` reads them."""
    arrays = {
        f"{name}.{weight}": value
        for name, scorer in scorers.items()
        for weight, value in scorer.weights.items()
    }
    np.savez(path, allow_pickle=False, **arrays)
