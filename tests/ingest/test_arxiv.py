"""arXiv metadata: the snapshot, Atom, and OAI-PMH in three formats."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from papermesh.ingest import Problem, read
from papermesh.model import Paper

if TYPE_CHECKING:
    from pathlib import Path

SNAPSHOT = {
    "id": "0704.0001", "submitter": "S", "authors": "A. Ann, B. Bo Jr", "title": "A\n  Gadget", "comments": "9 pages",
    "journal-ref": None, "doi": "10.1000/ABC", "report-no": None, "categories": "cs.CL cs.AI", "license": "l",
    "abstract": "  A gadget\nof $k$ parts.\n", "update_date": "2008-11-26",
    "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}, {"version": "v2", "created": "x"}],
    "authors_parsed": [["Ann", "A.", ""], ["Bo", "B.", "Jr"]],
}  # fmt: skip
ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment with <a> --><feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
<entry><id>http://arxiv.org/abs/2401.00001v3</id><updated>2024-02-01T00:00:00Z</updated>
<published>2024-01-01T18:00:00Z</published><title>A
 Gadget</title><summary> It turns. </summary><author><name>Ann A</name></author><author><name>Bo B</name></author>
<arxiv:primary_category term="cs.CL"/><category term="cs.AI"/><category term="cs.CL"/>
<arxiv:comment>9 pages</arxiv:comment></entry>%s</feed>"""
OAI = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>
<record><header><identifier>oai:arXiv.org:1</identifier></header><metadata>%s</metadata></record>
<record><header status="deleted"><identifier>oai:arXiv.org:2</identifier></header></record>
</ListRecords></OAI-PMH>"""
METADATA = {
    "arXiv": """<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2401.00001</id><created>2024-01-01</created>
      <updated>2024-02-01</updated><authors><author><keyname>Ann</keyname><forenames>A.</forenames></author>
      <author><keyname>Bo</keyname><forenames>B.</forenames><suffix>Jr</suffix></author></authors>
      <title>A Gadget</title><categories>cs.CL cs.AI</categories><abstract> It turns. </abstract></arXiv>""",
    "arXivRaw": """<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>2401.00001</id>
      <version version="v1"><date>Mon, 1 Jan 2024 10:00:00 GMT</date><size>1kb</size></version>
      <version version="v2"><date>Thu, 1 Feb 2024 10:00:00 GMT</date></version><title>A Gadget</title>
      <authors>A. Ann, B. Bo Jr</authors><categories>cs.CL cs.AI</categories><abstract>It turns.</abstract>
      </arXivRaw>""",
    "oai_dc": """<dc xmlns="http://purl.org/dc/elements/1.1/"><title>A Gadget</title><creator>Ann, A.</creator>
      <creator>Bo, B., Jr</creator><description>It turns.</description><description>Comment: 9 pages</description>
      <date>2024-01-01</date><date>2024-02-01</date><identifier>http://arxiv.org/abs/2401.00001</identifier>
      </dc>""",
}


def papers(tmp_path: Path, text: str) -> tuple[list[Paper], list[str]]:
    file = tmp_path / "input"
    file.write_text(text)
    problems: list[Problem] = []
    return list(read(str(file), on_problem=problems.append)), [str(p.reason) for p in problems]


def test_the_snapshot(tmp_path: Path) -> None:
    ((paper,), problems) = papers(tmp_path, json.dumps(SNAPSHOT) + "\n")
    assert problems == []
    assert paper == Paper(
        id="arxiv:0704.0001", title="A Gadget", abstract="A gadget of k parts.", raw_title="A\n  Gadget",
        raw_abstract="  A gadget\nof $k$ parts.\n", published=dt.date(2007, 4, 2), updated=dt.date(2008, 11, 26),
        authors=("A. Ann", "B. Bo Jr"), categories=("cs.CL", "cs.AI"), urls=("https://arxiv.org/abs/0704.0001",),
        source=("arxiv",), aliases=("doi:10.1000/abc",),
        extra={"submitter": "S", "comments": "9 pages", "license": "l", "versions": 2},
    )  # fmt: skip


def test_atom(tmp_path: Path) -> None:
    ((paper,), problems) = papers(tmp_path, ATOM % "")
    assert problems == []
    assert (paper.id, paper.title, paper.abstract) == ("arxiv:2401.00001", "A Gadget", "It turns.")
    assert (paper.published, paper.updated) == (dt.date(2024, 1, 1), dt.date(2024, 2, 1))
    assert (paper.authors, paper.categories) == (("Ann A", "Bo B"), ("cs.CL", "cs.AI"))
    assert paper.extra == {"comments": "9 pages"}


@pytest.mark.parametrize("kind", METADATA)
def test_oai_in_each_format(tmp_path: Path, kind: str) -> None:
    """Every format tells the same paper, and deleted records are none."""
    ((paper,), problems) = papers(tmp_path, OAI % METADATA[kind])
    assert problems == []
    assert (paper.id, paper.title, paper.abstract) == ("arxiv:2401.00001", "A Gadget", "It turns.")
    assert paper.published == dt.date(2024, 1, 1)
    assert paper.updated == (None if kind == "arXivRaw" else dt.date(2024, 2, 1))
    assert paper.authors is not None
    assert paper.authors[0] in {"A. Ann", "Ann, A."}
    assert len(paper.authors) == 2
    assert paper.source == ("arxiv",)


def test_utf16_xml_is_read_whatever_it_declares(tmp_path: Path) -> None:
    file = tmp_path / "x.xml"
    file.write_bytes((ATOM % "").replace("UTF-8", "UTF-16").encode("utf-16"))
    assert [p.title for p in read(str(file))] == ["A Gadget"]


@pytest.mark.parametrize(
    ("text", "n", "problem"),
    [
        ((ATOM % "")[:-3], 1, "no valid XML"),
        ((ATOM % "<entry><id>http://arxiv.org/abs/2401.00002</id></entry>"), 1, "record has no `title`"),
        ((ATOM % "<entry><id>http://arxiv.org/api/errors#x</id><title>Error</title><summary>bad id</summary></entry>"),
         1, "the archive answers: bad id"),
        ('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><feed>&b;</feed>', 0, "document type"),
        ("<!-- <a> --><?p <a> ?><!DOCTYPE feed SYSTEM 'file:///etc/passwd'><feed/>", 0, "document type"),
        ("<feed>&unknown;</feed>", 0, "no valid XML"),
        ("<?xml version='1.0'?>   ", 0, "holds no element"),
        ('<OAI-PMH><error code="noRecordsMatch">none</error></OAI-PMH>', 0, "the archive answers noRecordsMatch: none"),
        (OAI.replace("<metadata>%s</metadata>", ""), 0, "without metadata"),
        ("<feed>" + "<a>" * 200_000, 0, "no valid XML"),
    ],
)  # fmt: skip
def test_bad_xml_is_one_problem(tmp_path: Path, text: str, n: int, problem: str) -> None:
    """What came before the damage is used; hostile documents are refused."""
    found, problems = papers(tmp_path, text)
    assert len(found) == n
    assert len(problems) == 1
    assert problem in problems[0]
