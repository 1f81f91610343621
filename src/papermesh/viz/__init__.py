"""The graph as one interactive HTML file that works without a network."""

from papermesh.viz.page import render

__all__ = ["render"]
