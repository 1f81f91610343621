"""Pages: each is the rendering of one value of `papermesh.views` by the template of its name."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from papermesh.serve.charts import bars, interval, overlay, scatter
from papermesh.views.refs import address
from papermesh.views.segments import segments

if TYPE_CHECKING:
    from collections.abc import Mapping

    from papermesh.views.schema import EvidenceForm, Form, Mention, PaperView

_PLURALS = {
    "Paper": "Papers",
    "Method": "Methods",
    "Model": "Models",
    "Dataset": "Datasets",
    "Benchmark": "Benchmarks",
    "Metric": "Metrics",
    "Task": "Tasks",
    "Concept": "Concepts",
    "Author": "Authors",
    "Organization": "Organizations",
    "Repository": "Repositories",
    "Result": "Results",
    "Entity": "Entities",
}
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_RELATION = re.compile(r"\b[A-Z]+(?:_[A-Z]+)*\b")


class Marked(NamedTuple):
    """A sentence, cut where it names the thing that it is evidence of."""

    before: str
    text: str
    after: str


def render(
    template: str,
    view: Form | None,
    *,
    path: str,
    query: Mapping[str, str],
    **more: Any,
) -> str:
    """Write a page.

    Args:
        template: Name of the template, such as ``paper``.
        view: What the page tells.
        path: Decoded path of the page, such as ``/entity/benchmark:mteb``.
        query: Its query parameters; of Starlette's, those given several times are all kept.
        **more: What else the template needs; ``counts``, of nodes by label, go in the foot.
    """
    asked = getattr(query, "multi_items", query.items)()
    pairs = [(name, value) for name, value in asked if value]  # a form sends its empty fields too

    def changed(**parameters: object) -> str:
        kept = [(name, value) for name, value in pairs if name not in parameters]
        new = [(name, str(value)) for name, value in parameters.items() if value is not None]
        return _address(path, kept + new)

    return (
        _environment()
        .get_template(f"{template}.html")
        .render(
            view=view,
            path=path,
            query=query,
            pairs=pairs,
            json_address=_address(f"/api{path}", pairs),
            changed=changed,
            **more,
        )
    )


def static(name: str) -> str:
    """Address of a static file; it changes whenever the file does.

    Examples:
        >>> static("app.css").split("?")[0]
        '/static/app.css'
    """
    return f"/static/{name}?v={_digest(name)}"


def plural(type: str) -> str:
    """Name several of a type.

    Examples:
        >>> plural("Benchmark")
        'Benchmarks'
    """
    return _PLURALS.get(type, type)


def worded(relation: str) -> str:
    """Write names of relations as words.

    Examples:
        >>> worded("EVALUATES_ON, USES")
        'evaluates on, uses'
    """
    return _RELATION.sub(lambda found: found[0].replace("_", " ").lower(), relation)


def thousands(number: float) -> str:
    """Write a whole number, its digits in groups.

    Examples:
        >>> thousands(20000)
        '20,000'
    """
    return f"{number:,}"


def percent(share: float) -> str:
    """Write a part of one, with as many digits as tell something.

    Examples:
        >>> percent(0.2), percent(0.0341), percent(0.0005)
        ('20%', '3.4%', '0.05%')
    """
    value = share * 100
    return f"{value:.{0 if value >= 10 or not value else 1 if value >= 1 else 2}f}%"


def times(ratio: float) -> str:
    """Write how many times greater something is.

    Examples:
        >>> times(67.6), times(1.75), times(0.042)
        ('68×', '1.8×', '0.04×')
    """
    return f"{ratio:.{0 if ratio >= 10 else 1 if ratio >= 1 else 2}f}×"


def day(date: dt.date | None, to_month: bool = False) -> Markup:
    """Write a day, or only its month, for eyes and machines.

    Examples:
        >>> day(dt.date(2025, 3, 9))
        Markup('<time datetime="2025-03-09">9 Mar 2025</time>')
        >>> day(dt.date(2024, 2, 1), to_month=True)
        Markup('<time datetime="2024-02">Feb 2024</time>')
    """
    if date is None:
        return Markup('<span class="none">no date</span>')
    known, month = date.isoformat(), f"{_MONTHS[date.month - 1]} {date.year}"
    known, text = (known[:7], month) if to_month else (known, f"{date.day} {month}")
    return Markup('<time datetime="{}">{}</time>').format(known, text)


def later(date: dt.date, days: int) -> dt.date:
    """Go some days on, or back where they are negative; time itself ends it.

    Examples:
        >>> later(dt.date(2025, 3, 1), -1)
        datetime.date(2025, 2, 28)
    """
    ordinal = min(max(date.toordinal() + days, 1), dt.date.max.toordinal())
    return dt.date.fromordinal(ordinal)


def marked(evidence: EvidenceForm) -> Marked:
    """Cut the sentence of evidence around the words that name the thing.

    Examples:
        >>> from papermesh.views.schema import EvidenceForm
        >>> marked(EvidenceForm(paper="p", sentence="We use BERT.", text="BERT"))
        Marked(before='We use ', text='BERT', after='.')
    """
    before, text, after = evidence.sentence.partition(evidence.text or "\n")
    return Marked(before, text, after)


def card(paper: PaperView, mention: Mention) -> str:
    """Tell what a mention is, a line for each: name, type and relation, finder, sentence."""
    about = f"{mention.entity.type} · {worded(mention.relation)}"
    found = f"found by {mention.source or 'the reader'}"
    if mention.score is not None:
        found += f", score {mention.score:.2f}"
    sentence = ""
    for link in paper.entities:
        if link.entity.id == mention.entity.id and link.relation == mention.relation:
            about += f" · confidence {link.confidence:.2f}"
            sentence = next(
                (
                    item.sentence
                    for item in link.evidence
                    if (item.field, item.start) == (mention.field, mention.start)
                ),
                "",
            )
            break
    lines = [mention.entity.name, about, found, sentence if mention.field == "abstract" else ""]
    return "\n".join(" ".join(line.split()) for line in lines if line)


def _address(path: str, pairs: list[tuple[str, str]]) -> str:
    return quote(path, safe="/:") + (f"?{urlencode(pairs)}" if pairs else "")


@cache
def _digest(name: str) -> str:
    content = files("papermesh.serve").joinpath("static", name).read_bytes()
    return hashlib.sha256(content).hexdigest()[:10]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("papermesh", "serve/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(
        address=address, bars=bars, card=card, interval=interval, marked=marked, overlay=overlay,
        scatter=scatter, segments=segments, static=static,
    )  # fmt: skip
    environment.filters.update(
        day=day, later=later, percent=percent, plural=plural, thousands=thousands, times=times,
        worded=worded,
    )  # fmt: skip
    return environment
