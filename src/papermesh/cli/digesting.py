"""``digest``: what is new, for people to read and to subscribe to."""

from __future__ import annotations

import datetime as dt

import click

from papermesh import query
from papermesh.cli.options import Day, limit_option, opened, store_option
from papermesh.cli.output import say, writable, write_data
from papermesh.writing import replacing


@click.command("digest")
@click.option("--since", type=Day(), metavar="DATE", required=True, help="First day.")
@click.option(
    "--until", type=Day(last=True), metavar="DATE", help="Last day; that of the newest paper."
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(("markdown", "html", "atom")),
    default="markdown",
    show_default=True,
    help="Form of the output.",
)
@click.option("--title", default="New AI papers", show_default=True, help="What it is called.")
@click.option("--url", metavar="BASE", help="Where the feed will stand, as BASE/digest.atom.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="File to write.")
@limit_option
@store_option
def digest_command(
    since: dt.date,
    until: dt.date | None,
    format_: str,
    title: str,
    url: str | None,
    output: str | None,
    limit: int,
    store: str,
) -> int:
    """Tell what is new: papers, what they introduce, state and use, and what rises.

    Written as Markdown, as an HTML page that stands alone, or as an Atom feed.
    """
    from papermesh.digest import render
    from papermesh.query.links import web_address

    if until and until < since:
        raise click.UsageError(f"--until {until} is before --since {since}")
    if url is not None and web_address(url) is None:
        raise click.UsageError(f"--url {url!r} is no address; write https://…")
    path = writable(output) if output else None
    with opened(store) as graph:
        found = query.digest(graph, since, until, limit=limit)
    if not found.total:
        say(f"no paper from {found.since} to {found.until}; see `papermesh stats` for the dates")
    text = render(found, format_, title=title, url=url)
    if path is None:
        write_data(text.rstrip("\n"))
        return 0
    with replacing(path) as file:
        file.write(text.encode())
    count = "1 paper" if found.total == 1 else f"{found.total} papers"
    say(f"{output} written: {count} from {found.since} to {found.until}")
    return 0
