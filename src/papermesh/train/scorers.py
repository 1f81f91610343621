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

_DROPOUT, _RATE, _DECAY = 0.3, 3e-3, 3e-2


@dataclass(frozen=True)
class Read:
    """An annotated text and what an encoder that has not seen it says of it."""

    annotated: Annotated
    context: Context
    reading: Reading


@dataclass
class Table:
    """What a scorer learns from: vectors, and the right answers, `NO_LABEL` where there is none.

    Attributes:
        features: The vectors.
        answers: Their answers, one for each question.
        texts: The number of the text that each is of.
        lists: The number of the list that each is of, where one of a list is to be chosen.
    """

    features: list[Floats] = field(default_factory=list)
    answers: list[tuple[int, ...]] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    lists: list[int] = field(default_factory=list)

    def add(self, text: int, features: Floats, *answers: int, of: int | None = None) -> None:
        """Add a vector and its answer to each question, as part of a list or as one of its own."""
        self.features.append(features)
        self.answers.append(answers)
        self.texts.append(text)
        self.lists.append(len(self.lists) if of is None else of)

    def without(self, texts: Callable[[int], bool]) -> Table:
        """Leave out some texts."""
        rows = [i for i, text in enumerate(self.texts) if not texts(text)]
        return Table(
            [self.features[i] for i in rows],
            [self.answers[i] for i in rows],
            [self.texts[i] for i in rows],
            [self.lists[i] for i in rows],
        )

    def rows(self) -> Tensor:
        """Indices of the vectors of each list, (lists, longest), -1 where there is none."""
        lists: dict[int, list[int]] = {}
        for row, number in enumerate(self.lists):
            lists.setdefault(number, []).append(row)
        found = torch.full((len(lists), max(map(len, lists.values()))), -1)
        for number, members in enumerate(lists.values()):
            found[number, : len(members)] = torch.tensor(members)
        return found


def fit(
    table: Table,
    questions: Mapping[str, int],
    seed: int,
    *,
    units: int,
    members: int,
    epochs: int,
    batch: int,
) -> Scorer:
    """Fit a scorer.

    Args:
        table: What to learn from.
        questions: How many answers each question has, in the order of the table's; `CHOICE` to
            learn which vectors of a list are right.
        seed: Of everything random.
        units: Of the hidden layer.
        members: Networks that are averaged.
        epochs: Passes over the table.
        batch: Vectors, or lists, a step.
    """
    torch.manual_seed(seed)
    features = torch.from_numpy(np.stack(table.features))
    answers = torch.tensor(table.answers)
    lists = table.rows()
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
        for picked in torch.randperm(len(lists)).split(batch):
            rows = lists[picked]
            found = _found(weights, scaled[rows.clamp(min=0).flatten()], questions)
            if questions == CHOICE:
                right = (answers[rows.clamp(min=0), 0] == 1) & (rows >= 0)
                loss = _choice_loss(found["choice"], rows, right)
            else:
                loss = _loss(found, answers[rows[:, 0]])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    fitted = {name: weight.detach() for name, weight in weights.items()}
    fitted = {n: w[:, 0] if n.endswith("_bias") else w for n, w in fitted.items()}
    fitted |= {"mean": mean, "scale": scale}
    return Scorer({name: value.numpy().astype(np.float32) for name, value in fitted.items()})


def _found(
    weights: Mapping[str, Tensor], features: Tensor, questions: Mapping[str, int]
) -> dict[str, Tensor]:
    """Each question's scores, (members, vectors, answers)."""
    hidden = torch.tanh(features @ weights["hidden"] + weights["hidden_bias"])
    hidden = functional.dropout(hidden, _DROPOUT)
    return {name: hidden @ weights[name] + weights[f"{name}_bias"] for name in questions}


def _loss(found: Mapping[str, Tensor], answers: Tensor) -> Tensor:
    """Loss of all members; the first question counts twice as much as any other."""
    loss = torch.zeros(())
    for number, scores in enumerate(found.values()):
        wanted = answers[:, number].expand(len(scores), -1)
        if bool((wanted != NO_LABEL).any()):
            loss = loss + (1.0 if number == 0 else 0.5) * len(scores) * functional.cross_entropy(
                scores.flatten(0, 1), wanted.flatten(), ignore_index=NO_LABEL
            )
    return loss


def _choice_loss(scores: Tensor, rows: Tensor, right: Tensor) -> Tensor:
    """Loss of all members: how unlikely a right one of each list is to be chosen."""
    shares = scores[..., 0].unflatten(1, rows.shape).masked_fill(rows < 0, -1e9).log_softmax(-1)
    return -shares.masked_fill(~right, -1e9).logsumexp(-1).mean(1).sum()


ENTITY = {"type": 1 + len(TYPES), "relation": len(RELATIONS)}
FIGURE = {"kind": 1 + len(KINDS)}
CHOICE = {"choice": 1}


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
        if not groups:
            continue
        found = entity_features(read.context, groups, read.reading)
        for features, index in zip(found, match(surfaces, gold), strict=True):
            kind, relation = 0, NO_LABEL
            if index >= 0:
                kind = 1 + TYPES.index(EntityType(gold[index]["type"]))
                relation = RELATIONS.index(RelationType(gold[index]["relation"]))
            table.add(number, features, kind, relation)
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
        # What was not found is no choice; where nothing else is right, there is nothing to learn.
        right = {None if name is None else names.get(name, "") for name in wanted}
        offer = choices(read.context, sighting, read.reading, offered[role], role)
        if all(choice.name not in right for choice in offer):
            continue
        this = len(ties[role].features)
        for choice in offer:
            ties[role].add(number, choice.features, int(choice.name in right), of=this)


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
