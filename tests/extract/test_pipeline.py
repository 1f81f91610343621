"""The extractor is an ordinary spaCy pipeline."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from papermesh.errors import ModelError
from papermesh.extract import load

TEXT = "On X\n\nWe evaluate BERT on MTEB."


def test_spacy_loads_it_by_name() -> None:
    assert spacy.load("papermesh").pipe_names == load().pipe_names


def test_it_survives_disk(nlp: Language, tmp_path: Path) -> None:
    """Saved, and loaded where papermesh was never imported, it reads the same."""
    nlp.to_disk(tmp_path / "model")
    code = f"import spacy; print(spacy.load({str(tmp_path / 'model')!r})({TEXT!r})._.entities)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(nlp(TEXT)._.entities)


def test_a_doc_survives_bytes(nlp: Language) -> None:
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert [e["name"] for e in again._.entities] == [e["name"] for e in doc._.entities]
    assert [span.text for span in again.spans["papermesh"]] == ["BERT", "MTEB"]


def test_components_can_be_left_out() -> None:
    assert "papermesh_cues" not in load(exclude=["papermesh_cues"]).pipe_names
    assert load(disable="papermesh_results").disabled == ["papermesh_results"]


def test_a_component_can_be_added(nlp: Language) -> None:
    """A finder of one's own appends candidates before the entities are made, and is taken at its word."""

    @Language.component("test_finder")
    def finder(doc: Doc) -> Doc:
        start = doc.text.index("zorp")
        doc._.candidates = [
            *doc._.candidates,
            (start, start + 4, "Method", "Zorp", "rule:mine", 0.9),
        ]
        return doc

    extended = load()
    extended.add_pipe("test_finder", before="papermesh_entities")
    entities = extended("A title\n\nWe use zorp on GLUE.")._.entities
    assert ("Zorp", "Method") in [(e["name"], e["type"]) for e in entities]


def test_a_missing_pipeline_is_an_error() -> None:
    with pytest.raises(ModelError, match="no-such-pipeline"):
        load("no-such-pipeline")


def test_a_foreign_pipeline_is_an_error(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path)
    with pytest.raises(ModelError, match="papermesh_encoder"):
        load(tmp_path)
