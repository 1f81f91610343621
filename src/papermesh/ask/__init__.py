"""Questions in plain English, answered from a graph without any language model."""

from papermesh.ask.answer import Answer
from papermesh.ask.engine import ask, examples

__all__ = ["Answer", "ask", "examples"]
