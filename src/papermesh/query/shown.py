"""What Jupyter shows as HTML; how it looks is told in `papermesh.query.looks`."""

from __future__ import annotations

from typing import SupportsIndex, TypeVar, overload

T = TypeVar("T")


class Shown:
    """Base of the values that Jupyter shows."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from papermesh.query.looks import html

        return html(self)


class Rows(Shown, list[T]):
    """Rows that Jupyter shows as a table, as it does a part of them; a list in all else."""

    __slots__ = ()

    @overload
    def __getitem__(self, at: SupportsIndex) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Rows[T]: ...
    def __getitem__(self, at: SupportsIndex | slice) -> T | Rows[T]:
        return Rows(super().__getitem__(at)) if isinstance(at, slice) else super().__getitem__(at)
