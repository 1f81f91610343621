"""Which observations tell of one paper, and what they say of it together.

An observation is a paper as one source tells it. Everything here is a function of the set of
observations: their order and their repetition never count.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from papermesh.groups import Groups
from papermesh.identifiers import arxiv_id, paper_id
from papermesh.model import Paper

__all__ = ["identify", "merge", "plain", "revise"]


def identify(observations: Iterable[Paper]) -> dict[str, list[Paper]]:
    """Sort observations into papers.

    Observations with an arXiv id or DOI in common are one paper. One that has neither joins the
    paper of the same title that has one, provided there is exactly one; two papers that each have
    an id are never joined by title. Of several observations by one source the newest is kept, and
    it inherits the ids and titles of the others, so that nothing known is forgotten.

    Returns:
        Observations by the paper's id (the smallest arXiv id, else DOI, else title id), both in
        order of id and source.
    """
    groups = _by_title(_by_id([_tidy(o) for o in observations]))
    found = {}
    for group in groups:
        found[_best_id(group)] = sorted(_one_per_source(group), key=lambda o: (o.source, o.id))
    return dict(sorted(found.items()))


def merge(id: str, observations: Iterable[Paper]) -> Paper:
    """Say in one paper what all its observations say.

    Title and abstract come from one observation: one that has an abstract, and of these the one
    updated last. A day of publication that its source is sure of beats one it is not; the earliest
    wins. Of lists the longest wins, of numbers the largest; URLs, sources and ids are united.

    Args:
        id: The paper's id, as `identify` has it.
        observations: At least one.
    """
    told = {_text_of(o): o for o in map(_tidy, observations)}
    seen = [told[key] for key in sorted(told)]
    ids = {i for o in seen for i in _ids(o)}
    text = max(seen, key=_text_rank)
    sure = [o for o in seen if o.published and "undated" not in o.extra]
    authors = _longest(o.authors for o in seen)
    return Paper(
        id=id,
        title=text.title,
        abstract=text.abstract,
        raw_title=text.raw_title,
        raw_abstract=text.raw_abstract,
        published=min((o.published for o in sure or seen if o.published), default=None),
        featured=min((o.featured for o in seen if o.featured), default=None),
        updated=max((o.updated for o in seen if o.updated), default=None),
        authors=authors,
        n_authors=len(authors) if authors else _largest(o.n_authors for o in seen),
        organization=min((o.organization for o in seen if o.organization), default=None),
        upvotes=_largest(o.upvotes for o in seen),
        comments=_largest(o.comments for o in seen),
        categories=_longest(o.categories for o in seen),
        keywords=_longest(o.keywords for o in seen),
        urls=_united(o.urls for o in seen),
        code_urls=_united(o.code_urls for o in seen),
        source=tuple(sorted({name for o in seen for name in o.source})),
        aliases=tuple(sorted(ids - {id})),
        extra=_extra(seen),
    )


def revise(known: Iterable[Paper], fresh: Iterable[Paper]) -> list[Paper]:
    """Bring what is known up to date: what a source says now replaces what it said before.

    Only the same source's word on the same paper is replaced; a replaced observation leaves its
    ids to the one that replaces it.

    Returns:
        Observations, at most one for each paper and source, in order of paper and source.
    """
    old, new = [_tidy(o) for o in known], [_tidy(o) for o in fresh]
    while True:  # a title that is corrected away can change what is one paper
        told = {_text_of(o): o for o in new}
        old = [o for o in old if _text_of(o) not in told]
        groups = _by_title(_by_id([*old, *told.values()]))
        kept: list[Paper] = []
        new = []
        for group in groups:
            latest = [o for o in group if _text_of(o) in told]
            sources = {o.source for o in latest}
            earlier = [o for o in group if _text_of(o) not in told]
            again = [o for o in earlier if o.source in sources]
            better = [o for o in again if any(_outranks(o, n) for n in latest)]
            new += _one_per_source([*latest, *better], again)
            kept += [o for o in earlier if o.source not in sources]
        if len(kept) == len(old):
            return [o for group in identify([*kept, *new]).values() for o in group]
        old = kept


def plain(value: Any) -> Any:
    """Reduce a value to what JSON can say, in one way: keys sorted, no NaN, the rest as text."""
    if isinstance(value, Mapping):
        return {str(name): plain(value[name]) for name in sorted(value, key=str)}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return str(value)


def _tidy(observation: Paper) -> Paper:
    """Write all ids of an observation in the one way, each once."""
    id, *others = (_tidy_id(id) for id in (observation.id, *observation.aliases))
    aliases = tuple(sorted({*others} - {id}))
    if (id, aliases) == (observation.id, observation.aliases):
        return observation
    return observation.model_copy(update={"id": id, "aliases": aliases})


def _tidy_id(id: str) -> str:
    arxiv = arxiv_id(id) if _is_strong(id) else None
    return f"arxiv:{arxiv}" if arxiv else id


def _ids(observation: Paper) -> tuple[str, ...]:
    return (observation.id, *observation.aliases)


def _is_strong(id: str) -> bool:
    return not id.startswith("title:")


def _titles(observation: Paper) -> set[str]:
    titles = {id for id in _ids(observation) if not _is_strong(id)}
    return (titles | {paper_id(title=observation.title)}) - {"title:"}


def _by_id(observations: Iterable[Paper]) -> list[list[Paper]]:
    """Groups that have an arXiv id or DOI in common; those without any, by title id."""
    ids = Groups()
    placed = []
    for observation in observations:
        strong = [id for id in _ids(observation) if _is_strong(id)]
        first, *others = strong or sorted(_titles(observation) or {observation.id})
        for other in others:
            ids.join(first, other)
        placed.append((first, observation))
    groups: dict[str, list[Paper]] = {}
    for first, observation in placed:
        groups.setdefault(ids.find(first), []).append(observation)
    return list(groups.values())


def _by_title(groups: Sequence[list[Paper]]) -> list[list[Paper]]:
    """Join each group that is known by title only to the one group that has its title."""
    holders: dict[str, set[int]] = {}
    weak = []
    for number, group in enumerate(groups):
        if any(_is_strong(id) for o in group for id in _ids(o)):
            for title in {t for o in group for t in _titles(o)}:
                holders.setdefault(title, set()).add(number)
        else:
            weak.append(number)
    joined = [list(group) for group in groups]
    for number in weak:
        titles = {t for o in groups[number] for t in _titles(o)}
        fits = {holder for title in titles for holder in holders.get(title, ())}
        if len(fits) == 1:
            joined[fits.pop()] += groups[number]
            joined[number] = []
    return [group for group in joined if group]


def _best_id(group: Iterable[Paper]) -> str:
    return min((id for o in group for id in _ids(o)), key=_id_rank)


def _id_rank(id: str) -> tuple[int, str]:
    return (0 if id.startswith("arxiv:") else 2 if id.startswith("title:") else 1, id)


def _one_per_source(group: Iterable[Paper], replaced: Iterable[Paper] = ()) -> Iterator[Paper]:
    """The newest observation of each source, with the ids of all the older ones as aliases."""
    by_source: dict[tuple[str, ...], list[Paper]] = {}
    for observation in group:
        by_source.setdefault(observation.source, []).append(observation)
    ids: dict[tuple[str, ...], set[str]] = {}
    for observation in replaced:
        ids.setdefault(observation.source, set()).update(_ids(observation))
    for source, observations in by_source.items():
        newest = max(observations, key=_age_rank) if len(observations) > 1 else observations[0]
        claimed = {*newest.aliases, *ids.get(source, ())}
        for other in observations:
            if other is not newest:  # its title may be what joined the paper: it must go on to
                claimed |= {*_ids(other), *(_titles(other) - _titles(newest))}
        aliases = tuple(sorted(claimed - {newest.id}))
        yield (
            newest if aliases == newest.aliases else newest.model_copy(update={"aliases": aliases})
        )


def _outranks(old: Paper, new: Paper) -> bool:
    """Whether what a source said before is to be kept: it is dated later, or it has the text."""
    if old.source != new.source:
        return False
    dated = old.updated is not None and new.updated is not None and old.updated > new.updated
    return dated or bool(old.abstract and not new.abstract)


def _age_rank(observation: Paper) -> tuple[bool, str, str, str, bool, str]:
    plain = observation.model_copy(update={"aliases": (), "id": "-"})
    return (
        bool(observation.abstract),
        str(observation.updated or ""),
        str(observation.featured or ""),
        _text_of(plain),
        _is_strong(observation.id),
        observation.id,
    )


def _text_rank(observation: Paper) -> tuple[Any, ...]:
    return (
        bool(observation.abstract),
        str(observation.updated or ""),
        len(observation.abstract),
        observation.title + observation.abstract,
        _text_of(observation),
    )


def _text_of(observation: Paper) -> str:
    """Canonical JSON: equal for equal observations, and good for breaking ties."""
    return json.dumps(
        [str(value) if name != "extra" else plain(value) for name, value in observation]
    )


def _longest(lists: Iterable[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    return max((x for x in lists if x is not None), key=lambda x: (len(x), x), default=None)


def _largest(numbers: Iterable[int | None]) -> int | None:
    return max((n for n in numbers if n is not None), default=None)


def _united(lists: Iterable[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    known = [x for x in lists if x is not None]
    return tuple(sorted({item for x in known for item in x})) if known else None


def _extra(observations: Iterable[Paper]) -> dict[str, Any]:
    extra: dict[str, tuple[str, Any]] = {}
    for observation in observations:
        for name, value in observation.extra.items():
            text = json.dumps(plain(value))
            if name not in extra or text > extra[name][0]:
                extra[name] = (text, value)
    return {name: value for name, (_, value) in sorted(extra.items())}
