"""Answers about one thing: what it is, when and whence it came, what came after it."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import partial
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from papermesh.ask import cypher
from papermesh.ask.answer import Answer, Request, count, sentence, some
from papermesh.ask.dates import Period
from papermesh.ask.papers import LIMIT, Line, first_day, line, node_line
from papermesh.ask.patterns import type_of
from papermesh.names import key
from papermesh.query.overview import stats
from papermesh.query.papers import origins, paper_rows, view, within
from papermesh.query.search import make_index, search
from papermesh.query.values import RELATIONS, NodeView, PaperRow, ResultRow, date_of, day_text
from papermesh.store.base import Node

if TYPE_CHECKING:
    from collections.abc import Mapping

    from papermesh.ask.answer import Named
    from papermesh.store.base import GraphStore


_MANY = 200
"""Hits among which papers that hold all words are looked for."""


def what_is(request: Request) -> Answer:
    """Answer what is known of anything."""
    a = request.names["a"]
    store = request.store
    views = [view(store, node) for node in a.nodes[:5]]
    rows: list[Line] = []
    for seen in views:
        rows += _facts(seen)
    told = " ".join(sentence(_tell(store, seen)) for seen in views[:2])
    return request.answer(
        f"what is known of {a}",
        "MATCH (n)-[r]-(m) WHERE n.id IN $ids\n"
        "RETURN n.name AS of, type(r) AS relation, coalesce(m.title, m.name, m.value) AS name, m.id AS id",
        {"ids": [seen.node.id for seen in views]},
        told,
        ("of", "relation", "name", "id"),
        rows,
        dated=False,
    )


def is_whole(store: GraphStore, names: Mapping[str, Named]) -> bool:
    """Tell whether a name is not followed by a noun for what is asked about it.

    ``quantization methods`` are methods, and not quantization; ``MTEB benchmark`` is MTEB.
    """
    a = names["a"]
    *_, last = a.text.split() or [""]
    forms = {key(form) for n in a.nodes for form in (n.name, *n.properties.get("aliases", ()))}
    return not (type_of(last) and last.endswith("s")) or key(a.text) in forms


def _tell(store: GraphStore, seen: NodeView) -> str:
    node = seen.node
    if "Paper" in node.labels:
        day = day_text(node)
        proposes = some(row.entity.name for row in seen.entities if row.relation == "PROPOSES")
        told = f"“{node.name}” is a paper{f' of {day}' if day else ''}"
        return told + (f" that introduces {proposes}" if proposes else "")
    if "Entity" not in node.labels:
        return f"{node.name} is {_article(node.label)} with {count(len(seen.links), 'link')}"
    aliases = [str(alias) for alias in node.properties.get("aliases") or ()]
    known = f" (also {some(aliases)})" if aliases else ""
    told = f"{node.name}{known} is {_article(node.label)} in {count(len(seen.papers), 'paper')}"
    rows = origins(store, [node])
    if len(rows) > 1:
        return f"{told}; {len(rows)} papers say they introduce it, likeliest “{rows[0].paper.name}”"
    return told + (f", introduced by “{rows[0].paper.name}”" if rows else "")


def _article(label: str) -> str:
    noun = label.lower()
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _facts(seen: NodeView) -> list[Line]:
    of = seen.node
    rows: list[Line] = []
    for row in seen.papers:
        rows += [((of, type, row.paper, row.paper.id), row.evidence) for type in row.relations]
    rows += [((of, r.relation, r.entity, r.entity.id), r.evidence) for r in seen.entities]
    rows += [((of, link.type, link.other, link.other.id), ()) for link in seen.links]
    rows += [
        ((of, part, figure.value, figure.id), figure.evidence)
        for figure in seen.results
        for part in _parts(figure, of)
    ]
    return rows


def _parts(row: ResultRow, node: Node) -> list[str]:
    """Name the edges between a figure and a node."""
    ends = {"REPORTS": row.paper, "OF": row.method, "ON": row.benchmark}
    ends |= {"BY": row.metric, "VERSUS": row.versus}
    return [type for type, end in ends.items() if end is not None and end.id == node.id]


def names_for(request: Request) -> Answer:
    """Answer what else an entity is called."""
    x = request.names["x"]
    rows: list[Line] = [
        ((str(alias), node, node.label, node.id), ())
        for node in x.nodes
        for alias in node.properties.get("aliases") or ()
    ]
    store = request.store
    names = some((str(cells[0]) for cells, _ in rows), 5)
    told = (
        f"{x.name} is also called {names}"
        if rows
        else f"the graph has no other name for {x.name}; {_tell(store, view(store, x.nodes[0]))}"
    )
    return request.answer(
        f"other names of {x}",
        "MATCH (e:Entity) WHERE e.id IN $ids UNWIND e.aliases AS alias\n"
        "RETURN alias, e.name AS name, last(labels(e)) AS type, e.id AS id",
        {"ids": x.ids},
        sentence(told),
        ("alias", "name", "type", "id"),
        rows,
        dated=False,
    )


def authors(request: Request) -> Answer:
    """Answer who wrote a paper or published it."""
    p = request.names["p"]
    rows: list[Line] = []
    makers: list[str] = []
    for paper in p.nodes:
        edges = list(request.store.edges([paper.id], ["WROTE", "PUBLISHED"], "in"))
        edges.sort(
            key=lambda e: (e.type != "WROTE", int(e.properties.get("position") or 0), e.source)
        )
        nodes = [(e.type, node) for e in edges if (node := request.store.node(e.source))]
        rows += [((node, type, paper, node.id), ()) for type, node in nodes]
        makers += [node.name for _, node in nodes]
    names = some(makers, 5)
    told = f"the graph does not know who wrote {p.titled}"
    if rows:
        told = f"{p.titled} {'is' if len(p.nodes) == 1 else 'are'} by {names}"
    return request.answer(
        f"who wrote or published the paper {p}",
        "MATCH (w)-[r:WROTE|PUBLISHED]->(p:Paper) WHERE p.id IN $ids\n"
        "RETURN w.name AS name, type(r) AS relation, p.title AS paper, w.id AS id",
        {"ids": p.ids},
        sentence(told),
        ("name", "relation", "paper", "id"),
        rows,
        dated=False,
    )


def when(request: Request) -> Answer:
    """Answer when a paper appeared, or an entity was introduced or first named."""
    a = request.names["a"]
    papers = [node for node in a.nodes if "Paper" in node.labels]
    rows = [] if papers else paper_rows(request.store, a.ids)
    origin = [] if papers else origins(request.store, a.nodes)
    place = {row.paper.id: at for at, row in enumerate(origin)}
    first = sorted(
        rows, key=lambda r: (place.get(r.paper.id, len(place)), str(r.date or "9999"), r.paper.id)
    )
    lines = [line(row) for row in islice(first, LIMIT)]
    for paper in papers:
        (title, day, id), _ = node_line(paper)
        lines.append(((title, None, day, id), ()))
    columns = ("title", "relation", "date", "id") if papers else cypher.PAPER_COLUMNS
    match = (
        f"MATCH (p:Paper) WHERE p.id IN $ids\nRETURN p.title AS title, null AS relation, {cypher.DATE} AS date, p.id AS id"
        if papers
        else cypher.papers(RELATIONS, Period()) + "\nORDER BY date LIMIT 20"
    )
    return request.answer(
        f"when {a} appeared", match, {"ids": a.ids},
        sentence(_tell_when(a.name, papers, origin[:1], first)), columns, lines, dated=False,
    )  # fmt: skip


def _tell_when(name: str, papers: list[Node], origin: list[PaperRow], rows: list[PaperRow]) -> str:
    """Say when a paper came out; or who introduced an entity and when, else its first day."""
    if day := next(filter(None, map(day_text, papers)), None):
        return f"{name} was submitted{_on(day)}"
    told = [f"introduced{_on(day_text(row.paper))} by “{row.paper.name}”" for row in origin]
    if not any(row.date for row in origin) and (day := first_day(rows)):
        told.append(f"first seen{_on(day)}")
    if not told:
        return f"the graph does not know when {name} appeared"
    return f"{name} was {'; '.join(told)}"


def _on(day: str | None) -> str:
    return f" {'on' if day[7:] else 'in'} {day}" if day else ""


def overview(request: Request) -> Answer:
    """Answer what the graph holds."""
    found = request.store.derived(stats)
    counts = [("label", *item) for item in found.labels.items()]
    counts += [("relation", *item) for item in found.relations.items()]
    papers, entities = found.labels.get("Paper", 0), found.labels.get("Entity", 0)
    span = f" from {found.first} to {found.last}" if found.first else ""
    return request.answer(
        "what the graph holds",
        "MATCH (n) UNWIND labels(n) AS name RETURN 'label' AS what, name, count(*) AS number\n"
        "UNION ALL\nMATCH ()-[r]->() RETURN 'relation' AS what, type(r) AS name, count(*) AS number",
        {},
        sentence(f"the graph holds {count(papers, 'paper')}{span} and {count(entities, 'entity')}"),
        ("what", "name", "number"),
        ((cells, ()) for cells in counts),
        dated=False,
    )


def holds(node: Node, words: str) -> bool:
    """Tell whether a paper holds every one of some words, small typing errors aside."""
    from rapidfuzz.distance import OSA

    text = f"{node.properties.get('title', '')} {node.properties.get('abstract', '')}"
    known = {stem(part) for word in text.split() for part in (word, *re.split(r"[-/]", word))}
    return "Paper" in node.labels and all(
        word in known
        or (
            len(word) > 5
            and any(OSA.distance(word, k, score_cutoff=1) < 2 for k in known if k[:1] == word[0])
        )
        for word in map(stem, words.split())
    )


def _falls_in(paper: Node, period: Period) -> bool:
    return within(date_of(paper), period.since, period.until)


def _forms(store: GraphStore, words: str) -> str:
    """Add to some words the other forms of them that the graph knows."""
    known = store.derived(make_index).words
    forms = []
    for word in words.split():
        start = bisect_left(known, cut := stem(word))
        near = takewhile(partial(_begins, cut), known[start:])
        forms += [word, *(form for form in near if stem(form) == cut)]
    return " ".join(forms)


def _begins(cut: str, form: str) -> bool:
    return form.startswith(cut)


def stem(word: str) -> str:
    """Cut a word to what its forms share: watermarks, watermarking and watermarked.

    Examples:
        >>> stem("watermarks"), stem("watermarking"), stem("sing"), stem("Tokenizers")
        ('watermark', 'watermark', 'sing', 'tokeniz')
    """
    return re.sub(r"(?<=\w{4})(?:ing|ed|ers?|ations?|es?|y|ies)$", "", key(word))


def found(request: Request) -> Answer:
    """Answer where words occur."""
    words = request.words["s"]
    whole, period = bool(request.words.get("whole")), request.period
    forms = _forms(request.store, words) if whole else words
    hits = search(request.store, forms, _MANY if whole else LIMIT)
    if whole:
        hits = [hit for hit in hits if holds(hit.node, words) and _falls_in(hit.node, period)]
        hits = hits[:LIMIT]
    told = f"{count(len(hits), 'hit')}; the best is {hits[0].node.name}" if hits else "no hits"
    return request.answer(
        f"full-text search for {words!r}",
        f"MATCH ({'n:Paper' if whole else 'n'}) WHERE {'all' if whole else 'any'}(word IN $words WHERE toLower(coalesce(n.title, n.name, '') + ' '"
        " + coalesce(n.abstract, '')) CONTAINS word)"
        f"{cypher.dates(period).replace('p.', 'n.') if whole else ''}\n"
        "RETURN coalesce(n.title, n.name) AS name, last(labels(n)) AS type, n.id AS id",
        {"words": words.lower().split()},
        sentence(told),
        ("name", "type", "found in", "id"),
        (((h.node, h.node.label, f"{h.field}: {h.snippet}", h.node.id), ()) for h in hits),
        dated=whole,
    )
