"""The network: a pretrained encoder, features added to its input, and a head for each question."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from papermesh.extract.encoder import CLS, FEATURES, KINDS, RELATIONS, ROLES, SEP, TIE, TYPES
from papermesh.train.examples import NO_LABEL, Example

_HIDDEN, _HEADS, _INNER, _WORDS, _LONGEST = 384, 12, 1536, 30522, 512


class Layer(nn.Module):
    """One layer of BERT (Devlin et al., 2019), its three projections as one."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.project = nn.Linear(_HIDDEN, 3 * _HIDDEN)
        self.output = nn.Linear(_HIDDEN, _HIDDEN)
        self.norm = nn.LayerNorm(_HIDDEN, eps=1e-12)
        self.widen = nn.Linear(_HIDDEN, _INNER)
        self.narrow = nn.Linear(_INNER, _HIDDEN)
        self.last_norm = nn.LayerNorm(_HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, hidden: Tensor | None) -> Tensor:
        """Give (texts, pieces, 384) from the same; ``hidden`` is -inf on padding, 0 elsewhere; None: no padding."""
        texts, size = x.shape[0], x.shape[1]
        parts = self.project(x).view(texts, size, 3, _HEADS, _HIDDEN // _HEADS)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(query, key, value, hidden)
        mixed = mixed.transpose(1, 2).reshape(texts, size, _HIDDEN)
        x = self.norm(x + self.dropout(self.output(mixed)))
        return self.last_norm(x + self.dropout(self.narrow(functional.gelu(self.widen(x)))))


class Network(nn.Module):
    """The encoder that is trained; the word and place embeddings stay as they were pretrained.

    Args:
        layers: Which of the pretrained layers to keep, by number.
        dropout: Share of values that are dropped in training.
    """

    def __init__(self, layers: Sequence[int] = range(6), dropout: float = 0.1) -> None:
        super().__init__()
        self.kept = tuple(layers)
        self.words = nn.Embedding(_WORDS, _HIDDEN)
        self.places = nn.Embedding(_LONGEST, _HIDDEN)
        self.norm = nn.LayerNorm(_HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in self.kept)
        self.dropout, self.last_dropout = nn.Dropout(dropout), nn.Dropout(0.2)
        self.features = nn.ModuleList(nn.Embedding(n, _HIDDEN) for n in FEATURES.values())
        for embedding in self.features:
            nn.init.normal_(embedding.weight, std=0.02)
        self.labels = nn.Linear(_HIDDEN, 1 + 2 * len(TYPES))
        self.relations = nn.Linear(_HIDDEN, len(RELATIONS))
        self.kinds = nn.Linear(_HIDDEN, 1 + len(KINDS))
        self.queries = nn.Linear(_HIDDEN, len(ROLES) * TIE)
        self.keys = nn.Linear(_HIDDEN, len(ROLES) * TIE)

    def load_pretrained(self, path: Path) -> None:
        """Take the weights of a BERT of this size from a safetensors file."""
        stored = load_file(path)
        embeddings = "embeddings.{}.weight"
        with torch.no_grad():
            # There is one kind of text, so its embedding becomes part of the places'.
            kind = stored[embeddings.format("token_type_embeddings")][0]
            self.words.weight.copy_(stored[embeddings.format("word_embeddings")])
            self.places.weight.copy_(stored[embeddings.format("position_embeddings")] + kind)
        _copy(stored, self.norm, "embeddings.LayerNorm")
        for number, layer in zip(self.kept, self.layers, strict=True):
            name = f"encoder.layer.{number}."
            projections = [f"{name}attention.self.{part}" for part in ("query", "key", "value")]
            _copy(stored, layer.project, *projections)
            _copy(stored, layer.output, name + "attention.output.dense")
            _copy(stored, layer.norm, name + "attention.output.LayerNorm")
            _copy(stored, layer.widen, name + "intermediate.dense")
            _copy(stored, layer.narrow, name + "output.dense")
            _copy(stored, layer.last_norm, name + "output.LayerNorm")
        self.words.weight.requires_grad = self.places.weight.requires_grad = False

    def encode(self, ids: Tensor, features: Tensor, hidden: Tensor | None = None) -> Tensor:
        """Give a vector for each piece, (texts, pieces, 384)."""
        x = self.words(ids) + self.places.weight[: ids.shape[1]]
        for number, embedding in enumerate(self.features):
            x = x + embedding(features[:, :, number])
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, hidden)
        return x

    def forward(self, ids: Tensor, features: Tensor) -> tuple[Tensor, ...]:
        """Give labels, relations and kinds as probabilities, queries and keys; what is exported."""
        x = self.encode(ids, features)
        probabilities = [head(x).softmax(-1) for head in (self.labels, self.relations, self.kinds)]
        return (*probabilities, self.queries(x), self.keys(x))

    def loss(self, examples: Sequence[Example], hide: Sequence[bool]) -> Tensor:
        """Sum of the losses of all questions over a batch.

        Args:
            examples: The batch.
            hide: For each, whether to hide what the lexicon and the rules found, so that the
                network learns to find it alone.
        """
        size = max(len(e.pieces.ids) for e in examples) + 2
        ids = torch.zeros(len(examples), size, dtype=torch.long)
        features = torch.zeros(len(examples), size, len(FEATURES), dtype=torch.long)
        hidden = torch.full((len(examples), 1, 1, size), -torch.inf)
        targets = torch.full((3, len(examples), size), NO_LABEL)
        for row, (e, hides) in enumerate(zip(examples, hide, strict=True)):
            end = len(e.pieces.ids) + 1
            ids[row, 0], ids[row, end] = CLS, SEP
            ids[row, 1:end] = torch.from_numpy(e.pieces.ids)
            features[row, 1:end] = torch.from_numpy(e.pieces.features)
            if hides:
                features[row, :, 1:4] = 0
            hidden[row, 0, 0, : end + 1] = 0
            first = torch.from_numpy(e.pieces.first) + 1
            for target, values in zip(targets, (e.labels, e.relations, e.kinds), strict=True):
                target[row, first] = torch.from_numpy(values)
        x = self.last_dropout(self.encode(ids, features, hidden))
        loss = x.new_zeros(())
        heads = (self.labels, self.relations, self.kinds)
        for head, target, weight in zip(heads, targets, (1.0, 0.3, 0.3), strict=True):
            if bool((target != NO_LABEL).any()):
                values = head(x).flatten(0, 1)
                loss = loss + weight * functional.cross_entropy(
                    values, target.flatten(), ignore_index=NO_LABEL
                )
        return loss + 0.15 * self._tie_loss(x, examples)

    def _tie_loss(self, x: Tensor, examples: Sequence[Example]) -> Tensor:
        losses = []
        for row, e in enumerate(examples):
            if not e.ties:
                continue
            first = torch.from_numpy(e.pieces.first) + 1
            offered = torch.cat([x[row, :1], x[row, first]])
            keys = self.keys(offered).view(-1, len(ROLES), TIE)
            for word, tied in e.ties:
                query = self.queries(x[row, first[word]]).view(len(ROLES), TIE)
                shares = ((keys * query).sum(-1) / 8).log_softmax(0)
                for role, words in enumerate(tied):
                    wanted = torch.tensor([w + 1 for w in words] or [0])
                    losses.append(-shares[wanted, role].logsumexp(0))
        return torch.stack(losses).sum() * len(ROLES) / len(losses) if losses else x.new_zeros(())


def _copy(stored: dict[str, Tensor], target: nn.Module, *names: str) -> None:
    with torch.no_grad():
        for part in ("weight", "bias"):
            getattr(target, part).copy_(torch.cat([stored[f"{name}.{part}"] for name in names]))
