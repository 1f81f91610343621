"""Which observations are one paper, and what they say together."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from papermesh.papers import identify, merge, plain, revise
from tests.make import paper

ARXIV, OTHER = "arxiv:2401.00001", "arxiv:2402.00002"


def test_one_arxiv_id_is_one_paper() -> None:
    """Sources agree on a paper by its arXiv id, whatever version they name."""
    seen = [paper(ARXIV), paper("arxiv:2401.00001v3", source=("daily",))]
    assert list(identify(seen)) == [ARXIV]


def test_a_doi_in_common_joins() -> None:
    """A DOI that one source has as id and another as alias makes one paper, under its arXiv id."""
    seen = [paper("doi:10.1/x", source=("b",)), paper(ARXIV, aliases=("doi:10.1/x",))]
    assert list(identify(seen)) == [ARXIV]
    assert merge(ARXIV, identify(seen)[ARXIV]).aliases == ("doi:10.1/x",)


def test_the_doi_that_arxiv_gives_is_the_arxiv_id() -> None:
    """10.48550/arXiv.N names the same paper as arXiv:N."""
    seen = [paper("doi:10.48550/arxiv.2401.00001"), paper(ARXIV, source=("b",))]
    assert list(identify(seen)) == [ARXIV]


def test_a_title_joins_the_only_paper_that_has_it() -> None:
    """A paper first known by title keeps that id as an alias when its arXiv id turns up."""
    seen = [
        paper("title:onsmallnets", "On Small Nets", source=("list",)),
        paper(ARXIV, "On small nets"),
    ]
    assert list(identify(seen)) == [ARXIV]
    assert merge(ARXIV, identify(seen)[ARXIV]).aliases == ("title:onsmallnets",)


def test_a_title_with_two_holders_stays_by_itself() -> None:
    """Nothing is guessed: with two candidates a paper known by title joins neither."""
    seen = [
        paper("title:editorial", "Editorial", source=("list",)),
        paper(ARXIV, "Editorial"),
        paper(OTHER, "Editorial"),
    ]
    assert list(identify(seen)) == [ARXIV, OTHER, "title:editorial"]


def test_two_arxiv_ids_are_two_papers_whatever_their_titles() -> None:
    """A title never joins papers that have ids."""
    assert list(identify([paper(ARXIV, "Same"), paper(OTHER, "Same")])) == [ARXIV, OTHER]


def test_papers_without_a_title_are_not_one() -> None:
    """An empty title says nothing."""
    seen = [paper("title:", ""), paper(ARXIV, "", source=("b",))]
    assert list(identify(seen)) == [ARXIV, "title:"]


def test_the_newest_word_of_a_source_counts_and_old_ids_stay() -> None:
    """Of two observations by one source the newest is kept, with the ids of the other."""
    old = paper("title:anet", "A net", source=("daily",), featured=dt.date(2024, 1, 1))
    new = paper(ARXIV, "A net", source=("daily",), featured=dt.date(2024, 1, 2))
    kept = identify([new, old])[ARXIV]
    assert [o.featured for o in kept] == [dt.date(2024, 1, 2)]
    assert kept[0].aliases == ("title:anet",)


@pytest.mark.parametrize(
    ("before", "after", "title"),
    [
        (None, None, "New"),
        (dt.date(2024, 3, 1), None, "New"),
        (dt.date(2024, 3, 1), dt.date(2024, 4, 1), "New"),
        (dt.date(2024, 3, 1), dt.date(2024, 2, 1), "Old"),
    ],
)
def test_revise_replaces_only_the_same_source(
    before: dt.date | None, after: dt.date | None, title: str
) -> None:
    """A correction replaces what its own source said before, unless it is dated earlier.

    So records that carry the day of their last change give the same graph in any batches.
    """
    known = [paper(ARXIV, "Old", updated=before), paper(ARXIV, "Daily", source=("daily",))]
    revised = revise(known, [paper(ARXIV, "New", updated=after)])
    assert [(o.source[0], o.title) for o in revised] == [("arxiv", title), ("daily", "Daily")]


def test_revise_keeps_replaced_ids_as_aliases() -> None:
    """The id by which a source first knew a paper is never forgotten."""
    known = [paper("title:anet", "A net", source=("list",))]
    (revised,) = revise(known, [paper(ARXIV, "A net", source=("list",))])
    assert (revised.id, revised.aliases) == (ARXIV, ("title:anet",))


def test_text_comes_from_one_source_the_latest_with_an_abstract() -> None:
    """Title and abstract are never mixed, and no abstract loses against any."""
    seen = [
        paper(ARXIV, "Old", "Old text, and long.", updated=dt.date(2024, 1, 1)),
        paper(ARXIV, "New", "New text.", updated=dt.date(2024, 2, 1), source=("b",)),
        paper(ARXIV, "Bare", "", updated=dt.date(2024, 3, 1), source=("c",)),
    ]
    merged = merge(ARXIV, seen)
    assert (merged.title, merged.abstract) == ("New", "New text.")
    assert merged.updated == dt.date(2024, 3, 1)


def test_a_sure_day_of_publication_beats_an_earlier_guess() -> None:
    """A date whose year was inferred counts only where no source is sure."""
    guess = paper(
        ARXIV, published=dt.date(2023, 1, 1), extra={"undated": "Jan 1"}, source=("daily",)
    )
    assert merge(ARXIV, [guess]).published == dt.date(2023, 1, 1)
    sure = paper(ARXIV, published=dt.date(2024, 1, 1))
    assert merge(ARXIV, [guess, sure]).published == dt.date(2024, 1, 1)


def test_facts_are_united() -> None:
    """Lists take the longest, numbers the largest, URLs and sources the union; null stays null."""
    merged = merge(
        ARXIV,
        [
            paper(ARXIV, authors=("A",), upvotes=3, urls=("u2",), extra={"k": 1, "x": [1]}),
            paper(
                ARXIV, authors=("A", "B"), n_authors=9, upvotes=5, urls=("u1",), source=("b",)
            ).model_copy(update={"extra": {"k": 2}}),
        ],
    )
    assert (merged.authors, merged.n_authors, merged.upvotes) == (("A", "B"), 2, 5)
    assert (merged.urls, merged.source) == (("u1", "u2"), ("arxiv", "b"))
    assert merged.extra == {"k": 2, "x": [1]}
    assert merged.comments is None
    assert merged.code_urls is None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"b": 1, "a": (True, None)}, {"a": [True, None], "b": 1}),
        (math.nan, None),
        (0.5, 0.5),
        (dt.date(2024, 1, 2), "2024-01-02"),
    ],
    ids=["sorted", "nan", "float", "date"],
)
def test_plain_says_what_json_can_say(value: object, said: object) -> None:
    """Any value can be written, in one way only."""
    assert repr(plain(value)) == repr(said)
