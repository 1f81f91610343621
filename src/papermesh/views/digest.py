"""What is new, in its JSON form."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from papermesh.errors import PeriodError
from papermesh.query.adoption import timeline
from papermesh.query.digest import Digest, Introduction, digest
from papermesh.query.links import web_page
from papermesh.views import schema
from papermesh.views.refs import entity_form, paper_form, ref, result_form
from papermesh.views.trends import trend_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from papermesh.store.base import GraphStore

WEEK = dt.timedelta(days=6)
LIMIT = 20
"""Papers, things, figures and repositories of a digest at most, each."""


def latest_digest(
    store: GraphStore,
    since: dt.date | None = None,
    until: dt.date | None = None,
    *,
    limit: int = LIMIT,
) -> Digest | None:
    """The digest of some days; by default of the week that ends with the newest paper.

    Returns:
        None where no paper has a date and no day is given.

    Raises:
        PeriodError: The last day comes before the first.
    """
    if since and until and until < since:
        raise PeriodError(f"{until} comes before {since}; name the first day first")
    last = until or store.derived(timeline).last
    if since is None and last is None:
        return None
    first = since or max(last or dt.date.min, dt.date.min + WEEK) - WEEK
    return digest(store, first, until, limit=limit)


def digest_view(
    store: GraphStore,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    limit: int = LIMIT,
) -> schema.DigestView:
    """Gather what is new; see `latest_digest`."""
    found = latest_digest(store, since, until, limit=limit)
    if found is None:
        undated = store.derived(timeline).undated
        empty: dict[str, list[object]] = {
            name: [] for name in ("papers", "introduced", "results", "used", "rising", "code")
        }
        return schema.DigestView.model_validate(
            {"since": since, "until": until, "total": 0, "undated": undated}
            | {"earlier": None, "later": None, **empty}
        )
    earlier, later = _beside(store.derived(timeline).order, found.since, found.until)
    return schema.DigestView(
        since=found.since, until=found.until, total=found.total, undated=found.undated,
        earlier=earlier, later=later,
        papers=[
            schema.NewPaper(
                **paper_form(new.paper).model_dump(),
                introduces=[ref(item.entity) for item in new.introduces],
            )
            for new in found.papers
        ],
        introduced=[_introduction(item) for item in found.introduced],
        results=[result_form(store, row) for row in found.results],
        used=[
            entity_form(row.entity).model_copy(update={"papers": row.papers}) for row in found.used
        ],
        rising=[trend_form(change) for change in found.rising],
        code=[
            schema.NewCode(
                repository=schema.Hyperlink(label=item.repository.name, url=url),
                paper=paper_form(item.paper),
            )
            for item in found.code
            if (url := web_page(item.repository))
        ],
    )  # fmt: skip


def _beside(
    order: Sequence[dt.date], since: dt.date, until: dt.date
) -> tuple[schema.Days | None, schema.Days | None]:
    """The times before and after one and as long; where those are empty, the nearest with a paper."""
    length = (until - since).days
    first, last = bisect_left(order, since), bisect_right(order, until)
    earlier = later = None
    if first:
        newest, eve = order[first - 1].toordinal(), since.toordinal() - 1
        end = eve if newest >= eve - length else newest
        earlier = _days(end - length, end)
    if last < len(order):
        oldest, morrow = order[last].toordinal(), until.toordinal() + 1
        start = morrow if oldest <= morrow + length else oldest
        later = _days(start, start + length)
    return earlier, later


def _days(first: int, last: int) -> schema.Days:
    """The days between two ordinals, as far as time goes."""
    least, most = dt.date.min.toordinal(), dt.date.max.toordinal()
    return schema.Days(
        since=dt.date.fromordinal(max(first, least)), until=dt.date.fromordinal(min(last, most))
    )


def _introduction(item: Introduction) -> schema.Introduction:
    return schema.Introduction(
        entity=entity_form(item.entity),
        paper=paper_form(item.paper),
        confidence=item.confidence,
        sentence=item.sentence,
    )
