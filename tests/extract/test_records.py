"""What a record says of a paper: entities, relations, results, offsets."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from papermesh.extract import extract
from papermesh.extract.pipeline import record
from papermesh.model import Entity, Paper, Record
from tests.extract.conftest import Reader

TITLE = "GlimmerNet: A Lean Route to Text Embeddings"
ABSTRACT = (
    "Text embeddings serve semantic search. We propose GlimmerNet, a training framework that merges models, and "
    "release PebbleBench, a benchmark of short queries. On MTEB, GlimmerNet reaches an accuracy of 71.3%, "
    "outperforming BERT by 2.4 points while being 3x faster. Code: https://github.com/example/glimmer."
)


def by_name(found: Record) -> dict[str, Entity]:
    return {entity.name: entity for entity in found.entities}


def test_a_record_holds_what_the_abstract_says(read_one: Reader) -> None:
    found = read_one(TITLE, ABSTRACT)
    entities = by_name(found)
    told = {name: (str(e.type), str(e.relation)) for name, e in entities.items()}
    assert told["GlimmerNet"] == ("Method", "PROPOSES")
    assert told["PebbleBench"] == ("Benchmark", "PROPOSES")
    assert told["MTEB"] == ("Benchmark", "EVALUATES_ON")
    assert told["BERT"] == ("Model", "COMPARES_TO")
    assert told["accuracy"] == ("Metric", "MEASURES")
    assert found.urls == ("https://github.com/example/glimmer",)


def test_results_are_tied_to_what_they_measure(read_one: Reader) -> None:
    found = {r.value: r for r in read_one(TITLE, ABSTRACT).results}
    score = found["71.3%"]
    assert (score.method, score.dataset, score.metric) == ("GlimmerNet", "MTEB", "accuracy")
    assert (str(score.kind), score.number, score.unit) == ("absolute", 71.3, "%")
    assert (str(found["2.4 points"].kind), found["2.4 points"].versus) == ("gain", "BERT")
    assert str(found["3x"].kind) == "speedup"


@pytest.mark.parametrize(
    ("sentence", "value", "kind"),
    [
        ("It improves accuracy by 12.9%.", "12.9%", "gain"),
        ("It cuts latency by 40%.", "40%", "reduction"),
        ("It is 1.85× faster than the baseline.", "1.85×", "speedup"),
        ("It scores 55.5 (+1.4) on GLUE.", "+1.4", "gain"),
        ("It uses 40% of the memory of BERT.", "40%", "ratio"),
        ("It needs only 51.5% of the computation.", "51.5%", "ratio"),
        ("It runs seven times faster than the baseline.", "seven times", "speedup"),
        ("It lifts accuracy from an average of 47.36% to 56.33%.", "47.36%", "absolute"),
        ("It answers within 232 milliseconds on average.", "232 milliseconds", "absolute"),
        ("It achieves a BLEU score of 41.", "41", "absolute"),
        ("It raises F1 from 26.4% to 31.2%.", "31.2%", "absolute"),
        ("It yields gains of 2% to 5% in recall.", "2% to 5%", "gain"),
    ],
)
def test_figures_and_their_kind(read_one: Reader, sentence: str, value: str, kind: str) -> None:
    found = read_one("On Nothing", f"We study a plain case. {sentence}")
    assert (value, kind) in [(r.value, str(r.kind)) for r in found.results]


@pytest.mark.parametrize(
    "sentence",
    [
        "It is trained on 1.5 million images and achieves good results.",
        "It was released in 2024 and improves much.",
        "We achieve this with a 7B model and 4-bit weights.",
        "We evaluate on 12 datasets and outperform others.",
    ],
)
def test_counts_and_settings_are_no_results(read_one: Reader, sentence: str) -> None:
    assert read_one("On Nothing", f"We study a plain case. {sentence}").results == ()


def test_sizes_are_mentions_of_the_family(read_one: Reader) -> None:
    found = read_one("On Sizes", "We fine-tune Llama-2-7B and Llama-2-70B on GSM8K.")
    entity = by_name(found)["Llama 2"]
    assert {m.text for m in entity.mentions} == {"Llama-2-7B", "Llama-2-70B"}


def test_versions_are_kept_apart(read_one: Reader) -> None:
    found = read_one("On Versions", "We compare GPT-3, GPT-4 and GPT-4o on MMLU.")
    assert {"GPT-3", "GPT-4", "GPT-4o"} <= set(by_name(found))


def test_long_and_short_form_are_one_entity(read_one: Reader) -> None:
    found = read_one(
        "On Names", "We propose Brisk Token Merging (BTM), a framework. BTM needs no training."
    )
    entity = by_name(found)["BTM"]
    assert {m.text for m in entity.mentions} == {"Brisk Token Merging", "BTM"}


def test_ordinary_words_are_no_names(read_one: Reader) -> None:
    """Words that run together into a known name ("video clips", VideoCLIP) are no mention of it."""
    found = read_one("On Words", "We cut video clips from multiple sources and flow over a shape.")
    assert not {"VideoCLIP", "MultiPL-E", "AFLOW", "ShapE"} & set(by_name(found))


def test_an_empty_paper_has_an_empty_record(read_one: Reader) -> None:
    assert read_one("", "") == Record(id="title:x", title="")


TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            [
                *TITLE.split(),
                *ABSTRACT.split(),
                "(MTEB)",
                "GPT-4",
                "3.5%",
                ".",
                "\n",
                "—",
                "🙂",
                "e\u0301",
            ]
        ),
        max_size=60,
    ).map(" ".join),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    title=TEXTS.map(lambda t: t.replace("\n", " ")),
    abstract=TEXTS.map(lambda t: t.replace("\n", " ")),
)
def test_offsets_are_exact(nlp: Language, title: str, abstract: str) -> None:
    """Every mention and every figure stands where the record says; no two mentions overlap."""
    paper = Paper(id="title:x", title=title, abstract=abstract)
    found = record(paper, nlp(f"{title}\n\n{abstract}"))
    places = []
    for entity in found.entities:
        assert entity.mentions
        for mention in entity.mentions:
            assert mention.text == getattr(paper, mention.field)[mention.start : mention.end]
            assert mention.end <= len(getattr(paper, mention.field))
            places.append((mention.field, mention.start, mention.end))
    for result in found.results:
        assert result.value == getattr(paper, result.field)[result.start : result.end].strip()
        known = {e.name for e in found.entities} | {None}
        assert {result.method, result.dataset, result.metric, result.versus} <= known
    places.sort()
    for (field, _, end), (next_field, start, _) in itertools.pairwise(places):
        assert field != next_field or end <= start


def test_workers_do_not_count() -> None:
    """One process and two give the same records, in the order of the papers."""
    papers = [Paper(id=f"title:{n}", title=f"{TITLE} {n}", abstract=ABSTRACT) for n in range(5)]
    one = list(extract(papers))
    assert [r.id for r in one] == [p.id for p in papers]
    assert list(extract(papers, workers=2)) == one
