"""Lists of papers, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from papermesh.views.schema import PaperList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from papermesh.views.schema import PaperForm

PAGE = 25
"""Things on one page of a list."""
T = TypeVar("T")


def cut(rows: Sequence[T], page: int, limit: int = PAGE) -> tuple[Sequence[T], int, int]:
    """Cut one page out of a list; the last where there are not so many.

    Args:
        rows: The whole list.
        page: Which page, from 1.
        limit: Things on one page.

    Returns:
        What stands on the page, which page it is, and how many there are.

    Examples:
        >>> cut("abcde", 2, 2), cut("abcde", 9, 2), cut("", 1, 2)
        (('cd', 2, 3), ('e', 3, 3), ('', 1, 1))
    """
    pages = max(1, -(-len(rows) // limit))
    page = min(max(page, 1), pages)
    return rows[(page - 1) * limit : page * limit], page, pages


def paged(
    rows: Sequence[T], page: int, form: Callable[[T], PaperForm], limit: int = PAGE
) -> PaperList:
    """One page of a list of papers; see `cut`."""
    shown, page, pages = cut(rows, page, limit)
    return PaperList(total=len(rows), page=page, pages=pages, papers=[form(row) for row in shown])
