"""Families of names: SWE-bench Verified and SWE-bench Lite are of that of SWE-bench."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from papermesh.query.values import RELATIONS
from papermesh.store.index import no_collection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from papermesh.store.base import GraphStore, Node

_KINDS = {"Benchmark": "data", "Dataset": "data", "Method": "made", "Model": "made"}
"""What is taken for one: a benchmark is a data set, and a method often goes by its model's name."""
_END = re.compile(r"[\s\-\u2010-\u2015_/:,()]+|(?<=\w)(?=\+)")
"""Where a word of a name ends; a dot ends none, as Qwen2.5 is no Qwen2 with a 5."""
_MOST_WORDS = 8
_SHORTEST = 3
"""Letters of a name: AI and R begin what is no kin."""
_WITHIN = re.compile(r"[^\W_][A-Z]")
_WAYS = frozenset({"aided", "assisted", "aware", "based", "driven", "enhanced", "guided", "style"})
"""What makes a way of using a thing of its name: CLIP-based filtering is no CLIP."""
_FEWEST = 2
"""Papers that a root must have; what one paper calls so may be a slip."""
_PART = 5
"""How many times more papers than its root a member may have: of 3D, 3D Gaussian Splatting is none."""


@dataclass(frozen=True, slots=True)
class Family:
    """The entities whose names are that of another and more words.

    Attributes:
        root: The entity whose name the own one begins with; None where there is none.
        members: Those whose names begin with the own one, of most papers first.
        papers: Papers that have to do with the entity itself or with one of the members.
    """

    root: Node | None
    members: tuple[Node, ...]
    papers: int


def family_of(store: GraphStore, entity: Node) -> Family:
    """Find the family that the name of an entity tells.

    Only proper names have families, and only among things of one kind: benchmarks and data sets,
    or methods and models. A family that names are all there is to may hold strangers.

    Args:
        store: The graph.
        entity: The entity; what is none has no family.
    """
    known = store.derived(_families)
    members = known.members.get(entity.id, ())
    ids = [entity.id, *(member.id for member in members)]
    papers = {edge.source for edge in store.edges(ids, RELATIONS, "in")}
    return Family(known.roots.get(entity.id), members, len(papers))


@dataclass(frozen=True, slots=True)
class _Families:
    roots: Mapping[str, Node]
    members: Mapping[str, tuple[Node, ...]]


def _families(store: GraphStore) -> _Families:
    """Find the root and the members of every entity that has them."""
    with no_collection():
        nodes = [(kind, node) for type, kind in _KINDS.items() for node in store.nodes(type)]
    named: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for kind, node in nodes:
        if _is_proper(node):
            named[kind, _letters(node.name)].append(node)
    begun: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for kind, node in nodes:
        for head in set(_heads(node.name)):
            if (kind, head) in named:
                begun[kind, head].append(node)
    roots: dict[str, Node] = {}
    members: dict[str, tuple[Node, ...]] = {}
    for whose in sorted(begun, key=lambda known: (len(known[1]), known)):
        found = sorted(begun[whose], key=_fullest_first)
        for root in sorted(named[whose], key=_fullest_first, reverse=True):
            own = tuple(member for member in found if _is_spelled_so(root, member))
            if own and _papers(root) >= max(_FEWEST, _papers(own[0]) / _PART):
                members[root.id] = own
                # The longest name comes last, and is the nearest root; so is that of most papers.
                roots.update((member.id, root) for member in own)
    return _Families(roots, members)


def _heads(name: str) -> Iterator[str]:
    """Yield the beginnings of a name that are followed by what can tell a member, letters only."""
    for end in islice(_END.finditer(name), _MOST_WORDS):
        rest = name[end.end() :]
        word = _END.split(rest, maxsplit=1)[0] or rest
        # Small words after a hyphen are of the name (GSM8K-hard), others are about it (BERT layers).
        names = not word[:1].islower() or (end[0] == "-" and " " not in rest)
        if names and _letters(rest) and word.casefold() not in _WAYS:
            yield _letters(name[: end.start()])


def _letters(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum() or c == "+")


def _is_proper(node: Node) -> bool:
    """Tell whether a name is one: any method may begin with a capital, not have one within."""
    name = node.name
    capital = _WITHIN.search(name) if node.label == "Method" else name != name.lower()
    return bool(capital) and len(_letters(name)) >= _SHORTEST and name.casefold() != "the"


def _is_spelled_so(root: Node, member: Node) -> bool:
    """Tell whether a name begins as another is spelled: Direct Answer does not with DIRECT.

    Of names in mixed letters, such as LLaMA, many spellings are about; but not of a method's.
    """
    begun = member.name.startswith(root.name)
    return begun or (root.label != "Method" and root.name != root.name.upper())


def _fullest_first(node: Node) -> tuple[int, str]:
    return -_papers(node), node.id


def _papers(node: Node) -> int:
    return int(node.properties.get("paperCount") or 0)
