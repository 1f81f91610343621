"""From words to nodes: names, titles and ids, and the closest ones when nothing fits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, repeat
from typing import TYPE_CHECKING

from papermesh.errors import NotFoundError, UnknownTypeError
from papermesh.identifiers import arxiv_id, doi
from papermesh.names import fold, key
from papermesh.query.values import ENTITY_TYPES, RELATIONS
from papermesh.store.index import no_collection

if TYPE_CHECKING:
    from collections.abc import Collection

    from papermesh.store.base import GraphStore, Node

CLOSE = 60
"""The least likeness, of 100, at which a name is offered as a close one."""
_WORD = re.compile(r"[^\W_]+")
OWN_NAME = 10
"""How many papers by an alias one paper by a name outweighs."""


def find_entities(store: GraphStore, name: str, type: str | None = None) -> list[Node]:
    """Find every entity that answers to a name, best first.

    Args:
        store: The graph.
        name: A name, alias or id.
        type: Only entities of this type.

    Raises:
        NotFoundError: None does; it carries the closest names.
    """
    labels = [read_type(type)] if type else ["Entity"]
    return found_or_raise(store, name, by_weight(store.resolve(name, labels), name), labels)


def find_nodes(store: GraphStore, name: str) -> list[Node]:
    """Find everything that answers to an id, a name, a title or a paper's URL, best first.

    Raises:
        NotFoundError: Nothing does; it carries the closest names.
    """
    found = by_weight(store.resolve(name), name) or papers_called(store, name)
    return found_or_raise(store, name, found, None)


def by_weight(found: Collection[Node], name: str) -> list[Node]:
    """Sort nodes that answer to a name: what is spelled so first, then by papers.

    A name of their own counts for ten times an alias, and an id for more than any name. What a
    single paper spells so may be a slip, and comes first by its papers only.
    """

    def order(node: Node) -> tuple[bool, int, str]:
        own = key(node.name) == key(name)
        return node.id != name, -_papers(node) * (OWN_NAME if own else 1), node.id

    exact = [node for node in found if node.name == name and _papers(node) > 1]
    rest = [node for node in found if node not in exact]
    return sorted(exact, key=order) + sorted(rest, key=order)


def namesakes(found: Collection[Node], name: str) -> tuple[list[Node], list[Node]]:
    """Part nodes that answer to a name: those called what the best is called, and all others.

    ``AD`` can be autonomous driving or Alzheimer's disease, which are two things; the task and
    the method of one name are taken together.
    """
    nodes = by_weight(found, name)
    same = [node for node in nodes if key(node.name) == key(nodes[0].name)]
    return same, [node for node in nodes if node not in same]


def _papers(node: Node) -> int:
    return int(node.properties.get("paperCount") or 0)


def find_papers(store: GraphStore, name: str) -> list[Node]:
    """Find the papers meant by an id, a URL, a title or the name of what they introduce.

    Raises:
        NotFoundError: No paper is meant by it; the error carries the closest titles and names.
    """
    return found_or_raise(store, name, papers_called(store, name), ["Paper", "Entity"])


def papers_called(store: GraphStore, name: str) -> list[Node]:
    """Find papers by id, URL or title, by a title's head before the colon, or by what they propose."""
    arxiv, digital = arxiv_id(name), doi(name)
    for id in (name, arxiv and f"arxiv:{arxiv}", digital and f"doi:{digital}"):
        node = store.node(id) if id else None
        if node is not None and "Paper" in node.labels:
            return [node]
    if found := store.resolve(name, ["Paper"]):
        return found
    if heads := store.derived(_heads).get(fold(name)):
        return list(heads)
    entities = [node.id for node in store.resolve(name, ["Entity"])]
    proposing = {edge.source for edge in store.edges(entities, ["PROPOSES"], "in")}
    return [node for id in sorted(proposing) if (node := store.node(id)) is not None]


def _heads(store: GraphStore) -> dict[str, list[Node]]:
    """Papers by the folded head of their title, which stands before a colon."""
    found: dict[str, list[Node]] = {}
    for paper in nodes_of(store, "Paper"):
        head, colon, _ = paper.name.partition(":")
        if colon and (folded := fold(head)):
            found.setdefault(folded, []).append(paper)
    return found


def found_or_raise(
    store: GraphStore, name: str, found: list[Node], labels: Collection[str] | None
) -> list[Node]:
    """Pass on what was found; where that is nothing, say what comes closest."""
    if not found:
        raise NotFoundError(name, closest(store, name, labels))
    return found


def closest(
    store: GraphStore, name: str, labels: Collection[str] | None = None, limit: int = 5
) -> list[str]:
    """Find the names in the graph that come closest to one, best first.

    Args:
        store: The graph.
        name: What was asked for.
        labels: Only names of nodes with one of these labels; otherwise all that have names.
        limit: How many at most.
    """
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import OSA

    names = names_of(store, labels or ("Entity", "Paper", "Author", "Organization", "Repository"))
    wanted = fold(name)
    if not wanted or not names.forms:
        return []
    likeness: dict[str, tuple[float, int]] = {}
    # Two letters that changed places are one error, so that MTBE is as close to MTEB as to MBE.
    for scorer, full, penalty in (
        (OSA.normalized_similarity, 1, 0.0),
        (fuzz.partial_ratio, 100, 30.0),
    ):
        # A part of a very short form is like everything, so parts count from four letters on.
        least = (CLOSE + penalty) * full / 100
        for form, ratio, at in process.extract(
            wanted, names.folded, scorer=scorer, limit=8 * limit, score_cutoff=least
        ):
            score = 100 * ratio / full
            node = names.nodes[at]
            if penalty and (min(len(form), len(wanted)) < 4 or not _begins_alike(form, name)):
                continue
            best = max(likeness.get(node.name, (0.0, 0))[0], score - penalty)
            likeness[node.name] = (best, int(node.properties.get("paperCount") or 0))
    return sorted(likeness, key=lambda n: (-likeness[n][0], -likeness[n][1], n))[:limit]


def _begins_alike(form: str, name: str) -> bool:
    """Tell whether a folded form that is within a longer name begins where one of its words does."""
    if len(form) >= len(fold(name)):
        return True
    return any(fold(word)[:2] == form[:2] for word in _WORD.findall(name))


@dataclass(frozen=True, slots=True)
class Names:
    """Every name and alias of some nodes, in order of label and id.

    Attributes:
        forms: As they are written.
        folded: The same, folded; the three are as long as each other.
        nodes: What they name.
    """

    forms: tuple[str, ...]
    folded: tuple[str, ...]
    nodes: tuple[Node, ...]


def names_of(store: GraphStore, labels: Collection[str]) -> Names:
    """List every name and alias of the nodes with one of some labels; kept with the graph."""
    return store.derived(_names, tuple(labels))


def keys_of(store: GraphStore, label: str) -> frozenset[str]:
    """The keys of every name and alias of the nodes with a label; kept with the graph."""
    return store.derived(_keys, label)


def nodes_of(store: GraphStore, label: str) -> tuple[Node, ...]:
    """The nodes with a label, in order of their ids; kept with the graph, and not to be changed."""
    return store.derived(_nodes, label)


def _names(store: GraphStore, labels: tuple[str, ...]) -> Names:
    if len(labels) == 1:
        return _names_of_one(store, labels[0])
    parts = [names_of(store, (label,)) for label in labels]
    return Names(
        tuple(chain.from_iterable(part.forms for part in parts)),
        tuple(chain.from_iterable(part.folded for part in parts)),
        tuple(chain.from_iterable(part.nodes for part in parts)),
    )


def _names_of_one(store: GraphStore, label: str) -> Names:
    forms: list[str] = []
    named: list[Node] = []
    with no_collection():
        for node in nodes_of(store, label):
            # Most have no alias, and a large graph has hundreds of thousands.
            aliases = _aliases(node)
            names = dict.fromkeys((node.name, *aliases)) if aliases else (node.name,)
            forms.extend(names)
            named.extend(repeat(node, len(names)))
        return Names(tuple(forms), tuple(map(fold, forms)), tuple(named))


def _keys(store: GraphStore, label: str) -> frozenset[str]:
    return frozenset(map(key, names_of(store, (label,)).forms))


def _nodes(store: GraphStore, label: str) -> tuple[Node, ...]:
    with no_collection():
        return tuple(store.nodes(label))


def _aliases(node: Node) -> tuple[str, ...]:
    # The aliases of a paper are ids, which nobody misspells and everybody would be close to.
    return () if "Paper" in node.labels else tuple(node.properties.get("aliases") or ())


def read_type(type: str) -> str:
    """Read the name of an entity type whatever its case and number.

    Raises:
        UnknownTypeError: There is no such type.
    """
    return _read(type, ENTITY_TYPES)


def read_relation(relation: str) -> str:
    """Read the name of a relation, such as ``uses`` or ``evaluates on``.

    Raises:
        UnknownTypeError: There is no such relation.
    """
    return _read(relation, RELATIONS)


def _read(text: str, known: Collection[str]) -> str:
    for name in known:
        if fold(text) in (fold(name), fold(name) + "s"):
            return str(name)
    raise UnknownTypeError(text, tuple(known))
