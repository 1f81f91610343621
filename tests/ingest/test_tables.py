"""papermesh's own terms: JSON Lines with every field, round trips, and CSV."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papermesh.ingest import Problem, read
from papermesh.model import Paper
from papermesh.names import fold
from papermesh.text import clean

if TYPE_CHECKING:
    from pathlib import Path


def one(tmp_path: Path, **values: Any) -> Paper:
    file = tmp_path / "x"
    file.write_text(json.dumps({"title": "A Gadget"} | values) + "\n")
    (paper,) = read(str(file))
    return paper


@pytest.mark.parametrize(
    ("values", "ident", "aliases"),
    [
        ({}, "title:agadget", ()),
        ({"id": "2401.00001v2"}, "arxiv:2401.00001", ()),
        ({"id": "arxiv:2401.00001"}, "arxiv:2401.00001", ()),
        ({"arxiv_id": "hep-th/9901001"}, "arxiv:hep-th/9901001", ()),
        ({"url": "https://arxiv.org/pdf/2401.00001v1.pdf"}, "arxiv:2401.00001", ()),
        ({"url": "https://huggingface.co/papers/2401.00001"}, "arxiv:2401.00001", ()),
        ({"doi": "https://doi.org/10.1000/X"}, "doi:10.1000/x", ()),
        ({"doi": "10.1000/x", "id": "2401.00001"}, "arxiv:2401.00001", ("doi:10.1000/x",)),
        ({"id": "title:older", "arxiv_id": "2401.00001"}, "arxiv:2401.00001", ("title:older",)),
        ({"id": "title:older"}, "title:older", ()),
    ],
)
def test_identity(
    tmp_path: Path, values: dict[str, Any], ident: str, aliases: tuple[str, ...]
) -> None:
    """The strongest identity makes the id, and the others stay aliases."""
    paper = one(tmp_path, **values)
    assert (paper.id, paper.aliases) == (ident, aliases)
    assert paper.source == ("jsonl",)


def test_fields_and_what_is_not_known(tmp_path: Path) -> None:
    paper = one(
        tmp_path, abstract="x", published="2024-01-02T03:04:05Z", n_authors=3.0, authors="Ann A; Bo B",
        categories="cs.CL cs.AI", keywords=["k", {"name": "l"}], githubRepo="https://github.com/a/b",
        code_urls=["https://c.d"], id="P-17", source="mine", venue="V", upvotes=None, extra={"more": [1]},
    )  # fmt: skip
    assert (paper.published, paper.n_authors, paper.authors) == (
        dt.date(2024, 1, 2),
        3,
        ("Ann A", "Bo B"),
    )
    assert (paper.categories, paper.keywords) == (("cs.CL", "cs.AI"), ("k", "l"))
    assert paper.code_urls == ("https://c.d", "https://github.com/a/b")
    assert paper.source == ("mine",)
    assert paper.extra == {"id": "P-17", "venue": "V", "more": [1]}
    assert (paper.upvotes, paper.organization, paper.raw_abstract) == (None, None, None)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"title": 5}, "`title` is a number, not text; record left out"),
        ({"title": None}, "record has no `title`; left out"),
        ({"title": "  "}, "record has no `title`; left out"),
        ({"title": "?!"}, "`title` holds no letters; record left out"),
        ({"abstract": "x" * 30_000}, "text is longer than 20,000 characters; record left out"),
        ({"authors": {"a": 1}}, "`authors` is an object, not a list; left out"),
        ({"authors": [{"x": 1}]}, "`authors` holds an object without a name; left out"),
        (
            {"published": "2024-13-01"},
            "`published` '2024-13-01' is no date; write it as 2024-05-31; left out",
        ),
        ({"published": 2024}, "`published` is a number, not text; left out"),
        ({"n_authors": -1}, "`n_authors` is no sensible count; left out"),
        ({"upvotes": 10**40}, "`upvotes` is no sensible count; left out"),
        ({"upvotes": True}, "`upvotes` is true or false, not a number; left out"),
        ({"comments": "many"}, "`comments` is no whole number; left out"),
    ],
)
def test_a_bad_value_is_reported(tmp_path: Path, values: dict[str, Any], reason: str) -> None:
    """A record without a title is lost; any other bad value is left out and kept in extra."""
    file = tmp_path / "x"
    good = {"title": "B"}
    file.write_text("\n".join(json.dumps(v) for v in ({"title": "A"} | values, good)))
    problems: list[Problem] = []
    papers = list(read(str(file), on_problem=problems.append))
    assert [(p.line, p.reason) for p in problems] == [(1, reason)]
    assert papers[-1].title == "B"
    if "record" not in reason:
        assert papers[0].extra == values


WORDS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30
)
NAMES = WORDS.map(lambda w: clean(w).text).filter(lambda w: w and w == w.strip())
TITLES = NAMES.filter(lambda w: bool(fold(w)))
LISTS = st.none() | st.lists(NAMES, min_size=1, max_size=3, unique=True).map(tuple)
DAYS = st.none() | st.dates()
COUNTS = st.none() | st.integers(0, 10**6)
LINKS = st.none() | st.lists(
    st.sampled_from(["https://a.b/c", "https://d.e"]), min_size=1, unique=True
).map(tuple)
PAPERS = st.builds(
    Paper, id=st.sampled_from(["arxiv:2401.00001", "doi:10.1/x", "title:known"]), title=TITLES,
    abstract=NAMES | st.just(""), published=DAYS, featured=DAYS, updated=DAYS, authors=LISTS, n_authors=COUNTS,
    organization=st.none() | NAMES, upvotes=COUNTS, comments=COUNTS, keywords=LISTS, urls=LINKS, code_urls=LINKS,
    categories=st.none() | st.just(("cs.CL", "cs.AI")), raw_title=st.none() | TITLES,
    source=st.just(("hf", "x.txt")), aliases=st.sampled_from([(), ("doi:10.2/y", "title:other")]),
    extra=st.dictionaries(st.sampled_from(["a", "b"]), st.integers() | WORDS | st.lists(st.booleans())),
)  # fmt: skip


@given(st.lists(PAPERS, min_size=1, max_size=4))
@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60
)
def test_written_papers_are_read_back(tmp_path: Path, papers: list[Paper]) -> None:
    file = tmp_path / "papers.jsonl"
    file.write_text("".join(p.model_dump_json() + "\n" for p in papers), encoding="utf-8")
    assert list(read(str(file))) == papers


def test_csv(tmp_path: Path) -> None:
    """Quoted cells may hold line ends; lists within a cell are parted by semicolons."""
    file = tmp_path / "x"
    file.write_text(
        "Title;abstract;authors;n_authors;venue\r\n"
        '"A ""Gadget""";"two\r\nlines";"Ann A, Bo B";2;V\r\n\r\n'
        "B Gadget;;;;\r\n".replace("Ann A, Bo B", "['Ann A', 'Bo B']")
    )
    a, b = read(str(file))
    assert (a.title, a.abstract, a.authors, a.n_authors) == (
        'A "Gadget"',
        "two lines",
        ("Ann A", "Bo B"),
        2,
    )
    assert (a.extra, a.source, b.title, b.abstract, b.extra) == (
        {"venue": "V"},
        ("csv",),
        "B Gadget",
        "",
        {},
    )


@pytest.mark.parametrize(
    ("text", "titles", "problems"),
    [
        ("title,abstract\nA,x\nB,y,z\nC,w\n", ["A", "C"], [(3, "row has 3 cells, the header 2; left out")]),
        ("title,abstract\nA,x\n,y\n", ["A"], [(3, "record has no `title`; left out")]),
        ("title,published\nA,soon\n", ["A"], [(2, "`published` 'soon' is no date; write it as 2024-05-31; left out")]),
        (f'title,abstract\nA,x\nB,"{"y" * 200_000}"\nC,w\n', ["A", "C"],
         [(3, "no valid CSV (field larger than field limit (131072)); row left out")]),
    ],
)  # fmt: skip
def test_bad_rows(
    tmp_path: Path, text: str, titles: list[str], problems: list[tuple[int, str]]
) -> None:
    file = tmp_path / "x"
    file.write_text(text)
    found: list[Problem] = []
    assert [p.title for p in read(str(file), on_problem=found.append)] == titles
    assert [(p.line, p.reason) for p in found] == problems


def test_csv_needs_a_header(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_text("name,abstract\nA,x\n")
    found: list[Problem] = []
    assert list(read(str(file), format="csv", on_problem=found.append)) == []
    assert [str(p) for p in found] == [
        f"{file}:1: CSV needs a first line that names its columns, `title` among them"
    ]


def test_the_corpus(shared: Path) -> None:
    """A large compressed file streams; every record is usable."""
    source = str(shared / "corpus" / "abstracts.jsonl.gz")
    papers = [paper for paper, _ in zip(read(source), range(2000), strict=False)]
    assert all(p.id.startswith("arxiv:") for p in papers)
    assert any(p.code_urls for p in papers)
