"""Putting things into groups, pair by pair: union-find."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Groups:
    """Groups of strings; what was never joined is a group of its own.

    Args:
        apart: Whether two members must not share a group; a join that would bring such two
            together is passed over, so the order of joins counts where this is given.
    """

    def __init__(self, apart: Callable[[str, str], bool] | None = None) -> None:
        self._apart = apart
        self._parent: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}

    def find(self, item: str) -> str:
        """The member that stands for an item's group."""
        while (above := self._parent.get(item, item)) != item:
            self._parent[item] = self._parent.get(above, above)
            item = above
        return item

    def join(self, one: str, other: str) -> None:
        """Make one group of two."""
        one, other = self.find(one), self.find(other)
        if one == other:
            return
        left, right = self._members.get(one, [one]), self._members.get(other, [other])
        if self._apart and any(self._apart(a, b) for a in left for b in right):
            return
        if len(left) < len(right):
            one, other, left, right = other, one, right, left
        self._parent[other] = one
        self._members[one] = left + right
        self._members.pop(other, None)

    def sorted(self, items: Iterable[str]) -> list[list[str]]:
        """Sort items by group, both in the order in which they come."""
        groups: dict[str, list[str]] = {}
        for item in items:
            groups.setdefault(self.find(item), []).append(item)
        return list(groups.values())
