"""What is new, in its JSON form."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from papermesh.errors import PeriodError
from papermesh.query.adoption import timeline
from papermesh.query.digest import Digest, Introduction, digest
from papermesh.query.links import web_page
from papermesh.views import schema
from papermesh.views.refs import entity_form, paper_form, ref, result_form
from papermesh.views.trends import trend_form

if TYPE_CHECKING:
    from papermesh.store.base import GraphStore

WEEK = dt.timedelta(days=6)


def latest_digest(
    store: GraphStore, since: dt.date | None = None, until: dt.date | None = None
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
    return digest(store, first, until)


def digest_view(
    store: GraphStore, *, since: dt.date | None = None, until: dt.date | None = None
) -> schema.DigestView:
    """Gather what is new; see `latest_digest`."""
    found = latest_digest(store, since, until)
    if found is None:
        undated = store.derived(timeline).undated
        empty: dict[str, list[object]] = {
            name: [] for name in ("papers", "introduced", "results", "used", "rising", "code")
        }
        return schema.DigestView.model_validate(
            {"since": since, "until": until, "total": 0, "undated": undated, **empty}
        )
    return schema.DigestView(
        since=found.since, until=found.until, total=found.total, undated=found.undated,
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


def _introduction(item: Introduction) -> schema.Introduction:
    return schema.Introduction(
        entity=entity_form(item.entity),
        paper=paper_form(item.paper),
        confidence=item.confidence,
        sentence=item.sentence,
    )
