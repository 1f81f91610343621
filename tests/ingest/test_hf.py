"""The daily papers API: two levels, two dates, and what is kept of the rest."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from papermesh.ingest import read
from papermesh.model import Paper

if TYPE_CHECKING:
    from pathlib import Path

INNER: dict[str, Any] = {
    "id": "2401.00001v2",
    "title": "A Gadget",
    "summary": "We make\na gadget.",
    "publishedAt": "2024-01-02T23:00:00.000Z",
    "authors": [{"_id": "1", "name": "Ann A", "hidden": False}, {"name": "Bo B", "hidden": True}],
    "upvotes": 7,
    "discussionId": "d1",
}


def one(tmp_path: Path, item: object, name: str = "x.json") -> Paper:
    file = tmp_path / name
    file.write_text(json.dumps(item))
    (paper,) = read(str(file))
    return paper


def test_an_item_of_the_list(tmp_path: Path) -> None:
    paper = one(tmp_path, [{
        "paper": INNER | {"githubRepo": "https://github.com/a/b", "projectPage": "https://a.b",
                          "ai_keywords": ["gadget", "tool"], "githubStars": 3, "novel": {"x": 1, "avatarUrl": "u"},
                          "organization": {"_id": "o", "name": "acme", "fullname": "Acme Labs", "avatar": "u"}},
        "publishedAt": "2024-01-05T03:00:00.000Z", "title": "A Gadget", "numComments": 2,
        "thumbnail": "https://t", "submittedBy": {"fullname": "Sam", "avatarUrl": "u", "name": "sam1"},
    }])  # fmt: skip
    assert paper == Paper(
        id="arxiv:2401.00001",
        title="A Gadget",
        abstract="We make a gadget.",
        raw_abstract="We make\na gadget.",
        published=dt.date(2024, 1, 2),
        featured=dt.date(2024, 1, 5),
        authors=("Ann A",),
        organization="Acme Labs",
        upvotes=7,
        comments=2,
        keywords=("gadget", "tool"),
        urls=("https://arxiv.org/abs/2401.00001", "https://huggingface.co/papers/2401.00001", "https://a.b"),
        code_urls=("https://github.com/a/b",),
        source=("hf:2024-01-05",),
        extra={"githubStars": 3, "novel": {"x": 1}, "organization_handle": "acme", "discussionId": "d1",
               "submittedBy": "Sam"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("outer", "inner", "name", "featured"),
    [
        (
            {"publishedAt": "2024-01-02T18:00:00.000Z"},
            {"submittedOnDailyAt": "2024-01-06T01:00:00Z"},
            "x",
            "2024-01-06",
        ),
        ({"publishedAt": "2024-01-02T18:00:00.000Z"}, {}, "x", None),
        ({"publishedAt": "2024-01-05T22:00:00.000Z"}, {}, "x", "2024-01-05"),
        ({"publishedAt": "2024-01-05T22:00:00.000Z"}, {}, "2024-01-06", "2024-01-06"),
        ({"publishedAt": "2024-01-05T22:00:00.000Z"}, {}, "2020-01-06", "2024-01-05"),
        ({"publishedAt": "soon"}, {}, "x", None),
        ({}, {}, "2024-01-06", None),
    ],
)
def test_the_day_on_the_page(
    tmp_path: Path, outer: dict[str, Any], inner: dict[str, Any], name: str, featured: str | None
) -> None:
    """The outer date is the day of the page in old answers, and repeats the paper's in new ones."""
    paper = one(tmp_path, [outer | {"paper": INNER | inner}], f"{name}.json")
    assert str(paper.featured) == str(featured)
    assert paper.source == ("hf" if featured is None else f"hf:{featured}",)


def test_one_paper_as_the_api_gives_it(tmp_path: Path) -> None:
    paper = one(tmp_path, INNER | {"linkedModels": ["m"]})
    assert (paper.id, paper.upvotes, paper.extra["linkedModels"]) == ("arxiv:2401.00001", 7, ["m"])


def test_seven_real_days(shared: Path) -> None:
    """Each day's file gives that day as the featured one, for every paper."""
    for file in sorted((shared / "hf_api").glob("*.json")):
        raw = json.loads(file.read_text())
        papers = list(read(str(file)))
        assert len(papers) == len(raw)
        assert Counter(str(p.featured) for p in papers) == {file.stem: len(raw)}
        for paper, item in zip(papers, raw, strict=True):
            assert paper.published is not None
            assert paper.id == f"arxiv:{item['paper']['id']}"
            assert str(paper.published) == item["paper"]["publishedAt"][:10]
            assert len(paper.authors or ()) > 0
            assert "avatarUrl" not in paper.model_dump_json()
