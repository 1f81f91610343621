"""What each query of ``graph/queries`` must answer, worked out over the graph in plain Python.

One function for each query, called as its file is, given the graph and the query's parameters.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice, pairwise, product
from typing import Any, NamedTuple

import networkx as nx

Row = dict[str, Any]
Values = Mapping[str, Any]
Answer = Callable[["World", Values], list[Row]]

WORKS = ("PROPOSES", "USES", "EVALUATES_ON", "COMPARES_TO", "MEASURES", "ADDRESSES")
ADOPTS = ("PROPOSES", "USES", "EVALUATES_ON", "MEASURES", "ADDRESSES")
TRIES = ("PROPOSES", "USES", "EVALUATES_ON")
ALL = (*WORKS, "MENTIONS")
DATA = ("Benchmark", "Dataset")
SYSTEM = ("Method", "Model")

EXPECTED: dict[str, Answer] = {}


def expected(answer: Answer) -> Answer:
    """Note what answers the query of that name."""
    EXPECTED[answer.__name__] = answer
    return answer


class Tie(NamedTuple):
    """One edge, seen from one of its ends."""

    type: str
    other: str
    told: Mapping[str, Any]

    @property
    def confidence(self) -> float:
        """How sure it is."""
        return float(self.told["confidence"])

    @property
    def sentence(self) -> str:
        """The first sentence that says so."""
        return str(self.told["evidence"][0]["sentence"])


class World:
    """A graph, easy to walk."""

    def __init__(self, graph: nx.MultiDiGraph) -> None:
        self.nodes: dict[str, Row] = {id: dict(data) for id, data in graph.nodes(data=True)}
        self._out: dict[str, list[Tie]] = defaultdict(list)
        self._in: dict[str, list[Tie]] = defaultdict(list)
        for source, target, type, told in graph.edges(keys=True, data=True):
            self._out[source].append(Tie(type, target, told))
            self._in[target].append(Tie(type, source, told))

    def all(self, *labels: str) -> list[str]:
        """Ids of the nodes with one of the labels, in order."""
        return sorted(id for id in self.nodes if self.has(id, *labels))

    def has(self, id: str, *labels: str) -> bool:
        """Whether a node has one of the labels."""
        return any(label in labels for label in self.nodes[id]["labels"])

    def get(self, id: str | None, name: str) -> Any:
        """A property of a node, None where it or the node is not there."""
        return None if id is None else self.nodes[id].get(name)

    def name(self, id: str | None) -> Any:
        """The name of a node."""
        return self.get(id, "name")

    def type(self, id: str) -> str:
        """The type of an entity, or the label of any other node."""
        return str(self.nodes[id]["labels"][-1])

    def date(self, paper: str) -> str | None:
        """The day of a paper, or the first of its month."""
        days: list[str] = [self.get(paper, name) for name in ("published", "featured", "month")]
        return next(filter(None, days), None)

    def month(self, paper: str) -> str | None:
        """The month of a paper."""
        return (self.date(paper) or "")[:7] or None

    def called(self, name: str, *labels: str) -> list[str]:
        """The entities that go by a name, whatever its case."""
        return [
            id
            for id in self.all(*(labels or ("Entity",)))
            if name.lower()
            in (n.lower() for n in (self.name(id), *(self.get(id, "aliases") or ())))
        ]

    def to(self, id: str, *types: str) -> list[Tie]:
        """What a node's edges lead to."""
        return [tie for tie in self._out[id] if tie.type in types]

    def at(self, id: str, *types: str) -> list[Tie]:
        """What leads to a node."""
        return [tie for tie in self._in[id] if tie.type in types]

    def papers(self, ids: Iterable[str], *types: str) -> set[str]:
        """The papers that have one of the relations to one of the entities."""
        return {tie.other for id in ids for tie in self.at(id, *types)}

    def contents(self, papers: Iterable[str], *types: str) -> set[str]:
        """The entities to which one of the papers has one of the relations."""
        return {tie.other for paper in papers for tie in self.to(paper, *types)}

    def end(self, result: str, role: str) -> str | None:
        """What a result is of, on, by or against."""
        found = [tie.other for tie in self.to(result, role)]
        return found[0] if found else None

    def reporter(self, result: str) -> tuple[str, Tie]:
        """The paper that reports a result, and its edge to it."""
        (tie,) = self.at(result, "REPORTS")
        return tie.other, tie

    def dated(self, paper: str) -> Row:
        """The columns that most lists of papers have."""
        return {"title": self.get(paper, "title"), "date": self.date(paper), "id": paper}

    def figure(self, result: str, *columns: str) -> Row:
        """What is known of a result."""
        paper, tie = self.reporter(result)
        method, benchmark = self.end(result, "OF"), self.end(result, "ON")
        metric, versus = self.end(result, "BY"), self.end(result, "VERSUS")
        told: Row = {
            **{name: self.get(result, name) for name in ("value", "number", "unit", "kind")},
            "method": self.name(method),
            "benchmark": self.name(benchmark),
            "benchmarkId": benchmark,
            "metric": self.name(metric),
            "versus": self.name(versus),
            "paper": self.get(paper, "title"),
            "date": self.date(paper),
            "sentence": tie.sentence,
        }
        return {"id": result, **{name: told[name] for name in columns}}

    def typed(self, id: str) -> Row:
        """The columns that most lists of entities have."""
        return {"name": self.name(id), "type": self.type(id), "id": id}


def ordered(rows: Iterable[Row], *names: str, limit: int | None = None) -> list[Row]:
    """Sort rows by columns, ``-`` for the greatest first; what is unknown comes last."""
    found = list(rows)
    for name in reversed(names):
        column = name.lstrip("-")
        known = [row for row in found if row[column] is not None]
        known.sort(key=lambda row: row[column], reverse=name != column)
        found = known + [row for row in found if row[column] is None]
    return found[:limit]


def counted(
    world: World, ids: Iterable[str], values: Values, *, typed: bool = True, **more: Any
) -> list[Row]:
    """List entities by how often they come up, once for each paper."""
    rows = [{**world.typed(id), "papers": papers, **more} for id, papers in Counter(ids).items()]
    for row in [] if typed else rows:
        del row["type"]
    return ordered(rows, "-papers", "id", limit=values["limit"])


def latest(world: World, papers: Iterable[str]) -> str | None:
    """The day of the newest of some papers."""
    return max((day for paper in papers if (day := world.date(paper))), default=None)


# -- papers -------------------------------------------------------------------------------------


@expected
def papers_using_benchmark(world: World, values: Values) -> list[Row]:
    found = defaultdict(list)
    for id in world.called(values["name"], "Benchmark"):
        for tie in world.at(id, *ADOPTS):
            found[tie.other].append(tie)
    rows = (
        {
            **world.dated(paper),
            "relations": sorted({tie.type for tie in ties}),
            "confidence": max(tie.confidence for tie in ties),
        }
        for paper, ties in found.items()
    )
    return ordered(rows, "-date", "id", limit=values["limit"])


@expected
def papers_of_entity_by_relation(world: World, values: Values) -> list[Row]:
    rows = (
        {
            **world.dated(tie.other),
            "confidence": tie.confidence,
            "sentence": tie.sentence,
            "entity": id,
        }
        for id in world.called(values["name"])
        for tie in world.at(id, values["relation"])
    )
    return ordered(rows, "-confidence", "id", "entity", limit=values["limit"])


@expected
def relations_of_entity(world: World, values: Values) -> list[Row]:
    ids = world.called(values["name"])
    rows = []
    for type in ALL:
        papers = world.papers(ids, type)
        days = sorted(day for paper in papers if (day := world.date(paper)))
        first, last = (days[0], days[-1]) if days else (None, None)
        if papers:
            rows.append({"relation": type, "papers": len(papers), "first": first, "last": last})
    return ordered(rows, "-papers", "relation")


@expected
def papers_with_both(world: World, values: Values) -> list[Row]:
    ones, others = world.called(values["one"]), world.called(values["other"])
    rows = []
    for paper in world.all("Paper"):
        mine = [tie for tie in world.to(paper, *WORKS) if tie.other in ones]
        held = {tie.other for tie in mine}
        theirs = [
            tie for tie in world.to(paper, *WORKS) if tie.other in others and tie.other not in held
        ]
        if mine and theirs:
            parts = {"toOne": mine, "toOther": theirs}
            relations = {name: sorted({t.type for t in ties}) for name, ties in parts.items()}
            rows.append({**world.dated(paper), **relations})
    return ordered(rows, "-date", "id", limit=values["limit"])


@expected
def similar_papers(world: World, values: Values) -> list[Row]:
    wanted = values["paper"]
    (paper,) = (
        id
        for id in world.all("Paper")
        if wanted in (id, *(world.get(id, "aliases") or ()))
        or world.get(id, "title").lower() == wanted.lower()
    )
    own = world.contents([paper], *WORKS)
    rows = []
    for other in world.all("Paper"):
        theirs = world.contents([other], *WORKS)
        both = sorted(own & theirs)
        if both and other != paper:
            names = [world.name(id) for id in both]
            similarity = len(both) / len(own | theirs)
            rows.append({**world.dated(other), "shared": names, "similarity": similarity})
    return ordered(rows, "-similarity", "id", limit=values["limit"])


@expected
def papers_with_few_entities(world: World, values: Values) -> list[Row]:
    rows = (
        {**world.dated(paper), "entities": len(world.contents([paper], *ALL))}
        for paper in world.all("Paper")
    )
    few = (row for row in rows if row["entities"] <= values["most"])
    return ordered(few, "entities", "id", limit=values["limit"])


@expected
def papers_by_month(world: World, values: Values) -> list[Row]:
    months = defaultdict(list)
    for paper in world.all("Paper"):
        months[world.month(paper)].append(paper)
    rows = (
        {
            "month": month,
            "papers": len(papers),
            "withCode": sum(bool(world.to(paper, "HAS_CODE")) for paper in papers),
            "withResults": sum(bool(world.to(paper, "REPORTS")) for paper in papers),
        }
        for month, papers in months.items()
        if month
    )
    return ordered(rows, "-month", limit=values["limit"])


@expected
def papers_with_code(world: World, values: Values) -> list[Row]:
    rows = []
    for paper in world.all("Paper"):
        code = sorted(tie.other for tie in world.to(paper, "HAS_CODE"))
        if code:
            rows.append({**world.dated(paper), "urls": [world.get(id, "url") for id in code]})
    return ordered(rows, "-date", "id", limit=values["limit"])


@expected
def code_for_entity(world: World, values: Values) -> list[Row]:
    ids = world.called(values["name"])
    proposers = world.papers(ids, "PROPOSES")
    rows = (
        {
            "url": world.get(code.other, "url"),
            "paper": world.get(paper, "title"),
            "date": world.date(paper),
            "proposes": paper in proposers,
            "id": code.other,
            "paperId": paper,
        }
        for paper in world.papers(ids, *ADOPTS)
        for code in world.to(paper, "HAS_CODE")
    )
    return ordered(rows, "-proposes", "-date", "paperId", "id", limit=values["limit"])


@expected
def most_linked_repositories(world: World, values: Values) -> list[Row]:
    rows = (
        {
            "name": world.name(id),
            "url": world.get(id, "url"),
            "papers": len(world.at(id, "HAS_CODE")),
            "id": id,
        }
        for id in world.all("Repository")
    )
    return ordered(rows, "-papers", "id", limit=values["limit"])


@expected
def authors_on_topic(world: World, values: Values) -> list[Row]:
    about = world.papers(world.called(values["name"]), *WORKS)
    rows = []
    for author in world.all("Author"):
        papers = {tie.other for tie in world.to(author, "WROTE")} & about
        if papers:
            row = {"name": world.name(author), "papers": len(papers), "id": author}
            rows.append({**row, "latest": latest(world, papers)})
    return ordered(rows, "-papers", "-latest", "id", limit=values["limit"])


@expected
def organizations_by_benchmark(world: World, values: Values) -> list[Row]:
    pairs = Counter(
        (id, maker.other)
        for id in world.all(*DATA)
        for paper in world.papers([id], *TRIES)
        for maker in world.at(paper, "PUBLISHED")
    )
    rows = (
        {
            "benchmark": world.name(id),
            "organization": world.name(maker),
            "papers": papers,
            "benchmarkId": id,
            "id": maker,
        }
        for (id, maker), papers in pairs.items()
    )
    return ordered(rows, "-papers", "benchmarkId", "id", limit=values["limit"])


# -- what goes with what ------------------------------------------------------------------------


@expected
def methods_evaluated_on_benchmark(world: World, values: Values) -> list[Row]:
    found = defaultdict(set)
    for id in world.called(values["name"], "Benchmark"):
        for paper in world.papers([id], "EVALUATES_ON"):
            for method in world.contents([paper], "PROPOSES"):
                found[method].add(paper)
        for result in (tie.other for tie in world.at(id, "ON")):
            if named := world.end(result, "OF"):
                found[named].add(world.reporter(result)[0])
    rows = (
        {**world.typed(id), "papers": len(papers), "latest": latest(world, papers)}
        for id, papers in found.items()
        if world.has(id, *SYSTEM)
    )
    return ordered(rows, "-papers", "-latest", "id", limit=values["limit"])


@expected
def models_used_with_dataset(world: World, values: Values) -> list[Row]:
    papers = world.papers(world.called(values["name"], *DATA), *TRIES)
    rows = []
    for model in world.all("Model"):
        ties = [t for t in world.at(model, *TRIES, "COMPARES_TO") if t.other in papers]
        if ties:
            rows.append(
                {
                    "name": world.name(model),
                    "papers": len({tie.other for tie in ties}),
                    "relations": sorted({tie.type for tie in ties}),
                    "id": model,
                }
            )
    return ordered(rows, "-papers", "id", limit=values["limit"])


@expected
def who_compares_to(world: World, values: Values) -> list[Row]:
    rows = (
        {
            **world.typed(made),
            "paper": world.get(tie.other, "title"),
            "date": world.date(tie.other),
            "sentence": tie.sentence,
            "paperId": tie.other,
            "comparedTo": id,
        }
        for id in world.called(values["name"])
        for tie in world.at(id, "COMPARES_TO")
        for made in world.contents([tie.other], "PROPOSES")
        if world.has(made, *SYSTEM)
    )
    return ordered(rows, "-date", "paperId", "id", "comparedTo", limit=values["limit"])


@expected
def compared_with_most(world: World, values: Values) -> list[Row]:
    named = world.called(values["name"])
    rivals: list[str] = []
    for paper in world.papers(named, "PROPOSES", "USES", "COMPARES_TO"):
        own = {tie.type for tie in world.to(paper, *WORKS) if tie.other in named}
        types = ["COMPARES_TO"]
        if "COMPARES_TO" in own:
            types.append("PROPOSES")
        rivals += world.contents([paper], *types) - set(named)
    return counted(world, (id for id in rivals if world.has(id, *SYSTEM)), values)


@expected
def used_together_with(world: World, values: Values) -> list[Row]:
    named = world.called(values["name"])
    mine = world.papers(named, *WORKS)
    total = len(world.all("Paper"))
    rows = []
    for id in world.contents(mine, *WORKS) - set(named):
        theirs = world.papers([id], *WORKS)
        support = len(mine & theirs)
        if support >= values["support"]:
            lift = support * total / (len(mine) * len(theirs))
            rows.append({**world.typed(id), "support": support, "lift": lift})
    return ordered(rows, "-lift", "-support", "id", limit=values["limit"])


@expected
def benchmarks_used_together(world: World, values: Values) -> list[Row]:
    papers = {id: world.papers([id], *TRIES) for id in world.all("Benchmark")}
    rows = (
        {
            "one": world.name(one),
            "other": world.name(other),
            "papers": len(papers[one] & papers[other]),
            "oneId": one,
            "otherId": other,
        }
        for one in papers
        for other in papers
        if one < other and papers[one] & papers[other]
    )
    enough = (row for row in rows if row["papers"] >= values["support"])
    return ordered(enough, "-papers", "oneId", "otherId", limit=values["limit"])


@expected
def untried_benchmarks(world: World, values: Values) -> list[Row]:
    own = world.papers(world.called(values["name"]), *TRIES, "COMPARES_TO")
    tasks = [id for id in world.contents(own, "ADDRESSES") if world.has(id, "Task")]
    kindred = world.papers(tasks, "ADDRESSES")
    tried = world.contents(own, *TRIES)
    rows = []
    for id in world.all("Benchmark"):
        papers = world.papers([id], *TRIES)
        if own and papers and id not in tried:
            row = {"name": world.name(id), "papers": len(papers), "id": id}
            rows.append({**row, "onSameTasks": len(papers & kindred)})
    return ordered(rows, "-onSameTasks", "-papers", "id", limit=values["limit"])


@expected
def most_widely_tested(world: World, values: Values) -> list[Row]:
    rows = []
    for id in world.all(*SYSTEM):
        tested = world.contents(world.papers([id], "PROPOSES"), "EVALUATES_ON")
        names = [world.name(other) for other in sorted(tested) if world.has(other, *DATA)]
        if names:
            name = world.name(id)
            rows.append({"name": name, "count": len(names), "benchmarks": names, "id": id})
    return ordered(rows, "-count", "id", limit=values["limit"])


def _beside(world: World, values: Values, label: str, type: str, *types: str) -> Iterator[str]:
    """What the papers that have a relation to an entity have other relations to."""
    for paper in world.papers(world.called(values["name"], label), type):
        yield from world.contents([paper], *types)


@expected
def metrics_for_task(world: World, values: Values) -> list[Row]:
    found = _beside(world, values, "Task", "ADDRESSES", "MEASURES")
    return counted(world, (id for id in found if world.has(id, "Metric")), values, typed=False)


@expected
def benchmarks_for_task(world: World, values: Values) -> list[Row]:
    found = _beside(world, values, "Task", "ADDRESSES", *TRIES)
    return counted(world, (id for id in found if world.has(id, *DATA)), values)


@expected
def baselines_for_task(world: World, values: Values) -> list[Row]:
    found = _beside(world, values, "Task", "ADDRESSES", "COMPARES_TO")
    return counted(world, (id for id in found if world.has(id, *SYSTEM)), values)


@expected
def tasks_of_benchmark(world: World, values: Values) -> list[Row]:
    found = _beside(world, values, "Benchmark", "EVALUATES_ON", "ADDRESSES")
    return counted(world, (id for id in found if world.has(id, "Task")), values, typed=False)


def _proposals(world: World, papers: Iterable[str], *labels: str) -> Iterator[Row]:
    for paper in papers:
        for tie in world.to(paper, "PROPOSES"):
            if world.has(tie.other, *labels):
                yield {
                    **world.typed(tie.other),
                    "paper": world.get(paper, "title"),
                    "date": world.date(paper),
                    "sentence": tie.sentence,
                    "paperId": paper,
                }


@expected
def methods_for_task(world: World, values: Values) -> list[Row]:
    papers = world.papers(world.called(values["name"], "Task"), "ADDRESSES")
    rows = _proposals(world, papers, *SYSTEM)
    return ordered(rows, "-date", "paperId", "id", limit=values["limit"])


@expected
def benchmarks_proposed_in_period(world: World, values: Values) -> list[Row]:
    papers = (
        paper
        for paper in world.all("Paper")
        if values["since"] <= (world.date(paper) or "") <= values["until"]
    )
    rows = _proposals(world, papers, *DATA)
    return ordered(rows, "-date", "paperId", "id", limit=values["limit"])


# -- time and descent ---------------------------------------------------------------------------


@expected
def rising_entities(world: World, values: Values) -> list[Row]:
    year, month = map(int, values["month"].split("-"))
    months = year * 12 + month - 1 - values["months"]
    first = f"{months // 12:04}-{months % 12 + 1:02}"
    now = {p for p in world.all("Paper") if world.month(p) == values["month"]}
    past = {p for p in world.all("Paper") if first <= (world.month(p) or "") < values["month"]}
    rows = []
    for id in world.contents(now, *WORKS):
        papers = world.papers([id], *WORKS)
        count, before = len(papers & now), len(papers & past)
        rise = count * (len(past) + 1) / (len(now) * (before + 1))
        if count >= values["minimum"] and rise > 1:
            rows.append({**world.typed(id), "papers": count, "before": before, "rise": rise})
    return ordered(rows, "-rise", "-papers", "id", limit=values["limit"])


@expected
def entities_by_first_month(world: World, values: Values) -> list[Row]:
    months = defaultdict(list)
    for id in world.all(values["type"]):
        if seen := world.get(id, "firstSeen"):
            months[seen[:7]].append(id)
    rows = []
    for month, ids in months.items():
        most = sorted(ids, key=lambda id: (-world.get(id, "paperCount"), id))[:5]
        names = [world.name(id) for id in most]
        rows.append({"month": month, "entities": len(ids), "examples": names})
    return ordered(rows, "-month", limit=values["limit"])


def _entity(world: World, id: str) -> Row:
    papers, seen = world.get(id, "paperCount"), world.get(id, "firstSeen")
    return {**world.typed(id), "papers": papers, "firstSeen": seen}


@expected
def new_entities_since(world: World, values: Values) -> list[Row]:
    rows = (_entity(world, id) for id in world.all("Entity"))
    new = (row for row in rows if (row["firstSeen"] or "") >= values["since"])
    return ordered(new, "-papers", "-firstSeen", "id", limit=values["limit"])


@expected
def adoption_by_month(world: World, values: Values) -> list[Row]:
    papers = world.papers(world.called(values["name"]), *ADOPTS)
    months = Counter(month for paper in papers if (month := world.month(paper)))
    rows: list[Row] = []
    for month in sorted(months):
        total = months[month] + (rows[-1]["total"] if rows else 0)
        rows.append({"month": month, "papers": months[month], "total": total})
    return rows


@expected
def built_on_entity(world: World, values: Values) -> list[Row]:
    named = world.called(values["name"])
    days = [day for p in world.papers(named, "PROPOSES") if (day := world.date(p))]
    rows = (
        {
            **world.typed(made),
            "paper": world.get(tie.other, "title"),
            "date": world.date(tie.other),
            "sentence": tie.sentence,
            "paperId": tie.other,
            "builtOn": id,
        }
        for id in named
        for tie in world.at(id, "USES")
        for made in world.contents([tie.other], "PROPOSES")
        if world.has(made, *SYSTEM) and made not in named
    )
    later = (r for r in rows if not days or r["date"] is None or r["date"] >= min(days))
    return ordered(later, "date", "paperId", "id", "builtOn", limit=values["limit"])


@expected
def lineage_over_steps(world: World, values: Values) -> list[Row]:
    """Chains are grown step by step; of equally long ones the first in order of ids is kept."""
    named = world.called(values["name"])
    chains: list[tuple[list[str], list[str]]] = [([id], []) for id in named]
    best: dict[str, tuple[int, list[str], list[str]]] = {}
    for steps in range(1, min(values["steps"], 4) + 1):
        chains = [
            ([*ids, made], [*papers, paper])
            for ids, papers in chains
            for paper in world.papers([ids[-1]], "USES")
            for made in world.contents([paper], "PROPOSES")
            if world.has(made, *SYSTEM) and made not in ids
            if not papers or (world.date(papers[-1]) or "") <= (world.date(paper) or "9999")
        ]
        for ids, papers in chains:
            reached = (steps, ids[1:], papers)
            best[ids[-1]] = min(best.get(ids[-1], reached), reached)
    rows = (
        {
            "name": world.name(id),
            "steps": steps,
            "chain": [world.name(other) for other in ids],
            "papers": papers,
            "id": id,
        }
        for id, (steps, ids, papers) in best.items()
    )
    return ordered(rows, "steps", "id", limit=values["limit"])


@expected
def shortest_paths_between(world: World, values: Values) -> list[Row]:
    def most_used(name: str, *but: str) -> str | None:
        ids = [id for id in world.called(name) if id not in but]
        return min(ids, key=lambda id: (-world.get(id, "paperCount"), id), default=None)

    start = most_used(values["from"])
    end = most_used(values["to"], start or "")
    types = defaultdict(list)
    for paper in world.all("Paper"):
        for tie in world.to(paper, *WORKS):
            types[frozenset((paper, tie.other))].append(tie.type)
    plain: nx.Graph = nx.Graph()
    plain.add_edges_from(tuple(pair) for pair in types)
    if start not in plain or end not in plain or not nx.has_path(plain, start, end):
        return []
    rows = []
    for ids in nx.all_shortest_paths(plain, start, end):
        names = [world.name(id) or world.get(id, "title") for id in ids]
        crowd = max(world.get(id, "paperCount") or 0 for id in ids[1:-1])
        row = {"steps": len(ids) - 1, "crowd": crowd, "names": names, "ids": ids}
        ways = product(*(types[frozenset(pair)] for pair in pairwise(ids)))
        rows += [{**row, "relations": list(relations)} for relations in ways]
    near = (row for row in rows if row["steps"] <= 8)
    return ordered(near, "crowd", "ids", "relations", limit=values["limit"])


@expected
def versions_in_family(world: World, values: Values) -> list[Row]:
    family, fresh = set(world.called(values["name"])), set(world.called(values["name"]))
    for _ in range(6):
        near = {t.other for id in fresh for t in world.to(id, "VERSION_OF")}
        near |= {t.other for id in fresh for t in world.at(id, "VERSION_OF")}
        fresh = near - family
        family |= near
    rows = []
    for id in family:
        parents = sorted(tie.other for tie in world.to(id, "VERSION_OF"))
        row = _entity(world, id) | {"versionOf": [world.name(other) for other in parents]}
        del row["type"]
        rows.append(row)
    return ordered(rows, "name", "id")


# -- results ------------------------------------------------------------------------------------


@expected
def results_on_benchmark(world: World, values: Values) -> list[Row]:
    ids = world.called(values["name"], *DATA)
    columns = ("metric", "method", "value", "number", "unit", "paper", "date")
    rows = (
        world.figure(tie.other, *columns)
        for id in ids
        for tie in world.at(id, "ON")
        if world.get(tie.other, "kind") == "absolute" and world.get(tie.other, "number") is not None
    )
    return ordered(rows, "metric", "-number", "id", limit=values["limit"])


@expected
def results_of_method(world: World, values: Values) -> list[Row]:
    columns = ("benchmark", "metric", "value", "kind", "versus", "paper")
    rows = (
        world.figure(tie.other, *columns)
        for id in world.called(values["name"])
        for tie in world.at(id, "OF")
    )
    return ordered(rows, "benchmark", "metric", "id", limit=values["limit"])


@expected
def results_against(world: World, values: Values) -> list[Row]:
    columns = ("method", "value", "kind", "benchmark", "metric", "paper", "sentence")
    rows = (
        world.figure(tie.other, *columns)
        for id in world.called(values["name"])
        for tie in world.at(id, "VERSUS")
    )
    return ordered(rows, "id", limit=values["limit"])


@expected
def best_gain_per_benchmark(world: World, values: Values) -> list[Row]:
    named = ("benchmark", "benchmarkId", "metric", "method", "versus", "paper")
    columns = (*named, "value", "number", "unit")
    best: dict[tuple[str, str | None], Row] = {}
    for result in world.all("Result"):
        on = world.end(result, "ON")
        row = world.figure(result, *columns)
        if on is None or world.get(result, "kind") != "gain" or row["number"] is None:
            continue
        known = best.setdefault((on, row["unit"]), row)
        if row["number"] > known["number"]:
            best[on, row["unit"]] = row
    order = ("benchmark", "benchmarkId", "unit", "id")
    return ordered(best.values(), *order, limit=values["limit"])


@expected
def speedups_reported(world: World, values: Values) -> list[Row]:
    columns = ("method", "value", "number", "unit", "versus", "paper", "sentence")
    rows = (
        world.figure(result, *columns)
        for result in world.all("Result")
        if world.get(result, "kind") == "speedup"
    )
    return ordered(rows, "-unit", "-number", "id", limit=values["limit"])


# -- the graph itself ---------------------------------------------------------------------------


@expected
def top_entities(world: World, values: Values) -> list[Row]:
    rows = (
        {
            "name": world.name(id),
            "papers": len(world.papers([id], *ADOPTS)),
            "firstSeen": world.get(id, "firstSeen"),
            "id": id,
        }
        for id in world.all(values["type"])
    )
    used = (row for row in rows if row["papers"])
    return ordered(used, "-papers", "id", limit=values["limit"])


@expected
def entity_types(world: World, values: Values) -> list[Row]:
    types = defaultdict(list)
    for id in world.all("Entity"):
        types[world.type(id)].append(id)
    rows = (
        {
            "type": type,
            "entities": len(ids),
            "single": sum(world.get(id, "paperCount") == 1 for id in ids),
            "papers": len(world.papers(ids, *ALL)),
            "relationships": sum(len(world.at(id, *ALL)) for id in ids),
        }
        for type, ids in types.items()
    )
    return ordered(rows, "-entities", "type")


@expected
def relationship_types(world: World, values: Values) -> list[Row]:
    others = ("REPORTS", "OF", "ON", "BY", "VERSUS", "VERSION_OF", "WROTE", "PUBLISHED", "HAS_CODE")
    every, unsure = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    for id in world.nodes:
        for tie in world.to(id, *ALL, *others):
            way = (tie.type, world.type(id), world.type(tie.other))
            every[way] += 1
            unsure[way] += tie.told.get("confidence", 1) < values["below"]
    rows = (
        {"relation": way[0], "start": way[1], "end": way[2], "count": n, "unsure": unsure[way]}
        for way, n in every.items()
    )
    return ordered(rows, "relation", "start", "end")


@expected
def edges_to_review(world: World, values: Values) -> list[Row]:
    rows = (
        {
            "paper": world.get(paper, "title"),
            "relation": tie.type,
            "entity": world.name(tie.other),
            "confidence": tie.confidence,
            "sentence": tie.sentence,
            "source": tie.told["evidence"][0]["source"],
            "paperId": paper,
            "entityId": tie.other,
        }
        for paper in world.all("Paper")
        for tie in world.to(paper, *ALL)
        if tie.confidence < values["below"]
    )
    return ordered(rows, "confidence", "paperId", "relation", "entityId", limit=values["limit"])


@expected
def orphan_entities(world: World, values: Values) -> list[Row]:
    rows = []
    for id in world.all("Entity"):
        ties = sorted(world.at(id, *ALL), key=lambda tie: (-tie.confidence, tie.type))
        if len(world.papers([id], *ALL)) == 1 and ties[0].confidence < values["confidence"]:
            row = {"relation": ties[0].type, "confidence": ties[0].confidence}
            paper = world.get(ties[0].other, "title")
            rows.append({**world.typed(id), **row, "sentence": ties[0].sentence, "paper": paper})
    return ordered(rows, "confidence", "id", limit=values["limit"])


@expected
def suspicious_duplicates(world: World, values: Values) -> list[Row]:
    alike = defaultdict(list)
    for id in world.all("Entity"):
        alike["".join(c for c in world.name(id).lower() if c not in "- ")].append(id)
    rows = (
        {
            "letters": letters,
            "names": [world.name(id) for id in ids],
            "papers": sum(world.get(id, "paperCount") for id in ids),
            "ids": ids,
        }
        for letters, ids in alike.items()
        if len(ids) > 1
    )
    return ordered(rows, "-papers", "letters", limit=values["limit"])


@expected
def most_aliases(world: World, values: Values) -> list[Row]:
    found = [id for id in world.all("Entity") if world.get(id, "aliases")]
    found.sort(key=lambda id: (-len(world.get(id, "aliases")), id))
    rows = (
        {
            **world.typed(id),
            "aliases": world.get(id, "aliases"),
            "papers": world.get(id, "paperCount"),
        }
        for id in found
    )
    return list(islice(rows, values["limit"]))
