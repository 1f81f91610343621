"""The graph as one interactive HTML file that works without a network."""

from papermesh.viz.page import content_policy, render

__all__ = ["content_policy", "render"]
