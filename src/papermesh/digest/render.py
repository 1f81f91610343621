"""Writing a digest in a format: one template each, and one rule of escaping for all it holds."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
import uuid
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from papermesh.display import printable
from papermesh.query.links import CODE, web_address, web_links, web_page
from papermesh.query.values import day_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from papermesh.query.digest import Digest, NewPaper
    from papermesh.query.values import ResultRow
    from papermesh.store.base import Node

FORMATS = ("markdown", "html", "atom")

_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~#&$!]")
_TYPES = (
    ("Method", "Methods"),
    ("Model", "Models"),
    ("Dataset", "Data sets"),
    ("Benchmark", "Benchmarks"),
)


def render(
    digest: Digest, format: str, *, title: str = "New AI papers", url: str | None = None
) -> str:
    """Write a digest; the same digest gives the same text, on any day.

    Args:
        digest: What to tell.
        format: One of `FORMATS`.
        title: What it is called.
        url: Address of the folder that the feed will stand in as ``digest.atom``; a feed has
            links to itself only with it.

    Raises:
        ValueError: There is no such format, or the address is not by http or https.
    """
    if format not in FORMATS:
        raise ValueError(f"{format!r} is no format of a digest; take one of {', '.join(FORMATS)}")
    base = None if url is None else web_address(url.rstrip("/") + "/")
    if url is not None and base is None:
        raise ValueError(f"{url!r} is no address; write https://…")
    style = _read("style.css")
    found = {
        "digest": digest,
        "title": title if clean(title) else "New AI papers",
        "base": base,
        "types": _TYPES,
        "style": Markup(style),
        "style_hash": base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        "feed_id": base or _urn(f"papermesh:{title}"),
        "newest_first": sorted(digest.papers, key=_newest_first),
    }
    text = _environment(format).from_string(_read(f"digest.{format}.jinja")).render(found)
    return text.rstrip("\n") + "\n"


def clean(value: object) -> str:
    r"""Return a value as one line of text that every format can carry.

    Examples:
        >>> clean(" a\x00\n b\u202e "), clean(None)
        ('a b', '')
    """
    return "" if value is None else " ".join(printable(str(value)).split())


def markdown(value: object) -> str:
    r"""Return a value as text of Markdown that means only itself.

    Examples:
        >>> markdown("<b> *x* [y](z)")
        '\\<b\\> \\*x\\* \\[y\\](z)'
    """
    return _MARKDOWN.sub(r"\\\g<0>", clean(value))


def _environment(format: str) -> Environment:
    # Whatever a template prints goes through here, so that no place can forget it.
    escape: Callable[[object], str] = markdown if format == "markdown" else clean
    environment = Environment(
        autoescape=format != "markdown",
        finalize=lambda value: value if isinstance(value, Markup) else escape(value),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "name": _name,
        "day": day_text,
        "links": web_links,
        "page": web_page,
        "is_code": lambda label: label == CODE,
        "link": _markdown_link,
        "measured": _measured,
        "percent": lambda share: f"{100 * share:.1f}%",
        "times": lambda ratio: f"{ratio:.1f}×",
        "entry_id": _entry_id,
        "authors": lambda paper: list(filter(clean, paper.properties.get("authors") or ())),
    }
    if format == "atom":
        entry = _environment("html").from_string(_read("entry.html.jinja"))
        environment.filters["entry"] = lambda new: Markup("{}").format(entry.render(new=new))
    return environment


def _read(name: str) -> str:
    return files("papermesh.digest").joinpath(name).read_text(encoding="utf-8")


def _name(node: Node) -> str:
    return clean(node.name) or clean(node.id) or "?"


def _markdown_link(text: object, node: Node) -> Markup:
    """Link a text to where a node stands, if it stands anywhere; the address is safe as it is."""
    url, shown = web_page(node), markdown(text)
    return Markup(f"[{shown}]({url})") if url else Markup(shown)


def _measured(row: ResultRow) -> str:
    """Say a figure in words: ``61.5 (accuracy) on MTEB by Pebble, against BERT``."""
    parts = [clean(row.value)]
    for before, node, after in (
        ("(", row.metric, ")"),
        ("on ", row.benchmark, ""),
        ("by ", row.method, ""),
        ("against ", row.versus, ""),
    ):
        if node is not None:
            parts.append(f"{before}{_name(node)}{after}")
    return " ".join(parts)


def _entry_id(paper: Node) -> str:
    """Name an entry for ever: by the paper's address, else by a number made from its id."""
    own = paper.id.startswith(("arxiv:", "doi:"))
    return (own and web_page(paper)) or _urn(paper.id)


def _urn(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, name.encode("utf-8", "replace").decode()).urn


def _newest_first(new: NewPaper) -> tuple[int, str]:
    return -(new.date or dt.date.min).toordinal(), new.paper.id
