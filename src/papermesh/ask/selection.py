"""Which papers a question selects, by all that it demands of them at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

from papermesh.ask import cypher
from papermesh.ask.conditions import Condition, Maker, conditions, makers
from papermesh.ask.papers import all_papers
from papermesh.query.papers import newest_first, paper_rows, papers_from, within
from papermesh.query.values import PaperRow, date_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from papermesh.ask.answer import Request

_SURVEYS = "(?:^|[^a-z])(?:surveys?|reviews?|overview|tutorial)(?:[^a-z]|$)"
"""A title that says so; without signs that Python and Cypher write differently."""
_SURVEY = re.compile(_SURVEYS, re.I)


@dataclass(frozen=True)
class Selection:
    """Papers that meet every condition, are by every maker, and have code where that is asked.

    Attributes:
        request: What was asked.
        conditions: On the entities of the papers.
        makers: Authors and organisations who must have a part in a paper, or must not.
        code: Whether a paper must have a repository.
        survey: Whether its title must say that it is one.
        dropped: Conditions that no paper meets together with the others.
        loosened: Whether less is demanded than was asked, since no paper has all of that.
    """

    request: Request
    conditions: tuple[Condition, ...]
    makers: tuple[Maker, ...]
    code: bool
    survey: bool = False
    dropped: tuple[Condition, ...] = ()
    loosened: bool = False

    @property
    def wanted(self) -> list[Condition]:
        """The conditions that demand something."""
        return [condition for condition in self.conditions if not condition.barred]

    @cached_property
    def rows(self) -> list[PaperRow]:
        """The papers in order: strongest relation first, or newest where no entity is demanded."""
        if not self.wanted:
            papers = (paper for id in self.papers if (paper := self.request.store.node(id)))
            return [PaperRow(paper, (), 1.0, (), ()) for paper in newest_first(papers)]
        return [row for row in self._meeting(self.wanted) if row.paper.id in self.papers]

    @cached_property
    def papers(self) -> set[str]:
        """Ids of the papers."""
        store = self.request.store
        made = [(maker.barred, self._by(maker)) for maker in self.makers]
        demanded = [papers for barred, papers in made if not barred]
        demanded += [self._papers_of(condition) for condition in self.wanted]
        kept = set.intersection(*demanded) if demanded else {p.id for p in all_papers(self.request)}
        for barred, papers in made:
            kept = kept - papers if barred else kept
        for condition in self.conditions:
            kept = kept - self._papers_of(condition) if condition.barred else kept
        if self.survey:
            kept = {id for id in kept if (paper := store.node(id)) and _SURVEY.search(paper.name)}
        return kept & set(self.repositories(kept)) if self.code else kept

    def _by(self, maker: Maker) -> set[str]:
        period = self.request.period
        papers = papers_from(self.request.store, maker.ids)
        return {p.id for p in papers if within(date_of(p), period.since, period.until)}

    def _papers_of(self, condition: Condition) -> set[str]:
        store, period = self.request.store, self.request.period
        edges = store.edges(self._ids([condition]), condition.relations, "in")
        papers = (store.node(id) for id in {edge.source for edge in edges})
        return {p.id for p in papers if p and within(date_of(p), period.since, period.until)}

    def _ids(self, wanted: Sequence[Condition]) -> list[str]:
        store = self.request.store
        ids = [id for condition in wanted for id in condition.ids]
        for condition in wanted:
            ids += [node.id for node in store.nodes(condition.type)] if condition.type else []
        return ids

    def _meeting(self, wanted: Sequence[Condition]) -> list[PaperRow]:
        """Find the papers that meet any of some conditions, within the period of the question."""
        store, period = self.request.store, self.request.period
        relations = {relation for condition in wanted for relation in condition.relations}
        return paper_rows(
            store, self._ids(wanted), relations, since=period.since, until=period.until
        )

    def repositories(self, papers: Iterable[str]) -> dict[str, str]:
        """Find the address of the first repository of each paper that has one."""
        store, found = self.request.store, dict[str, str]()
        for edge in store.edges(list(papers), ["HAS_CODE"], "out"):
            node = store.node(edge.target)
            if node is not None:
                found.setdefault(edge.source, str(node.properties.get("url") or node.name))
        return found

    def match(self) -> tuple[str, dict[str, Any]]:
        """Write it as Cypher that matches ``p``, and ``r`` and ``e`` where an entity is demanded."""
        wanted = self.wanted
        start, parameters, tests = "MATCH (p:Paper)\nWHERE true", dict[str, Any](), list[str]()
        if wanted:
            relations = {relation for condition in wanted for relation in condition.relations}
            parameters["ids"] = [id for condition in wanted for id in condition.ids]
            types = [f"e:{condition.type}" for condition in wanted if condition.type]
            either = " OR ".join(["e.id IN $ids", *types])
            start = f"MATCH (p:Paper)-[r:{cypher.types(relations)}]->(e:Entity)\nWHERE "
            start += f"({either})" if types else either
        for number, condition in enumerate(self.conditions, 1):
            test = f"MATCH (p)-[:{cypher.types(condition.relations)}]->(f:{condition.type or 'Entity'})"
            if not condition.type:
                parameters[f"ids{number}"] = condition.ids
                test += f" WHERE f.id IN $ids{number}"
            tests.append(f"{'NOT ' if condition.barred else ''}EXISTS {{ {test} }}")
        for number, maker in enumerate(self.makers, 1):
            parameters[f"makers{number}"] = maker.ids
            made = f"MATCH (w)-[:WROTE|PUBLISHED]->(p) WHERE w.id IN $makers{number}"
            tests.append(f"{'NOT ' * maker.barred}EXISTS {{ {made} }}")
        tests += ["EXISTS { MATCH (p)-[:HAS_CODE]->(:Repository) }"] if self.code else []
        tests += [f"p.title =~ '(?i).*{_SURVEYS}.*'"] if self.survey else []
        where = "".join(f"\n  AND {test}" for test in tests)
        return f"{start}{where}{cypher.dates(self.request.period)}\n", parameters

    def __str__(self) -> str:
        """What is demanded, in words, to stand after ``papers``."""
        by = [maker.tell(map(str, maker.names)) for maker in self.makers]
        told = [_and(by)] if by else []
        that = [*map(str, self.conditions), *(["have code"] if self.code else [])]
        that += ["are surveys by their titles"] if self.survey else []
        told += ["that " + _and(that)] if that else []
        told += [f"(left out: {_and([c.short() for c in self.dropped])})"] if self.dropped else []
        return " ".join(told)

    def told(self, papers: int) -> str:
        """What so many papers do, as the predicate of a sentence."""
        are = "is" if papers == 1 else "are"
        made = _and([m.tell(named.name for named in m.names) for m in self.makers])
        by = f"{are} {made}"
        code = f"{'has' if papers == 1 else 'have'} code"
        parts = _told_together([c for c in self.conditions if not c.barred], papers)
        parts += [code] if self.code else []
        survey = "is a survey by its title" if papers == 1 else "are surveys by their titles"
        parts += [survey] if self.survey else []
        parts += _told_together([c for c in self.conditions if c.barred], papers)
        told = _and([*([by] if self.makers else []), *parts]) + self.request.period.words
        return f"{told}, none in just the way that is asked for" if self.loosened else told

    def looser(self) -> Iterator[Selection]:
        """The same with less and less demanded.

        Any work with an entity will do, whatever the verb; then a mention; then what may be a part
        of the name before is left out.
        """

        def each(**changes: Any) -> tuple[Condition, ...]:
            may = (c.names and not c.barred for c in self.conditions)
            pairs = zip(may, self.conditions, strict=True)
            return tuple(replace(c, **changes) if loose else c for loose, c in pairs)

        loose = each(loose=True)
        yield replace(self, conditions=each(says=""), loosened=True)
        yield replace(self, conditions=loose, loosened=True)
        near = tuple(condition for condition in loose if condition.near)
        kept = tuple(condition for condition in loose if not condition.near)
        yield replace(self, conditions=kept, dropped=near, loosened=True)


def _told_together(conditions: Sequence[Condition], papers: int) -> list[str]:
    """Write conditions in words, what is done with several entities once: use A and B."""
    together = groupby(conditions, key=lambda condition: condition.verb(papers))
    join = {True: " or ", False: " and "}
    return [
        f"{verb} {join[same[0].barred].join(condition.named for condition in same)}"
        for verb, conditions in together
        if (same := list(conditions))
    ]


def _and(parts: Sequence[str]) -> str:
    """Join phrases: ``use A, evaluate on B and do not use C``."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def selection(request: Request) -> Selection:
    """Read what a question demands of papers, and demand less where no paper has all of it."""
    asked = Selection(
        request,
        tuple(conditions(request)),
        makers(request),
        code="code" in request.words,
        survey="survey" in request.words,
    )
    if asked.papers or "strict" in request.words:
        return asked
    return next((looser for looser in asked.looser() if looser.papers), asked)
