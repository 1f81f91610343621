"""Tokens, sentences and abbreviations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from papermesh.extract.abbreviations import find_pairs


@pytest.mark.parametrize(
    "name",
    [
        "GPT-4",
        "pass@1",
        "WMT'14",
        "LLaMA-2-7B",
        "En-De",
        "Self-RAG",
        "CoNLL-2003",
        "Qwen2.5",
        "T5",
        "i.e.",
    ],
)
def test_a_name_is_one_token(nlp: Language, name: str) -> None:
    """A name stays whole in front of a word, a comma and a bracket."""
    for text in (f"the {name} run", f"see {name}, then", f"(such as {name}) here"):
        assert name in [token.text for token in nlp.make_doc(text)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("MTEB-based", ["MTEB", "-", "based"]),
        ("15.5%", ["15.5", "%"]),
        ("2.3×", ["2.3", "×"]),
        ("BERT/RoBERTa", ["BERT", "/", "RoBERTa"]),
        ("GLUE's", ["GLUE", "'s"]),
    ],
)
def test_what_hangs_on_a_name_comes_off(nlp: Language, text: str, tokens: list[str]) -> None:
    assert [token.text for token in nlp.make_doc(text)] == tokens


def test_sentences_end_at_stops_only(nlp: Language) -> None:
    """Abbreviations, decimals and versions end no sentence; the title is one of its own."""
    doc = nlp(
        "A Title Without Stop\n\nWe follow Smith et al. Here, e.g. Llama 3.1 gains 2.5 points. It is new."
    )
    assert [sent.text.strip() for sent in doc.sents] == [
        "A Title Without Stop",
        "We follow Smith et al. Here, e.g. Llama 3.1 gains 2.5 points.",
        "It is new.",
    ]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "a Massive Text Embedding Benchmark (MTEB) run",
            [("Massive Text Embedding Benchmark", "MTEB")],
        ),
        ("large language models (LLMs)", [("large language models", "LLMs")]),
        ("word error rate (WER; lower is better)", [("word error rate", "WER")]),
        ("DPO (direct preference optimization)", [("direct preference optimization", "DPO")]),
        ("we gain ground (see Table 2)", []),
        ("on three sets (A)", []),
        ("an entirely different thing (XYZ)", []),
    ],
)
def test_pairs_of_long_and_short_forms(text: str, pairs: list[tuple[str, str]]) -> None:
    found = [
        (text[p.long_start : p.long_end], text[p.short_start : p.short_end])
        for p in find_pairs(text)
    ]
    assert found == pairs


@given(st.text(max_size=300))
def test_pairs_stay_inside_the_text(text: str) -> None:
    """Whatever the text, both forms are non-empty and do not overlap."""
    for pair in find_pairs(text):
        assert 0 <= pair.long_start < pair.long_end <= len(text)
        assert 0 <= pair.short_start < pair.short_end <= len(text)
        assert pair.long_end <= pair.short_start or pair.short_end <= pair.long_start
