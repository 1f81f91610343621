"""Daily Papers pages: as text, with and without details, and as saved HTML."""

from __future__ import annotations

import datetime as dt
import html
import json
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from papermesh.ingest import Problem, read

if TYPE_CHECKING:
    from pathlib import Path

    from papermesh.model import Paper

BODY = "This work looks at gadgets. " * 14
FRAME = "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\nbyAK and the research community\n\n"


def page(tmp_path: Path, text: str, name: str = "page.txt") -> list[Paper]:
    file = tmp_path / name
    file.write_bytes(text.encode())
    return list(read(str(file)))


def entry(title: str, details: str = "") -> str:
    return f"{title}\n\n{BODY}\n\n{details}\n\n"


def details(date: str, who: str = "  • 8 authors") -> str:
    return f"{who}\n·\n{date}"


def test_a_page_without_details(tmp_path: Path) -> None:
    """Titles and abstracts alone are enough; what the page does not say stays null."""
    papers = page(
        tmp_path, FRAME + "Jul 31\n\n" + entry("First: A Gadget") + entry("Second Gadget")
    )
    assert [p.title for p in papers] == ["First: A Gadget", "Second Gadget"]
    first = papers[0]
    assert first.id == "title:firstagadget"
    assert first.abstract == BODY.strip()
    assert first.source == ("page.txt",)
    assert (first.published, first.featured, first.n_authors, first.extra) == (None, None, None, {})


def test_details_and_years(tmp_path: Path) -> None:
    """The page is of the year after the latest printed one, and dates without year lie before it."""
    text = (
        FRAME
        + "Nov 11\n\n"
        + entry("A Gadget", details("Oct 20 2"))
        + entry("B Gadget", details("Mar 13, 2024 1"))
        + entry("C Gadget", details("Dec 30"))
        + entry("D Gadget", details("Jan 5", "acme-Team Acme Labs"))
    )
    a, b, c, d = page(tmp_path, text)
    assert {p.featured for p in (a, b, c, d)} == {dt.date(2025, 11, 11)}
    assert (a.published, a.comments, a.n_authors) == (dt.date(2025, 10, 20), 2, 8)
    assert (b.published, b.comments) == (dt.date(2024, 3, 13), 1)
    assert (c.published, c.comments) == (dt.date(2024, 12, 30), None)
    assert a.extra == {"published_as_printed": "Oct 20"}
    assert b.extra == {}
    assert (d.organization, d.n_authors) == ("Acme Labs", None)
    assert d.extra == {"organization_handle": "acme-Team", "published_as_printed": "Jan 5"}


@pytest.mark.parametrize(
    ("name", "published", "featured"),
    [("page.txt", None, None), ("2025-11-11.txt", dt.date(2025, 10, 24), dt.date(2025, 11, 11))],
)
def test_a_year_that_nothing_tells(
    tmp_path: Path, name: str, published: dt.date | None, featured: dt.date | None
) -> None:
    """Without a printed year only the file's name can tell; else the date is kept as printed."""
    papers = page(tmp_path, FRAME + "Nov 11\n\n" + entry("A Gadget", details("Oct 24")), name)
    assert [(p.published, p.featured) for p in papers] == [(published, featured)]
    assert ("undated" in papers[0].extra) == (published is None)


def test_details_may_be_missing_for_one_paper(tmp_path: Path) -> None:
    text = entry("A Gadget") + entry("B Gadget", details("Mar 13, 2024")) + entry("C Gadget")
    assert [p.published for p in page(tmp_path, text)] == [None, dt.date(2024, 3, 13), None]


@pytest.mark.parametrize(
    "change", [("\n", "\r\n"), ("\n\n", "\n\n\n\n"), ("\n·\n", "\n\n·\n\n"), ("\n\n", "\n")]
)
def test_line_ends_and_blank_lines_do_not_matter(tmp_path: Path, change: tuple[str, str]) -> None:
    text = (
        FRAME
        + "Nov 11\n\n"
        + entry("A Gadget", details("Oct 2 1"))
        + entry("B", details("May 1, 2024"))
    )
    assert page(tmp_path, text.replace(*change)) == page(tmp_path, text)


def test_an_abstract_of_several_paragraphs(tmp_path: Path) -> None:
    text = f"A Gadget\n\n{BODY}\n\nIt also works at sea.\n\n{details('May 1, 2024')}\n\n" + entry(
        "B Gadget"
    )
    first, second = page(tmp_path, text)
    assert first.abstract.endswith("gadgets. It also works at sea.")
    assert (second.title, first.published) == ("B Gadget", dt.date(2024, 5, 1))


def test_wrapped_lines_are_joined(tmp_path: Path) -> None:
    wrapped = "\n".join(BODY.strip().split(". "))
    text = FRAME + f"A Gadget of\nMany Parts\n\n{wrapped}.\n\n{details('May 1, 2024')}\n"
    (paper,) = page(tmp_path, text)
    assert paper.title == "A Gadget of Many Parts"
    assert paper.raw_title == "A Gadget of\nMany Parts"


def test_a_day_that_does_not_exist_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "p.txt"
    file.write_text(FRAME + entry("A Gadget", details("Feb 30, 2024")))
    problems: list[Problem] = []
    (paper,) = read(str(file), on_problem=problems.append)
    assert paper.published is None
    assert [p.reason for p in problems] == ["there is no Feb 30, 2024; date left out"]
    assert problems[0].line == 11


def test_an_abstract_without_title_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "p.txt"
    file.write_text(f"Daily Papers\n\n{BODY}\n\n{details('May 1, 2024')}\n\n" + entry("B Gadget"))
    problems: list[Problem] = []
    assert [p.title for p in read(str(file), on_problem=problems.append)] == ["B Gadget"]
    assert [(p.line, p.reason) for p in problems] == [(3, "abstract without a title; left out")]


def test_a_saved_page(tmp_path: Path) -> None:
    """The saved page carries the API's objects; its own name is remembered."""
    item = {
        "title": "A Gadget",
        "paper": {"id": "2401.00001", "title": "A Gadget & <Co>", "summary": BODY},
    }
    props = html.escape(json.dumps({"dailyPapers": [item], "date": "x"}))
    text = f'<!doctype html><html><body><div data-target="DailyPapers" data-props="{props}"></div></body>'
    (paper,) = page(tmp_path, text, "saved.html")
    assert (paper.id, paper.title, paper.source) == (
        "arxiv:2401.00001",
        "A Gadget & <Co>",
        ("saved.html",),
    )


def test_a_saved_page_without_papers(tmp_path: Path) -> None:
    file = tmp_path / "x.html"
    file.write_text("<html><body>nothing</body></html>")
    problems: list[Problem] = []
    assert list(read(str(file), on_problem=problems.append)) == []
    assert [p.reason for p in problems] == [
        "the page holds no list of papers; copy its text into a file instead"
    ]


def test_the_four_real_pages(shared: Path) -> None:
    """240 entries, 203 titles, and one date for each paper wherever several pages know it."""
    papers = [p for file in sorted((shared / "seeds").glob("*.txt")) for p in read(str(file))]
    assert len(papers) == 240
    assert len({p.title for p in papers}) == len({p.id for p in papers}) == 203
    assert all(len(p.abstract) > 500 for p in papers)
    days = defaultdict(set)
    for paper in papers:
        if paper.published:
            days[paper.id].add(paper.published)
    assert len(days) > 100
    assert all(len(known) == 1 for known in days.values())
    assert {p.organization for p in papers} == {None, "OpenMOSS", "Apple"}
