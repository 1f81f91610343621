"""A digest as Markdown, as a page that stands alone, or as an Atom feed."""

from papermesh.digest.render import FORMATS, render

__all__ = ["FORMATS", "render"]
