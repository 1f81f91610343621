"""The statistical finder: a small transformer that reads the whole text at once.

It sees the pieces of the words, how they are written, and what the lexicon and the cue rules hold
them for, and says of every word what it may be part of, what the paper does with it, and, of a
figure, which other words it is tied to. The network is an ONNX graph with 8-bit weights, run text
by text on one thread, so that a text is read the same whatever is read beside it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from papermesh.errors import ModelError
from papermesh.extract.spans import Candidate
from papermesh.extract.vocabulary import FUNCTION_WORDS
from papermesh.model import EntityType, RelationType, ResultKind

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

TYPES = tuple(EntityType)
RELATIONS = tuple(RelationType)
KINDS = tuple(ResultKind)
ROLES = ("metric", "dataset", "method", "versus")

#: How many values each feature of a piece has: how its word is written, the finder and the type of
#: the candidate that covers it, whether it begins one, and whether it stands in title or abstract.
FEATURES = {"casing": 8, "finder": 10, "type": len(TYPES) + 2, "begins": 3, "field": 3}
_FINDERS = (
    "none",
    "lexicon",
    "weak lexicon",
    "rule:name",
    "rule:task-head",
    "rule:method-head",
    "rule:metric-head",
    "rule:proposal",
    "rule:title",
    "rule:measure",
)
#: Size of what a figure looks for, and of what a word offers, in one role.
TIE = 64
#: The pieces that frame a text, in the vocabulary of BERT, uncased.
CLS, SEP = 101, 102
_WINDOW = 510  # pieces that the encoder takes at a time
_STRIDE = 340  # pieces between the starts of windows, in texts longer than one
_NUMBER_WORD = re.compile(
    r"(?:twice|twofold|threefold|fourfold|tenfold|doubl(?:es|ed|ing)|tripl(?:es|ed|ing)|halv(?:es|ed|ing)|half|two|three|four|five|six|seven|eight|nine|ten)$",
    re.IGNORECASE,
)


_NO_RESULT: Floats = np.eye(len(KINDS) + 1, dtype=np.float32)[0]


@dataclass(frozen=True)
class Pieces:
    """A text as the encoder takes it.

    Attributes:
        ids: Numbers of its word pieces, (pieces,); no special ones.
        features: Values of `FEATURES` of each piece, (pieces, 5).
        first: Index of the first piece of each word, (words,).
        starts: Offset of each word's first character, (words,).
        ends: Offset after each word's last character, (words,).
    """

    ids: Ints
    features: Ints
    first: Ints
    starts: Ints
    ends: Ints


@dataclass(frozen=True)
class Reading:
    """What the encoder says of each word of a text.

    Attributes:
        starts: Offset of each word's first character, (words,).
        ends: Offset after each word's last character, (words,).
        labels: Probability of being outside, then of beginning and of continuing a mention of each
            type, (words, 15).
        relations: Probability of each relation, if the word is part of a mention, (words, 7).
        kinds: Probability of being no result, then of each kind, (words, 6).
        queries: What a figure looks for in each role, (words, 4, 64).
        keys: What a word offers in each role, (words + 1, 4, 64); the first is "none".
    """

    starts: Ints
    ends: Ints
    labels: Floats
    relations: Floats
    kinds: Floats
    queries: Floats
    keys: Floats

    def words(self, start: int, end: int) -> slice:
        """Words that share a character with a span."""
        starts, ends = self._offsets
        first = bisect_right(ends, start)
        return slice(first, max(first, bisect_left(starts, end)))

    @cached_property
    def _offsets(self) -> tuple[list[int], list[int]]:
        return self.starts.tolist(), self.ends.tolist()

    def span(self, start: int, end: int) -> Floats:
        """Probability that a mention of each type begins and ends just here, (7,).

        Inner words count half: a long name is not less likely for being long.
        """
        if (start, end) not in self._spans:
            self._spans[start, end] = self._span(self.words(start, end))
        return self._spans[start, end]

    @cached_property
    def _spans(self) -> dict[tuple[int, int], Floats]:
        return {}

    def _span(self, words: slice) -> Floats:
        if words.start == words.stop:
            return np.zeros(len(TYPES), np.float32)
        logs = self._logs[0][words.start].copy()
        inner = words.stop - words.start - 1
        if inner:
            logs += self._logs[1][words.start + 1 : words.stop].sum(0)
            logs /= 1 + inner / 2
        if words.stop < len(self.labels):
            logs += self._logs[2][words.stop]
        found: Floats = np.exp(logs)
        return found / max(1.0, float(found.sum()))

    def spans(self, starts: Ints, stops: Ints) -> Floats:
        """What `span` says of several spans, given by their first and after their last words, (spans, 7)."""
        begin, inside, after = self._logs
        first = np.minimum(starts, len(begin) - 1)
        inner = np.maximum(stops - starts - 1, 0)
        logs = begin[first] + self.sums(inside, first + 1, np.maximum(stops, first + 1))
        logs /= 1 + inner[:, None] / 2
        logs += np.where((stops < len(begin))[:, None], after[np.minimum(stops, len(begin) - 1)], 0)
        found = np.where((stops > starts)[:, None], np.exp(logs), 0)
        shares: Floats = found / np.maximum(1.0, found.sum(1, keepdims=True))
        return shares

    @staticmethod
    def sums(values: Floats, starts: Ints, stops: Ints) -> Floats:
        """Sum of the values of the words of each span, (spans, values), from (words, values)."""
        heights = np.zeros((len(values) + 1, values.shape[1]))
        np.cumsum(values, 0, out=heights[1:], dtype=np.float64)
        return (heights[stops] - heights[starts]).astype(np.float32)

    def means(self, values: Floats, starts: Ints, stops: Ints) -> Floats:
        """Mean of the values of the words of each span, (spans, values), from (words, values)."""
        sizes = np.maximum(stops - starts, 1)[:, None].astype(np.float32)
        found: Floats = self.sums(values, starts, stops) / sizes
        return found

    @cached_property
    def _logs(self) -> tuple[Floats, Floats, Floats]:
        begin, inside = self.labels[:, 1::2], self.labels[:, 2::2]
        return np.log(begin + 1e-6), np.log(inside + 1e-6), np.log(1 - inside + 1e-6)

    def types(self, start: int, end: int) -> Floats:
        """Mean probability over a span's words of being part of a mention of each type, (7,)."""
        return _mean(self.parts, self.words(start, end))

    @cached_property
    def parts(self) -> Floats:
        """Probability of each word of being part of a mention of each type, (words, 7)."""
        return self.labels[:, 1::2] + self.labels[:, 2::2]

    def kind(self, start: int, end: int) -> Floats:
        """Probability that a figure is no result, then of each kind of result, (6,)."""
        words = self.words(start, end)
        if words.start == words.stop:
            return _NO_RESULT
        found: Floats = self.kinds[words.start]
        return found

    def ties(self, start: int, end: int) -> Floats:
        """Share of a figure's attention that "none", then each word, gets in each role, (4, words + 1)."""
        words = self.words(start, end)
        if words.start == words.stop:
            shares = np.zeros((len(ROLES), len(self.keys)), np.float32)
            shares[:, 0] = 1
            return shares
        return self._ties(words.start)

    @cached_property
    def _known_ties(self) -> dict[int, Floats]:
        return {}

    @cached_property
    def tied(self) -> Floats:
        """Largest share that a word gets of the attention of any figure, in each role, (4, words)."""
        most = np.zeros((len(ROLES), len(self.starts)), np.float32)
        for word in np.flatnonzero(self.kinds[:, 0] < 0.5):
            np.maximum(most, self._ties(int(word))[:, 1:], out=most)
        return most

    def _ties(self, word: int) -> Floats:
        if word not in self._known_ties:
            self._known_ties[word] = self._compute_ties(word)
        return self._known_ties[word]

    def _compute_ties(self, word: int) -> Floats:
        scores = np.einsum("rd,wrd->rw", self.queries[word], self.keys) / 8
        found: Floats = np.exp(scores - scores.max(1, keepdims=True))
        found /= found.sum(1, keepdims=True)
        return found

    def candidates(self, text: str, outside: float) -> Iterator[Candidate]:
        """Yield spans that may be mentions.

        Args:
            text: The text that was read.
            outside: A word may be part of a mention if it is outside with less than this probability.
        """
        best = self.labels[:, 1:].argmax(1)
        inside = self.labels[:, 0] < outside
        index = 0
        while index < len(best):
            end = index + 1
            if inside[index]:
                while end < len(best) and inside[end] and best[end] % 2 == 1:
                    if "\n\n" in text[self.ends[end - 1] : self.starts[end]]:
                        break  # between title and abstract
                    end += 1
                first, last = index, end - 1
                while first < last and self._word(text, first) in FUNCTION_WORDS:
                    first += 1
                while first < last and self._word(text, last) in FUNCTION_WORDS:
                    last -= 1
                start, stop = int(self.starts[first]), int(self.ends[last])
                types = self.types(start, stop)
                kind = int(types.argmax())
                score = round(float(types[kind]), 3)
                yield Candidate(start, stop, TYPES[kind], text[start:stop], "model", score)
            index = end

    def _word(self, text: str, index: int) -> str:
        return text[self.starts[index] : self.ends[index]].lower()


def _mean(values: Floats, words: slice) -> Floats:
    mean: Floats = values[words].sum(0) / max(words.stop - words.start, 1)
    return mean


def casing(word: str) -> int:
    """Tell how a word is written: digits, signs, lower, UPPER, Title, with digits, or mIxed."""
    if word.isalpha() and word.islower():
        return 3
    if not any(map(str.isalpha, word)):
        return 1 if any(map(str.isdigit, word)) else 2
    if word.islower():
        return 3
    if word.isupper():
        return 4
    if word[0].isupper() and word[1:].islower():
        return 5
    return 6 if any(map(str.isdigit, word)) else 7


def pieces(
    tokenizer: Tokenizer, text: str, title_end: int, candidates: Iterable[Candidate]
) -> Pieces:
    """Cut a text into word pieces and note their features.

    Args:
        tokenizer: The encoder's.
        text: Title, blank line, abstract.
        title_end: Offset after the title.
        candidates: What the lexicon and the cue rules found.
    """
    encoding = tokenizer.encode(text, add_special_tokens=False)
    offsets = np.array(encoding.offsets, np.int64).reshape(-1, 2)
    words = np.array(encoding.word_ids, np.int64)
    first = np.flatnonzero(np.diff(words, prepend=-1))
    last = np.append(first[1:], len(words)) - 1
    begins = offsets[:, 0]
    features = np.empty((len(words), len(FEATURES)), np.int64)
    features[:, 0] = _written(text)[begins]
    features[:, 1:4] = _found(text, candidates)[begins]
    features[:, 4] = np.where(begins < title_end, 1, 2)
    return Pieces(
        np.array(encoding.ids, np.int64),
        features,
        first,
        begins[first],
        offsets[last[: len(first)], 1],
    )


def first_window(cut: Pieces) -> Pieces:
    """Keep of a text what the encoder takes at a time."""
    words = cut.first < _WINDOW - 16  # so that the last word is whole
    return Pieces(
        cut.ids[:_WINDOW],
        cut.features[:_WINDOW],
        cut.first[words],
        cut.starts[words],
        cut.ends[words],
    )


def _written(text: str) -> Ints:
    """How the word around each character is written; words end at white space."""
    written = np.zeros(len(text) + 1, np.int64)
    for match in re.finditer(r"\S+", text):
        word = match[0]
        written[match.start() : match.end()] = casing(word.strip(".,;:()[]\"'") or word)
    return written


def _found(text: str, candidates: Iterable[Candidate]) -> Ints:
    """What covers each character; of two on the same words the rule's, the longer over the shorter."""
    found = np.zeros((len(text) + 1, 3), np.int64)
    order = sorted(candidates, key=lambda c: (c.end - c.start, c.source != "lexicon"))
    for candidate in order:
        weak = candidate.source == "lexicon" and candidate.score < 0.5
        source = "weak lexicon" if weak else candidate.source
        kind = len(TYPES) + 1 if candidate.type is None else TYPES.index(candidate.type) + 1
        here = found[candidate.start : candidate.end]
        here[:] = (_FINDERS.index(source) if source in _FINDERS else 0, kind, 1)
        here[:1, 2] = 2
    return found


def may_be_figure(word: str) -> bool:
    """Whether a word begins with a digit or is a number in words."""
    return word[:1].isdigit() or _NUMBER_WORD.match(word) is not None


def read_tokenizer(folder: Path) -> Tokenizer:
    """Read ``tokenizer.json``, set to cut nothing off and to fill nothing up."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


class Encoder:
    """The network and its tokenizer.

    Args:
        folder: Holds ``encoder.onnx`` and ``tokenizer.json``, as `papermesh.train` writes them.

    Raises:
        ModelError: The folder does not hold an encoder that can be read.
    """

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._tokenizer = read_tokenizer(folder)
            self._session = onnxruntime.InferenceSession(
                str(folder / "encoder.onnx"),
                options,
                providers=["CPUExecutionProvider"],
                # This one fusion makes a layer a fifth slower than its parts.
                disabled_optimizers=["SkipLayerNormFusion"],
            )
        except Exception as error:  # both libraries raise bare or private exceptions
            raise ModelError(
                f"cannot load an encoder from {folder}: {error}; train one with papermesh train, or install papermesh again"
            ) from error

    def read(self, text: str, title_end: int, candidates: Iterable[Candidate]) -> Reading:
        """Read a text of any length.

        Args:
            text: Title, blank line, abstract.
            title_end: Offset after the title.
            candidates: What the lexicon and the cue rules found in it.
        """
        cut = pieces(self._tokenizer, text, title_end, candidates)
        outputs = [np.concatenate(parts) for parts in zip(*self._windows(cut), strict=True)]
        labels, relations, kinds, queries, keys, none = outputs
        for word, (start, end) in enumerate(zip(cut.starts, cut.ends, strict=True)):
            if not may_be_figure(text[start:end]):
                kinds[word] = _NO_RESULT
        return Reading(
            starts=cut.starts,
            ends=cut.ends,
            labels=labels,
            relations=relations,
            kinds=kinds,
            queries=queries.reshape(-1, len(ROLES), TIE),
            keys=np.concatenate([none[:1], keys]).reshape(-1, len(ROLES), TIE),
        )

    def _windows(self, cut: Pieces) -> Iterator[Sequence[Floats]]:
        """Run the network over a text, window by window; every word is taken from one of them."""
        size = len(cut.ids)
        starts = (
            list(range(0, max(1, size - _WINDOW + _STRIDE), _STRIDE)) if size > _WINDOW else [0]
        )
        margin = (_WINDOW - _STRIDE) // 2
        for start in starts:
            low = 0 if start == 0 else start + margin
            high = size + 1 if start == starts[-1] else start + _STRIDE + margin
            window = slice(start, start + _WINDOW)
            outputs = self._run(cut.ids[window], cut.features[window])
            wanted = cut.first[(cut.first >= low) & (cut.first < high)] - start + 1
            yield [*(output[0, wanted] for output in outputs), outputs[-1][0, :1]]

    def _run(self, ids: Ints, features: Ints) -> list[Floats]:
        ends = np.zeros((1, len(FEATURES)), np.int64)
        feeds = {
            "ids": np.concatenate([[CLS], ids, [SEP]])[None],
            "features": np.concatenate([ends, features, ends])[None],
        }
        outputs: list[Floats] = self._session.run(None, feeds)
        return outputs
