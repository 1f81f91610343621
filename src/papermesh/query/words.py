"""The words of all that can be found, with where they stand."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from papermesh.names import fold
from papermesh.query.lookup import names_of, nodes_of
from papermesh.store.index import no_collection

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from papermesh.store.base import GraphStore, Node

    Numbers: TypeAlias = NDArray[np.int32]
    Weights: TypeAlias = NDArray[np.float32]

LABELS = ("Paper", "Entity", "Author", "Organization")
"""What is searched; a repository is found by its paper."""
WEIGHTS = {"name": 4.0, "title": 3.0, "aliases": 3.0, "keywords": 2.0, "abstract": 1.0}
NAMING = WEIGHTS["aliases"]
"""The least weight of a field that names its node."""
_MARKS = ".,:;?!()[]\"'"
"""Marks at the ends of words, of which nothing is left when these are folded."""
_PART = re.compile(r"[^\W_]+")


class Places(Mapping[str, tuple["Numbers", "Weights"]]):
    """By word: numbers of the nodes, rising, and the weight of the best field of each.

    All words share four arrays, as a pair of arrays for each would take long to make.
    """

    def __init__(
        self, numbers: dict[str, int], starts: Numbers, at: Numbers, weights: Weights
    ) -> None:
        self._numbers, self._starts = numbers, starts
        self._at, self._weights = at, weights

    def __getitem__(self, word: str) -> tuple[Numbers, Weights]:
        number = self._numbers[word]
        here = slice(self._starts[number], self._starts[number + 1])
        return self._at[here], self._weights[here]

    def __contains__(self, word: object) -> bool:
        return word in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


@dataclass(frozen=True)
class Index:
    """The words of all that can be found.

    Attributes:
        nodes: In the order in which equal hits are given: those of many papers first, then by id.
        labels: The most general label of each node.
        types: The most specific one.
        places: Where each word stands.
    """

    nodes: tuple[Node, ...]
    labels: NDArray[np.str_]
    types: NDArray[np.str_]
    places: Places

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All words, sorted."""
        return tuple(sorted(self.places))


def named(store: GraphStore) -> dict[str, list[int]]:
    """Numbers of the nodes of the index by folded name, title and alias."""
    numbers = {node.id: at for at, node in enumerate(store.derived(make_index).nodes)}
    names = names_of(store, LABELS)
    found: dict[str, list[int]] = {}
    for form, node in zip(names.folded, names.nodes, strict=True):
        found.setdefault(form, []).append(numbers[node.id])
    return found


def make_index(store: GraphStore) -> Index:
    """Read the words of all that can be found."""
    import numpy as np

    with no_collection():
        nodes = sorted(
            ((node, label) for label in LABELS for node in nodes_of(store, label)),
            key=lambda pair: (-paper_count(pair[0]), pair[0].id),
        )
        return Index(
            nodes=tuple(node for node, _ in nodes),
            labels=np.array([label for _, label in nodes], dtype=np.str_),
            types=np.array([node.label for node, _ in nodes], dtype=np.str_),
            places=_places([node for node, _ in nodes]),
        )


def paper_count(node: Node) -> int:
    """How many papers a node has to do with."""
    return int(node.properties.get("paperCount") or 0)


def fields(node: Node) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the texts of a node, by the names of `WEIGHTS`."""
    properties: Any = node.properties
    if "Paper" in node.labels:
        yield "title", (node.name,)
        yield "keywords", tuple(map(str, properties.get("keywords") or ()))
        yield "abstract", (str(properties.get("abstract") or ""),)
    else:
        yield "name", (node.name,)
        yield "aliases", tuple(map(str, properties.get("aliases") or ()))


def tokens(text: str) -> Iterator[str]:
    """Cut a text into folded words; a hyphenated word counts whole and in its parts."""
    for word in text.split():
        yield from _of_word(word)


def _of_word(word: str) -> tuple[str, ...]:
    parts = () if word.isalnum() else _PART.findall(word)
    forms = (word, *parts) if len(parts) > 1 else (word,)
    return tuple(filter(None, map(fold, forms)))


def _places(nodes: Sequence[Node]) -> Places:
    """Find out where each word stands.

    Millions of words are thousands of different ones, so that each is folded once, and all that
    is done to every single one is done to arrays.
    """
    import numpy as np

    weights = sorted(set(WEIGHTS.values()))
    words, found, owners = _read(nodes, weights)
    numbers, sizes, folded = _fold(words)
    # Each word becomes its forms: the number of the first, and those that follow it.
    first = np.cumsum(sizes) - sizes
    times = sizes[found]
    ends = np.cumsum(times)
    form = folded[np.arange(times.sum()) + np.repeat(first[found] - (ends - times), times)]
    # In one number: the form, the node, the weight; of equal forms and nodes the last counts.
    codes = form * len(nodes) * len(weights) + np.repeat(owners, times)
    codes.sort()
    pairs, level = np.divmod(codes, len(weights))
    last = np.append(pairs[1:] != pairs[:-1], True) if len(pairs) else np.zeros(0, dtype=bool)
    forms, at = np.divmod(pairs[last], max(len(nodes), 1))
    return Places(
        numbers,
        np.searchsorted(forms, np.arange(len(numbers) + 1)).astype(np.int32),
        at.astype(np.int32),
        np.array(weights, dtype=np.float32)[level[last]],
    )


def _read(
    nodes: Sequence[Node], weights: list[float]
) -> tuple[dict[str, int], NDArray[np.int64], NDArray[np.int64]]:
    """Number the words as they are written, and list each with its node and weight in one number."""
    import numpy as np

    words: defaultdict[str, int] = defaultdict()
    words.default_factory = words.__len__
    number = words.__getitem__
    found, owners, lengths = array("q"), array("q"), array("q")
    for at, node in enumerate(nodes):
        for name, texts in fields(node):
            level = weights.index(WEIGHTS[name])
            for text in texts:
                cut = set(text.split())
                found.extend(map(number, cut))
                owners.append(at * len(weights) + level)
                lengths.append(len(cut))
    return words, np.array(found), np.repeat(owners, lengths)


def _fold(
    words: Mapping[str, int],
) -> tuple[dict[str, int], NDArray[np.int64], NDArray[np.int64]]:
    """Number the folded forms of some words, and tell how many each word has, and which."""
    import numpy as np

    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    number = numbers.__getitem__
    folded, sizes = array("q"), array("q")
    forms_of = cache(_of_word)
    for word in words:
        forms = forms_of(word.strip(_MARKS))
        sizes.append(len(forms))
        folded.extend(map(number, forms))
    return dict(numbers), np.array(sizes), np.array(folded)
