"""Hugging Face daily papers as JSON: the API's answer, or the same objects from a saved page."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from papermesh.ingest.fields import (
    Row,
    UnusableError,
    arxiv_or_none,
    build,
    count,
    day,
    prose,
    text,
    words,
)

if TYPE_CHECKING:
    from papermesh.ingest.sources import Input
    from papermesh.model import Paper

# What concerns the accounts of persons, or only repeats the id.
_DROPPED = frozenset(
    {
        "_id",
        "avatar",
        "avatarUrl",
        "user",
        "isPro",
        "isHf",
        "isHfAdmin",
        "isMod",
        "isUserFollowing",
        "followerCount",
        "thumbnail",
        "mediaUrl",
        "status",
        "statusLastChangedAt",
        "type",
        "upvoters",
    }
)


def is_item(values: dict[str, Any]) -> bool:
    """Tell an item of the API from other JSON by its keys."""
    nested = isinstance(values.get("paper"), dict)
    return nested or ("summary" in values and bool({"upvotes", "discussionId"} & values.keys()))


def paper(source: Input, line: int | None, values: dict[str, Any]) -> Paper:
    """Read one item. Its fields stand on two levels, and the inner one counts first.

    Raises:
        UnusableError: It has no title.
    """
    inner = values.get("paper")
    inner = inner if isinstance(inner, dict) else values
    outer = {k: v for k, v in values.items() if k != "paper"}
    featured = _featured(outer, inner, source.day)
    row = Row(outer | {k: v for k, v in inner.items() if v is not None}, source.door, line)
    title, abstract = row.must("title"), row.take(prose, "summary")
    arxiv = row.take(arxiv_or_none, "id")
    page = row.take(text, "projectPage")
    urls = (
        [f"https://arxiv.org/abs/{arxiv}", f"https://huggingface.co/papers/{arxiv}"]
        if arxiv
        else []
    )
    known = {
        "arxiv": arxiv,
        "published": row.take(day, "publishedAt"),
        "featured": featured,
        "authors": _authors(row),
        "organization": _organization(row),
        "upvotes": row.take(count, "upvotes"),
        "comments": row.take(count, "numComments"),
        "keywords": row.take(words, "ai_keywords"),
        "urls": tuple(urls + [page] * (page is not None)) or None,
        "code_urls": _one(row.take(text, "githubRepo")),
    }
    row.rest.pop("submittedOnDailyAt", None)
    person = [row.rest.pop(k, None) for k in ("submittedBy", "submittedOnDailyBy")]
    row.rest = _public(row.rest)
    for who in person:
        if isinstance(who, dict) and isinstance(who.get("fullname"), str):
            row.rest["submittedBy"] = who["fullname"]
            break
    name = f"hf:{featured}" if featured else "hf"
    return build(row, title, abstract, source=(name,), **known)


def _featured(outer: dict[str, Any], inner: dict[str, Any], hint: str | None) -> dt.date | None:
    """Find the day on the daily page.

    Newer answers say ``submittedOnDailyAt``, and their outer ``publishedAt`` only repeats the inner
    one, four or five hours off. In older ones the outer ``publishedAt`` is the day, at times in
    American time, so that a day in the file's name which is next to it is better.
    """
    try:
        for level in (inner, outer):
            if level.get("submittedOnDailyAt"):
                return day(level["submittedOnDailyAt"])
        if outer is inner or "publishedAt" not in outer or "publishedAt" not in inner:
            return None
        shown, real = (dt.datetime.fromisoformat(v["publishedAt"]) for v in (outer, inner))
        if abs(shown - real) <= dt.timedelta(hours=5):
            return None
        named = dt.date.fromisoformat(hint) if hint else shown.date()
        return named if abs(named - shown.date()).days <= 1 else shown.date()
    except (UnusableError, ValueError, TypeError):
        return None


def _authors(row: Row) -> tuple[str, ...] | None:
    people = row.rest.get("authors")
    if isinstance(people, list):
        row.rest["authors"] = [p for p in people if not (isinstance(p, dict) and p.get("hidden"))]
    return row.take(words, "authors")


def _organization(row: Row) -> str | None:
    who = row.rest.get("organization")
    if not isinstance(who, dict):
        return row.take(text, "organization")
    del row.rest["organization"]
    handle, name = who.get("name"), who.get("fullname")
    if isinstance(handle, str):
        row.rest["organization_handle"] = handle
    return next((n.strip() for n in (name, handle) if isinstance(n, str) and n.strip()), None)


def _one(value: str | None) -> tuple[str, ...] | None:
    return None if value is None else (value,)


def _public(value: Any) -> Any:
    if isinstance(value, list):
        return [_public(v) for v in value]
    if isinstance(value, dict):
        return {k: _public(v) for k, v in value.items() if k not in _DROPPED and v is not None}
    return value
