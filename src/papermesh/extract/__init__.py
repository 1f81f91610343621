"""Reading entities, relations and results from papers: an ordinary spaCy pipeline."""

from papermesh.extract.pipeline import extract, fingerprint, load

__all__ = ["extract", "fingerprint", "load"]
