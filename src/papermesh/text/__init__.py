"""Text as people read it: markup resolved, and every offset known in the text it came from."""

from papermesh.text.cleaning import Cleaned, clean

__all__ = ["Cleaned", "clean"]
