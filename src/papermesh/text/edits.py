"""Edits of a text by pattern: what `papermesh.text` applies and keeps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Edit = tuple[int, int, str]
Make = Callable[[re.Match[str]], Iterator[Edit]]
Rule = tuple[tuple[str, ...], re.Pattern[str], Make]


def rule(pattern: str | re.Pattern[str], make: Make, *triggers: str) -> Rule:
    """Make a rule: edits for every match, in texts that hold one of the triggers."""
    return triggers, re.compile(pattern), make


def keep(match: re.Match[str], *groups: int) -> Iterator[Edit]:
    """Drop a match but for some of its groups, which stay where they are."""
    at = match.start()
    for group in groups:
        if match.start(group) > at:
            yield at, match.start(group), ""
        at = match.end(group)
    if match.end() > at:
        yield at, match.end(), ""


def swap(make: Callable[[re.Match[str]], str | None]) -> Callable[[re.Match[str]], Iterator[Edit]]:
    """Replace a match by what `make` says, or leave it where that is None."""

    def edit(match: re.Match[str]) -> Iterator[Edit]:
        new = make(match)
        if new is not None and new != match[0]:
            yield match.start(), match.end(), new

    return edit


def unwrap(*groups: int) -> Callable[[re.Match[str]], Iterator[Edit]]:
    """Keep only some groups of a match."""
    return lambda match: keep(match, *groups)
