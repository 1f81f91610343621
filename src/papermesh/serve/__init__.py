"""The graph as a web application: pages to look at, and the same as JSON."""

from papermesh.serve.app import create_app
from papermesh.serve.security import LOCAL

__all__ = ["LOCAL", "create_app"]
