"""The graph, as a pure function of papers, records and the lexicon.

Every node and edge is added in sorted order, so equal inputs give graphs that are equal in every
respect, the order of iteration included.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Any

import networkx as nx

from papermesh.identifiers import arxiv_month, repository
from papermesh.link import Links, link
from papermesh.model import Entity, EntityType, Mention, Paper, Record, RelationType, Result
from papermesh.names import fold, slug
from papermesh.papers import identify, merge, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from papermesh.seeds import Lexicon

__all__ = ["assemble", "sentence", "settle"]

_STRENGTH = {relation: place for place, relation in enumerate(RelationType)}
_DATA = {EntityType.DATASET, EntityType.BENCHMARK}
_SYSTEM = {EntityType.METHOD, EntityType.MODEL}
_ROLES = (
    ("OF", "method", _SYSTEM),
    ("ON", "dataset", _DATA),
    ("BY", "metric", {EntityType.METRIC}),
    ("VERSUS", "versus", _SYSTEM),
)
_RESULT_RULE, _VERSION_RULE = "rule:result", "rule:version"
_SUREST = ("rule:proposal", "rule:title", "lexicon", "rule:name")  # finders; all others come after
# What a sentence that bears a relation out mostly says.
_CUES = {
    RelationType.EVALUATES_ON: r"evaluat|experiment|benchmark|test|achiev|result|score|perform|outperf",
    RelationType.COMPARES_TO: r"compar|outperf|surpass|exceed|baselin|than\b|beat|over\b|versus|vs\b",
    RelationType.MEASURES: r"achiev|improv|reduc|increas|measur|\d|score|terms of|result",
    RelationType.USES: r"\b(?:us(?:e|es|ed|ing)|bas(?:ed|ing)|built|train|fine-?tun|leverag|adopt|employ|via|with)\b",
    RelationType.ADDRESSES: r"address|tackl|solv|for\b|problem|challeng|task|propos|introduc|we\b",
}
_CUE = {relation: re.compile(cue, re.IGNORECASE) for relation, cue in _CUES.items()}
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|resp|approx|et al|etc|fig|figs|eq|eqs|sec|tab|no|dr|prof|w\.r\.t)"
    r"|(?:^|\s)[A-Z])\.$",
    re.IGNORECASE,
)


def settle(
    observations: Iterable[Paper], records: Mapping[str, tuple[str, Record]]
) -> tuple[list[Paper], dict[str, tuple[str, Record]], list[Paper]]:
    """Bring what a store is made from into the one form in which it is kept.

    A record known by an alias of its paper is filed under the paper's id; one without a paper is
    dropped.

    Args:
        observations: Papers as their sources tell them.
        records: By paper id, the fingerprint of what was extracted from, and the record.

    Returns:
        The observations, one for each paper and source, in order; the records by merged paper's
        id, in order; and the merged papers, in order of their ids.
    """
    groups = identify(observations)
    papers = [merge(id, group) for id, group in groups.items()]
    filed = {}
    for paper in papers:
        known = next((id for id in (paper.id, *paper.aliases) if id in records), None)
        if known is not None:
            fingerprint, record = records[known]
            if record.id != paper.id:
                record = record.model_copy(update={"id": paper.id})
            filed[paper.id] = (fingerprint, record)
    kept = sorted((o for group in groups.values() for o in group), key=lambda o: (o.id, o.source))
    return kept, filed, papers


def assemble(
    papers: Iterable[Paper], records: Mapping[str, Record], lexicon: Lexicon
) -> nx.MultiDiGraph:
    """Make the graph of merged papers and their records.

    Args:
        papers: Merged papers, one for each id.
        records: Records by id of the merged paper; those of other papers count for nothing.
        lexicon: Known names.

    Returns:
        Nodes with ``labels`` (a tuple) and their properties as attributes, in order of id; edges
        keyed by their type, in order of source, target and type.
    """
    papers = sorted(papers, key=lambda paper: paper.id)
    draft = _Draft(link((records[p.id] for p in papers if p.id in records), lexicon))
    for paper in papers:
        draft.add(paper, records.get(paper.id))
    return draft.graph()


class _Draft:
    """Nodes and edges, in the order in which they come up."""

    def __init__(self, links: Links) -> None:
        self.links = links
        self.nodes: dict[str, dict[str, Any]] = {}
        self.edges: dict[tuple[str, str, str], dict[str, Any]] = {}

    def add(self, paper: Paper, record: Record | None) -> None:
        self.node(paper.id, ("Paper",), _paper_properties(paper))
        named = [name for name in paper.authors or () if name.strip()]
        for position, name in enumerate(dict.fromkeys(named), 1):
            author = self.named("Author", name)
            self.edges.setdefault((author, paper.id, "WROTE"), {"position": position})
        if paper.organization and paper.organization.strip():
            self.edges[self.named("Organization", paper.organization), paper.id, "PUBLISHED"] = {}
        for url in paper.code_urls or ():
            self.add_code(paper.id, repository(url, anywhere=True))
        if record:
            for url in record.urls:
                self.add_code(paper.id, repository(url))
            text = _Text(paper)
            homes = self.add_entities(paper, record, text)
            self.add_results(paper, record, text, homes)

    def node(self, id: str, labels: tuple[str, ...], properties: dict[str, Any]) -> None:
        self.nodes[id] = {"labels": labels, **_filled(properties)}

    def named(self, label: str, name: str) -> str:
        """A node known by nothing but its name; of several spellings the smallest is kept."""
        id = f"{label.lower()}:{slug(name)}"
        if id not in self.nodes or name < self.nodes[id]["name"]:
            self.node(id, (label,), {"name": name})
        return id

    def add_code(self, paper: str, found: tuple[str, str] | None) -> None:
        if found is None:
            return
        name, url = found
        id = f"repository:{name}"
        if id not in self.nodes or url < self.nodes[id]["url"]:
            self.node(id, ("Repository",), {"name": name.partition("/")[2] or name, "url": url})
        self.edges[paper, id, "HAS_CODE"] = {}

    def add_entities(self, paper: Paper, record: Record, text: _Text) -> list[tuple[Entity, str]]:
        homes = [(entity, self.links.of(entity)) for entity in record.entities]
        together: dict[str, list[Entity]] = {}
        for entity, id in homes:
            together.setdefault(id, []).append(entity)
        for id, entities in together.items():
            self.count(id, paper)
            relation = min((e.relation for e in entities), key=_STRENGTH.__getitem__)
            self.edges[paper.id, id, str(relation)] = {
                "confidence": round(
                    max(_confidence(e) for e in entities if e.relation is relation), 2
                ),
                "evidence": text.evidence(relation, [m for e in entities for m in e.mentions]),
            }
        return homes

    def count(self, id: str, paper: Paper) -> None:
        if id not in self.nodes:
            entity = self.links.entities[id]
            properties = {"name": entity.name, "aliases": list(entity.aliases), "paperCount": 0}
            self.node(id, ("Entity", str(entity.type)), properties)
        node = self.nodes[id]
        node["paperCount"] = node.get("paperCount", 0) + 1
        if day := paper.published or paper.featured or arxiv_month(paper.id):
            node["firstSeen"] = min(day.isoformat(), node.get("firstSeen", day.isoformat()))

    def add_results(
        self, paper: Paper, record: Record, text: _Text, homes: list[tuple[Entity, str]]
    ) -> None:
        for number, result in enumerate(sorted(record.results, key=_result_rank), 1):
            id = f"result:{paper.id}:{number}"
            keep = {"value", "number", "unit", "kind", "confidence"}
            self.node(id, ("Result",), result.model_dump(mode="json", include=keep))
            place = text.place(result.field, result.start, result.end)
            evidence = {**place, "source": _RESULT_RULE}
            told = {"confidence": result.confidence, "evidence": [evidence]}
            self.edges[paper.id, id, "REPORTS"] = told
            for type, role, types in _ROLES:
                target = _called(getattr(result, role), types, homes)
                if target:
                    self.edges[id, target, type] = told

    def graph(self) -> nx.MultiDiGraph:
        for one, other in self.links.versions.items():
            self.edges[one, other, "VERSION_OF"] = {"source": _VERSION_RULE}
        graph = nx.MultiDiGraph()
        graph.add_nodes_from(sorted(self.nodes.items()))
        for (source, target, type), properties in sorted(self.edges.items(), key=lambda e: e[0]):
            graph.add_edges_from([(source, target, type, properties)])
        return graph


class _Text:
    """A paper's texts, cut into sentences when first asked."""

    def __init__(self, paper: Paper) -> None:
        self._fields = {"title": paper.title, "abstract": paper.abstract}

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        return {"title": [0], "abstract": _sentence_starts(self._fields["abstract"])}

    def place(self, field: str, start: int, end: int) -> dict[str, Any]:
        text = self._fields[field]
        return {
            "field": field,
            "start": start,
            "end": end,
            "text": text[start:end],
            "sentence": _around(text, self._starts[field], start, end),
        }

    def evidence(self, relation: RelationType, mentions: Iterable[Mention]) -> list[dict[str, Any]]:
        """One piece of evidence for each place, by its surest finder, the most telling first.

        The abstract comes before the title, which tells little; only what a paper proposes is
        best seen where its finder is surest. Sentences that word the relation come first.
        """
        best: dict[tuple[bool, int, int], Mention] = {}
        for mention in mentions:
            place = (mention.field == "title", mention.start, mention.end)
            known = best.get(place)
            if known is None or (-mention.score, mention.source) < (-known.score, known.source):
                best[place] = mention
        found = [
            {**self.place(m.field, m.start, m.end), "source": m.source, "score": m.score}
            for _, m in sorted(best.items(), key=lambda item: item[0])
        ]
        return sorted(found, key=lambda item: _evidence_rank(relation, item))


def _evidence_rank(relation: RelationType, item: Mapping[str, Any]) -> tuple[int, ...]:
    """The order of evidence; what is equal in it stays in the order of the text."""
    source = _SUREST.index(item["source"]) if item["source"] in _SUREST else len(_SUREST)
    if relation == RelationType.PROPOSES:
        return source, item["field"] != "title"
    cue = _CUE.get(relation)
    return item["field"] == "title", bool(cue and not cue.search(item["sentence"])), source


def sentence(text: str, start: int, end: int) -> str:
    """The sentence, or sentences, of a text that a span lies in.

    Examples:
        >>> sentence("We win, e.g. by 2 points. Code is out.", 16, 24)
        'We win, e.g. by 2 points.'
    """
    return _around(text, _sentence_starts(text), start, end)


def _sentence_starts(text: str) -> list[int]:
    ends = (
        match.end()
        for match in _SENTENCE_END.finditer(text)
        if not _NO_END.search(text, max(0, match.start() - 12), match.start() + 1)
    )
    return [0, *ends]


def _around(text: str, starts: list[int], start: int, end: int) -> str:
    first = bisect_right(starts, start) - 1
    after = bisect_right(starts, max(start, end - 1))
    return text[starts[first] : starts[after] if after < len(starts) else len(text)].strip()


def _called(
    name: str | None, types: set[EntityType], homes: list[tuple[Entity, str]]
) -> str | None:
    """The entity of a record that a result calls by that name."""
    if name is None:
        return None
    fits = [(entity, id) for entity, id in homes if entity.type in types]
    for same in (str, fold):
        found = [id for entity, id in fits if same(entity.name) == same(name)]
        if found:
            return min(found)
    return None


def _confidence(entity: Entity) -> float:
    """Probability that a paper's edge to an entity is right: the entity, and the relation to it."""
    return entity.confidence * entity.relation_confidence


def _result_rank(result: Result) -> tuple[bool, int, int, str]:
    text = json.dumps(result.model_dump(mode="json"), sort_keys=True)
    return result.field != "title", result.start, result.end, text


def _paper_properties(paper: Paper) -> dict[str, Any]:
    fields = paper.model_dump(mode="json", exclude={"id", "title", "extra"})
    fields["extra"] = plain(paper.extra)
    if not (paper.published or paper.featured) and (month := arxiv_month(paper.id)):
        fields["month"] = month.isoformat()
    return {"title": paper.title, **{_camel(name): value for name, value in fields.items()}}


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(part.title() for part in tail)


def _filled(properties: dict[str, Any]) -> dict[str, Any]:
    """Properties without those that say nothing; a title stays, even an empty one."""
    return {
        name: value
        for name, value in properties.items()
        if name == "title" or not (value is None or value in ("", [], {}))
    }
