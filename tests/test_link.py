"""Which entities of different papers are one."""

from __future__ import annotations

import pytest

from papermesh.link import MAX_ALIASES, Links, link
from papermesh.model import Entity, EntityType
from papermesh.seeds import Lexicon, Term
from tests.make import EMPTY, LEXICON, entity, record


def linked(*entities: Entity, lexicon: Lexicon = EMPTY) -> tuple[Links, list[str]]:
    """Link entities, each in a paper of its own."""
    records = [record(f"arxiv:2401.{number:05}", e) for number, e in enumerate(entities)]
    links = link(records, lexicon)
    return links, [links.of(e) for e in entities]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (entity("beam search"), entity("Beam-Search")),
        (entity("vision transformer"), entity("Vision Transformers")),
        (entity("StackNet", "Method"), entity("StackNet", "Model")),
        (entity("BookSet", "Dataset"), entity("BookSet", "Benchmark")),
        (entity("Llama-2-7B", "Model"), entity("Llama 2", "Model")),
        (entity("MTEB", "Benchmark"), entity("Massive Text Embedding Benchmark", "Benchmark")),
        (entity("CoNLL03", "Benchmark"), entity("CoNLL-2003", "Benchmark")),
        (entity("RoboTwin 2.0", "Benchmark"), entity("RoboTwin2", "Benchmark")),
        (entity("Llama 3.0", "Model"), entity("Llama 3", "Model")),
        (entity("V* Bench", "Benchmark"), entity("VStar-Bench", "Benchmark")),
    ],
    ids=[
        *("case", "plural", "method-model", "data", "size", "lexicon", "year", "zero"),
        *("point-zero", "spoken"),
    ],
)
def test_one_thing(one: Entity, other: Entity) -> None:
    """Case, hyphens, plural, size, near types and the lexicon join names."""
    _, (first, second) = linked(one, other, lexicon=LEXICON)
    assert first == second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (entity("Llama 2", "Model"), entity("Llama", "Model")),
        (entity("GPT-4", "Model"), entity("GPT-4o", "Model")),
        (entity("F1", "Metric"), entity("F2", "Metric")),
        (entity("VBench-2.5", "Benchmark"), entity("VBench 2.0", "Benchmark")),
        (entity("COMET", "Metric"), entity("COMET", "Model")),
        (entity("StackNet", "Method", "USES", "StackNet", "model"), entity("model")),
        (entity("DARTS"), entity("DART")),
        (entity("V* Bench", "Benchmark"), entity("VBench", "Benchmark")),
        (entity("pass^k", "Metric"), entity("pass@k", "Metric")),
        (entity("QuIP#"), entity("QuIP")),
    ],
    ids=[
        *("version", "suffix", "number", "minor", "kind", "mention", "capitals"),
        *("star", "hat", "sharp"),
    ],
)
def test_two_things(one: Entity, other: Entity) -> None:
    """Versions, kinds and chance mentions keep names apart, whatever the lexicon lists."""
    _, (first, second) = linked(one, other, lexicon=LEXICON)
    assert first != second


def test_known_names_that_a_sign_tells_apart_stay_apart() -> None:
    """The lexicon knows both benchmarks; neither takes the other's papers."""
    both = [
        Term("V* Bench", EntityType.BENCHMARK, exact=frozenset({"V* Bench"})),
        Term("VBench", EntityType.BENCHMARK, exact=frozenset({"VBench"})),
    ]
    named = (entity("V* Bench", "Benchmark"), entity("VBench", "Benchmark"))
    _, found = linked(*named, lexicon=Lexicon(tuple(both), {}))
    assert found == ["benchmark:v-star-bench", "benchmark:vbench"]


def test_an_abbreviation_spelled_out_anywhere_counts_everywhere() -> None:
    """A paper that gives both forms links those that give only one."""
    both = entity("graph weaving network", "Method", "USES", "graph weaving network", "GWN")
    _, found = linked(both, entity("GWN"), entity("Graph Weaving Networks"))
    assert len(set(found)) == 1


def test_an_ambiguous_abbreviation_stays_by_itself() -> None:
    """Alone it is neither sense; spelled out it is that sense, under the long name."""
    links, found = linked(
        entity("GWN", "Method", "USES", "GWN", "graph weaving network"),
        entity("GWN", "Method", "USES", "GWN", "gated wave net"),
        entity("GWN"),
        entity("gated wave net"),
    )
    assert found == [
        "method:graph-weaving-network",
        "method:gated-wave-net",
        "method:gwn",
        found[1],
    ]
    assert "GWN" in links.entities[found[0]].aliases


def test_the_lexicon_decides_an_ambiguous_abbreviation() -> None:
    """Alone it means what the lexicon knows it for."""
    _, found = linked(
        entity("DPO", "Method", "USES", "DPO", "dual path oracle"),
        entity("DPO"),
        entity("Direct Preference Optimization"),
        lexicon=LEXICON,
    )
    assert found == ["method:dual-path-oracle", "method:dpo", "method:dpo"]


def test_wordings_of_one_long_form_are_no_ambiguity() -> None:
    """Small words and spelling make no second sense."""
    _, found = linked(
        entity("LFP", "Method", "USES", "LFP", "learning from peers"),
        entity("LFP", "Method", "USES", "LFP", "learning for peers"),
        entity("LFP"),
    )
    assert len(set(found)) == 1


def test_listed_senses_make_an_abbreviation_ambiguous() -> None:
    """Two senses of one kind in the lexicon's list suffice."""
    senses = (Term("road map", EntityType.METHOD), Term("random maze", EntityType.METHOD))
    lexicon = Lexicon(terms=senses, senses={"RM": senses})
    _, found = linked(
        entity("RM", "Method", "USES", "RM", "road map"), entity("RM"), lexicon=lexicon
    )
    assert found == ["method:road-map", "method:rm"]


def test_no_chain_joins_two_versions() -> None:
    """A long form without a version cannot glue versions together."""
    _, found = linked(
        entity("TT 1", "Model"),
        entity("TT1", "Model", "USES", "TT1", "tall tower"),
        entity("TT2", "Model", "USES", "TT2", "tall tower"),
    )
    assert found[0] == found[1] != found[2]


def test_the_name_is_the_commonest_and_proposing_counts_three() -> None:
    """Who introduces a thing has most say in its name and type."""
    links, found = linked(
        entity("stack-net", "Model"),
        entity("stack-net", "Model"),
        entity("StackNet", "Method", "PROPOSES"),
    )
    assert found == ["method:stacknet"] * 3
    assert links.entities["method:stacknet"].name == "StackNet"


def test_the_lexicon_names_and_types() -> None:
    """A known name gives its canonical form, and its type within the kind."""
    links, found = linked(entity("mteb", "Dataset"), lexicon=LEXICON)
    assert found == ["benchmark:mteb"]
    assert links.entities[found[0]].aliases == ("Massive Text Embedding Benchmark",)


def test_aliases_are_few_and_the_commonest() -> None:
    """Aliases are sorted, capped, and leave out what differs only in case."""
    texts = [f"form {'x' * n}" for n in range(30)]
    links, found = linked(
        entity("Form", "Method", "USES", "Form", "FORM", *texts),
        entity("Form", "Method", "USES", texts[-1]),
    )
    aliases = links.entities[found[0]].aliases
    assert len(aliases) == MAX_ALIASES
    assert texts[-1] in aliases
    assert "FORM" not in aliases
    assert list(aliases) == sorted(aliases)


def test_another_entity_s_name_is_no_alias() -> None:
    """A loose mention does not capture a name that belongs to something else."""
    links, found = linked(
        entity("flash attention", "Method", "USES", "attention"), entity("attention")
    )
    assert links.entities[found[0]].aliases == ()


def test_versions_lead_to_the_nearest_that_exists() -> None:
    """Llama 3.1 is a version of Llama 3 where that is known, else of Llama."""
    names = ("Llama 3.1", "Llama 3", "Llama", "Qwen2.5", "Qwen", "Orphan 2")
    links, _ = linked(*(entity(name, "Model") for name in names))
    assert links.versions == {
        "model:llama-3-1": "model:llama-3",
        "model:llama-3": "model:llama",
        "model:qwen2-5": "model:qwen",
    }


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("T5", "T"),
        ("USD 17.98", "USD"),
        ("Recall@50", "Recall"),
        ("CLIP 16.12", "CLIP"),
        ("SEAGULL-100w", "SEAGULL"),
        ("NetSet-384", "NetSet"),
        ("NetSet10k", "NetSet"),
        ("MI210", "MI"),
        ("GS^3", "GS"),
        ("stage 2", "stage"),
    ],
)
def test_a_number_is_not_always_a_version(name: str, stem: str) -> None:
    """Sizes, scores, units and stems that are something else's abbreviation give no version."""
    links, _ = linked(entity(name), entity(stem))
    assert links.versions == {}


def test_a_version_is_of_what_is_spelled_so() -> None:
    """An abbreviation of the lexicon's is no family, whatever is known by it."""
    lexicon = Lexicon((Term("wide search", EntityType.BENCHMARK, aliases=("WSearch",)),), {})
    names = ("WSearch2", "wide search", "LongBench v2", "Long-Bench")
    links, _ = linked(*(entity(name, "Benchmark") for name in names), lexicon=lexicon)
    assert links.versions == {"benchmark:longbench-v2": "benchmark:long-bench"}


@pytest.mark.parametrize(
    ("text", "papers", "shown"),
    [
        ("small grid model", 1, True),
        ("growing success of models", 1, False),
        ("growing success of models", 2, True),
        ("the SGM net", 1, True),
    ],
    ids=["borne-out", "alone", "agreed", "contained"],
)
def test_a_long_form_that_one_paper_alone_gives(text: str, papers: int, shown: bool) -> None:
    """It is shown where the letters of the short form bear it out."""
    uses = [entity("SGM", "Method", "USES", "SGM", text)] * papers
    links, found = linked(*uses, entity("SGM"))
    assert (text in links.entities[found[0]].aliases) is shown


def test_only_what_was_linked_has_a_home() -> None:
    """Asking for anything else is a mistake of the caller."""
    links, _ = linked(entity("A net"))
    with pytest.raises(KeyError):
        links.of(entity("B net"))
