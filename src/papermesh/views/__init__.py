"""What is told of a paper, an entity, a benchmark or the whole graph, ready to be shown.

Each view is one value: the web application renders it as a page, its API gives it as JSON, and
the MCP server gives it to assistants, so that all of them say the same.
"""

from papermesh.views.asking import answered
from papermesh.views.browse import listed, listed_makers, listed_papers
from papermesh.views.digest import digest_view, latest_digest
from papermesh.views.entity import entity_view, maker_view
from papermesh.views.front import front_view
from papermesh.views.leaderboard import leaderboard_view
from papermesh.views.paper import paper_view
from papermesh.views.part import graph_view, part_of
from papermesh.views.refs import ref
from papermesh.views.searching import found, suggested
from papermesh.views.trends import trends_view

__all__ = [
    "answered",
    "digest_view",
    "entity_view",
    "found",
    "front_view",
    "graph_view",
    "latest_digest",
    "leaderboard_view",
    "listed",
    "listed_makers",
    "listed_papers",
    "maker_view",
    "paper_view",
    "part_of",
    "ref",
    "suggested",
    "trends_view",
]
