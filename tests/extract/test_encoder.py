"""The statistical finder: what it is given, and what it gives back."""

from __future__ import annotations

import pickle
import shutil
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.errors import ModelError
from papermesh.extract import extract, load
from papermesh.extract.components import EncoderComponent
from papermesh.extract.encoder import (
    KINDS,
    RELATIONS,
    ROLES,
    TYPES,
    Encoder,
    Reading,
    casing,
    pieces,
    read_tokenizer,
)
from papermesh.extract.pipeline import confident, fingerprint
from papermesh.extract.scorer import read_scorers
from papermesh.extract.spans import Candidate
from papermesh.extract.weights import DEFAULT, FILES
from papermesh.model import EntityType, Paper

TEXT = "On Reading\n\nWe train BERT on SQuAD and reach an F1 of 91.2%, 3.1 points above GPT-2."


@lru_cache(maxsize=1)
def shipped() -> Encoder:
    """The encoder that ships; hypothesis takes no fixture."""
    return Encoder(DEFAULT)


@pytest.fixture
def encoder() -> Encoder:
    return shipped()


def read(encoder: Encoder, text: str) -> Reading:
    return encoder.read(text, max(text.find("\n\n"), 0), [])


def test_every_word_is_read_once(encoder: Encoder) -> None:
    reading = read(encoder, TEXT)
    words = len(reading.starts)
    assert "".join(TEXT[a:b] for a, b in zip(reading.starts, reading.ends, strict=True)) == (
        "".join(TEXT.split())
    )
    assert reading.labels.shape == (words, 1 + 2 * len(TYPES))
    assert reading.relations.shape == (words, len(RELATIONS))
    assert reading.kinds.shape == (words, 1 + len(KINDS))
    assert reading.keys.shape[:2] == (words + 1, len(ROLES))
    np.testing.assert_allclose(reading.labels.sum(1), 1, atol=1e-3)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    reading = read(shipped(), text)
    assert (reading.starts[1:] >= reading.ends[:-1]).all()
    assert np.isfinite(reading.labels).all()


def test_a_long_text_is_read_to_its_end(encoder: Encoder) -> None:
    """In windows: what stands in the middle of one reads as it does alone, more or less."""
    sentence = "We evaluate GPT-4 on MMLU and compare it with Llama 2. "
    reading = read(encoder, "On Length\n\n" + sentence * 200)
    assert int(reading.ends[-1]) == len("On Length\n\n" + sentence * 200) - 1
    inside = reading.labels[:, 0] < 0.5
    assert inside[: len(inside) // 2].any()
    assert inside[len(inside) // 2 :].any()


def test_neighbours_do_not_change_a_reading() -> None:
    """A text is read the same alone, among others, and in another process."""
    papers = [
        Paper(
            id=f"title:{n}", title="On Reading", abstract=TEXT.partition("\n\n")[2] + " More." * n
        )
        for n in range(70)
    ]
    together = list(extract(papers))
    assert list(extract(papers[7:8])) == together[7:8]
    assert list(extract(papers, workers=2)) == together


def test_what_the_rules_found_is_told(encoder: Encoder) -> None:
    tokenizer = read_tokenizer(DEFAULT)
    start = TEXT.index("BERT")
    found = Candidate(start, start + 4, EntityType.MODEL, "BERT", "lexicon", 0.8)
    cut = pieces(tokenizer, TEXT, TEXT.index("\n\n"), [found])
    here = cut.features[cut.first[np.searchsorted(cut.starts, start)]]
    assert here.tolist() == [casing("BERT"), 1, 1 + TYPES.index(EntityType.MODEL), 2, 2]
    assert cut.features[0, 4] == 1


@pytest.mark.parametrize(
    ("word", "written"),
    [("12", 1), ("%", 2), ("loss", 3), ("MMLU", 4), ("Adam", 5), ("GPT-4o", 6), ("LoRA", 7)],
)
def test_casing(word: str, written: int) -> None:
    assert casing(word) == written


def test_a_component_can_be_sent_to_another_process() -> None:
    component = EncoderComponent(str(DEFAULT))
    assert pickle.loads(pickle.dumps(component)).weights == component.weights


def test_weights_of_ones_own_are_read(tmp_path: Path) -> None:
    for name in FILES:
        shutil.copy(DEFAULT / name, tmp_path / name)
    text = "On X\n\nWe evaluate BERT on MTEB."
    assert load(tmp_path)(text)._.entities == load()(text)._.entities
    assert fingerprint(str(tmp_path)) != fingerprint()


@pytest.mark.parametrize("damage", [b"\0damaged", b"", b"{}", b"[]", None])
@pytest.mark.parametrize("name", FILES)
def test_damaged_weights_are_an_error(tmp_path: Path, name: str, damage: bytes | None) -> None:
    for each in FILES:
        shutil.copy(DEFAULT / each, tmp_path / each)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    with pytest.raises(ModelError, match="papermesh train"):
        load(tmp_path)


def test_without_the_encoder_it_says_what_is_missing() -> None:
    with pytest.raises(ModelError, match="papermesh_encoder"):
        load(disable=["papermesh_encoder"])(TEXT)


def test_very_many_figures_can_be_tied() -> None:
    """Four hundred names and figures in one text."""
    sentences = " ".join(
        f"Glim{n}Net reaches an accuracy of {n % 90}.5% on PebbleBench-{n}." for n in range(400)
    )
    assert len(load()(f"On Much\n\n{sentences}")._.entities) > 100


def test_missing_scorers_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"scorers\.npz"):
        read_scorers(tmp_path / "scorers.npz")


def test_what_is_less_sure_is_left_out() -> None:
    paper = Paper(id="title:x", title="On Reading", abstract=TEXT.partition("\n\n")[2])
    (found,) = extract([paper])
    (sure,) = extract([paper], min_confidence=0.6)
    assert sure == confident(found, 0.6)
    assert {e.name for e in sure.entities} <= {e.name for e in found.entities}
    assert all(e.confidence * e.relation_confidence >= 0.6 for e in sure.entities)
    assert not next(extract([paper], min_confidence=1.0)).entities


def test_the_weights_are_small() -> None:
    """A wheel with them stays below what package indexes and users put up with."""
    assert sum((DEFAULT / name).stat().st_size for name in FILES) < 30_000_000
