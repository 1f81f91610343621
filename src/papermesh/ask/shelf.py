"""Answers that are lists of papers, of all or about an entity: by date, votes, maker or code."""

from __future__ import annotations

from collections import Counter

from papermesh.ask import cypher
from papermesh.ask.answer import Answer, Request, count, sentence
from papermesh.ask.papers import ABOUT, LIMIT, Line, about_rows, all_papers, node_line
from papermesh.ask.patterns import makers_of, type_of
from papermesh.query.connect import WORKING
from papermesh.query.papers import newest_first, origins, paper_rows, papers_from, within
from papermesh.query.values import RELATIONS, USE, PaperRow, date_of, day_text

SHOWN = 10
"""How many rows an answer has that names the first ones."""


def newest(request: Request) -> Answer:
    """Answer which papers are the newest, of all or about an entity."""
    return _by_date(request, newest=True)


def oldest(request: Request) -> Answer:
    """Answer which papers are the oldest, of all or about an entity."""
    return _by_date(request, newest=False)


def _by_date(request: Request, *, newest: bool) -> Answer:
    x = request.names.get("x")
    papers = [row.paper for row in about_rows(request, "x")] if x else all_papers(request)
    dated = newest_first(paper for paper in papers if date_of(paper))
    limit = int(request.words.get("n") or SHOWN)
    shown = (dated if newest else dated[::-1])[:limit]
    which = "newest" if newest else "oldest"
    of = f" about {x}" if x else ""
    told = f"the {which} of {count(len(dated), 'dated paper')}"
    told += f" about {x.name}" if x else ""
    told += f" is “{shown[0].name}” ({day_text(shown[0])})" if shown else ": there is none"
    return request.answer(
        f"{which} papers{of}",
        _start(x is not None, request, f"{cypher.DATE} IS NOT NULL")
        + f"\nORDER BY date{' DESC' if newest else ''}, id LIMIT $limit",
        {**({"ids": x.ids} if x else {}), "limit": limit},
        sentence(told),
        cypher.NODE_COLUMNS,
        map(node_line, shown),
    )


def _start(named: bool, request: Request, condition: str) -> str:
    """Match papers, of all or about the entities of ``$ids``."""
    match = (
        f"MATCH (p:Paper)-[r:{cypher.types(RELATIONS)}]->(e:Entity)" if named else "MATCH (p:Paper)"
    )
    about = f" AND e.id IN $ids{ABOUT}" if named else ""
    where = f"\nWHERE {condition}{about}{cypher.dates(request.period)}\n"
    return match + where + cypher.NODE_RETURN


def every(request: Request) -> Answer:
    """Answer which and how many papers there are."""
    papers = newest_first(all_papers(request))
    return request.answer(
        "all papers",
        _start(False, request, "true") + "\nORDER BY date DESC, id",
        {},
        sentence(
            f"{count(len(papers), 'paper')} {'is' if len(papers) == 1 else 'are'} in the graph"
            f"{request.period.words}"
        ),
        cypher.NODE_COLUMNS,
        map(node_line, papers),
    )


def popular(request: Request) -> Answer:
    """Answer which papers have the most votes."""
    x = request.names.get("x")
    papers = [row.paper for row in about_rows(request, "x")] if x else all_papers(request)
    voted = [p for p in papers if p.properties.get("upvotes") is not None]
    limit = int(request.words.get("n") or SHOWN)
    voted.sort(key=lambda p: (-int(p.properties["upvotes"]), p.id))
    of = f" about {x}" if x else ""
    told = f"“{voted[0].name}” has the most votes" if voted else "no paper has any votes"
    return request.answer(
        f"papers{of} with the most votes",
        _start(x is not None, request, "p.upvotes IS NOT NULL").replace(
            "RETURN DISTINCT p.title AS title,",
            "RETURN DISTINCT p.title AS title, p.upvotes AS votes,",
        )
        + "\nORDER BY votes DESC, id LIMIT $limit",
        {**({"ids": x.ids} if x else {}), "limit": limit},
        sentence(told),
        ("title", "votes", "date", "id"),
        (
            ((title, int(paper.properties["upvotes"]), *rest), ())
            for paper in voted[:limit]
            for (title, *rest), _ in [node_line(paper)]
        ),
    )


def fullest(request: Request) -> Answer:
    """Answer which papers have to do with the most entities of a type, or report most figures."""
    type = type_of(request.words.get("t", ""))
    figures = "t" not in request.words
    kinds, label = (["REPORTS"], "Result") if figures else (list(WORKING), type or "Entity")
    nodes = {node.id for node in request.store.nodes(label)}
    found = []
    for paper in all_papers(request):
        edges = request.store.edges([paper.id], kinds, "out")
        if number := len({edge.target for edge in edges} & nodes):
            found.append((number, paper))
    found.sort(key=lambda item: (-item[0], item[1].id))
    noun = "figure" if figures else label.lower()
    verb = "reports" if figures else "works with"
    told = "no paper has any"
    if found:
        told = f"“{found[0][1].name}” {verb} {count(found[0][0], noun)}"
    return request.answer(
        f"papers with the most {count(2, noun).split()[1]}",
        f"MATCH (p:Paper)-[:{'|'.join(kinds)}]->(e:{label})\n"
        f"WHERE true{cypher.dates(request.period)}\n"
        f"RETURN p.title AS title, count(DISTINCT e) AS number, {cypher.DATE} AS date, p.id AS id\n"
        "ORDER BY number DESC, id LIMIT $limit",
        {"limit": SHOWN},
        sentence(told),
        ("title", "number", "date", "id"),
        (
            ((title, number, *rest), ())
            for number, paper in found[:SHOWN]
            for (title, *rest), _ in [node_line(paper)]
        ),
    )


def made_by(request: Request) -> Answer:
    """Answer which papers an author wrote or an organisation published."""
    w, x, period = request.names["w"], request.names.get("x"), request.period
    of_x = {row.paper.id for row in about_rows(request, "x")} if x else set()
    papers = [
        paper
        for paper in papers_from(request.store, w.ids)
        if within(date_of(paper), period.since, period.until) and (not x or paper.id in of_x)
    ]
    about = f" AND {cypher.ABOUT_IDS}" if x else ""
    return request.answer(
        f"papers by {w}{f' about {x}' if x else ''}",
        "MATCH (w)-[:WROTE|PUBLISHED]->(p:Paper)\n"
        f"WHERE w.id IN $makers{about}{cypher.dates(period)}\n"
        f"{cypher.NODE_RETURN}\nORDER BY date DESC, id",
        {"makers": w.ids, **({"ids": x.ids} if x else {})},
        sentence(
            f"{count(len(papers), 'paper')}{f' about {x.name}' if x else ''}"
            f" {'is' if len(papers) == 1 else 'are'} by {w.name}{period.words}"
        ),
        cypher.NODE_COLUMNS,
        map(node_line, papers),
    )


def with_code(request: Request) -> Answer:
    """Answer which papers have code, of all, of a paper, or of papers that work with an entity."""
    a, period = request.names.get("a"), request.period
    if a is None:
        papers, of, condition = all_papers(request), "", "true"
    else:
        rows = paper_rows(request.store, a.ids, WORKING, since=period.since, until=period.until)
        own = [node for node in a.nodes if "Paper" in node.labels]
        papers, of = [*own, *(row.paper for row in rows)], f" for {a}"
        condition = (
            "(p.id IN $ids OR EXISTS { "
            f"MATCH (p)-[:{cypher.types(WORKING)}]->(e:Entity) WHERE e.id IN $ids }})"
        )
    found: list[Line] = []
    for paper in papers:
        for edge in request.store.edges([paper.id], ["HAS_CODE"], "out"):
            repository = request.store.node(edge.target)
            url = str(repository.properties.get("url") or repository.name) if repository else None
            (title, day, id), _ = node_line(paper)
            found.append(((title, url, day, id), ()))
    number = len({cells[-1] for cells, _ in found})
    told = f"{count(number, 'paper')}{f' on {a.name}' if a else ''} {'has' if number == 1 else 'have'} code"
    makers = {row.paper.id for row in origins(request.store, a.nodes)} if a else set()
    found.sort(key=lambda told: told[0][-1] not in makers)
    if a and found and makers and found[0][0][-1] not in makers:
        told = f"the graph knows no code of the paper that introduces {a.name}; {told}"
    return request.answer(
        f"papers{of} that come with code",
        f"MATCH (p:Paper)-[:HAS_CODE]->(c:Repository)\nWHERE {condition}{cypher.dates(period)}\n"
        f"RETURN p.title AS title, coalesce(c.url, c.name) AS code, {cypher.DATE} AS date, p.id AS id",
        {"ids": a.ids} if a else {},
        sentence(told),
        ("title", "code", "date", "id"),
        found,
    )


def makers(request: Request) -> Answer:
    """Answer which authors or organisations have the most papers."""
    label = makers_of(request.words["m"])
    nodes = {node.id: node for node in request.store.nodes(label)}
    type = "WROTE" if label == "Author" else "PUBLISHED"
    papers: dict[str, int] = Counter(e.source for e in request.store.edges(nodes, [type], "out"))
    first = sorted(papers, key=lambda id: (-papers[id], id))[: int(request.words.get("n") or LIMIT)]
    noun = label.lower()
    told = f"{count(len(nodes), noun)} {'is' if len(nodes) == 1 else 'are'} in the graph"
    told += f", {nodes[first[0]].name} with the most papers" if first else ""
    return request.answer(
        f"{noun}s by their papers",
        f"MATCH (w:{label})-[:{type}]->(p:Paper)\n"
        "RETURN w.name AS name, count(p) AS papers, w.id AS id ORDER BY papers DESC, id LIMIT $limit",
        {"limit": int(request.words.get("n") or LIMIT)},
        sentence(told),
        ("name", "papers", "id"),
        (((nodes[id], papers[id], id), ()) for id in first),
        dated=False,
    )


def similar(request: Request) -> Answer:
    """Answer which papers work with the most of the same entities as a paper."""
    p = request.names["p"]
    own = {edge.target for edge in request.store.edges(p.ids, USE, "out")}
    rows = [
        row
        for row in paper_rows(
            request.store, own, USE, since=request.period.since, until=request.period.until
        )
        if row.paper.id not in p.ids
    ]
    rows.sort(key=lambda row: (-len(row.entities), row.paper.id))
    told = f"{count(len(rows), 'paper')} {'shares' if len(rows) == 1 else 'share'} something with {p.titled}"
    return request.answer(
        f"papers that work with the same things as {p}",
        f"MATCH (q:Paper)-[:{cypher.types(USE)}]->(e:Entity)<-[:{cypher.types(USE)}]-(p:Paper)\n"
        f"WHERE q.id IN $ids AND NOT p.id IN $ids{cypher.dates(request.period)}\n"
        "RETURN p.title AS title, count(DISTINCT e) AS shared, collect(DISTINCT e.name) AS entities,"
        f" {cypher.DATE} AS date, p.id AS id\nORDER BY shared DESC, id LIMIT $limit",
        {"ids": p.ids, "limit": LIMIT},
        sentence(told),
        ("title", "shared", "entities", "date", "id"),
        (_similar_line(request, row) for row in rows[:LIMIT]),
    )


def _similar_line(request: Request, row: PaperRow) -> Line:
    nodes = map(request.store.node, row.entities)
    names = ", ".join(sorted(node.name for node in nodes if node))
    (title, day, id), _ = node_line(row.paper)
    return (title, len(row.entities), names, day, id), row.evidence
