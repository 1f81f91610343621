"""Questions in domain words, on any graph store.

Everything here returns typed, immutable values and prints nothing. Names match whatever their
case, hyphens and number, and by any alias; one that is not found raises `NotFoundError` with the
closest names.
"""

from papermesh.query.adoption import Adoption, Point, Timeline, adoption, curve, timeline
from papermesh.query.connect import compare, related, shortest_path, successors, used_with
from papermesh.query.digest import Digest, Introduction, NewCode, NewPaper, digest
from papermesh.query.leaderboard import Board, leaderboard
from papermesh.query.links import web_address, web_links, web_page
from papermesh.query.lookup import closest, find_entities, find_nodes, find_papers
from papermesh.query.neighbourhood import around
from papermesh.query.overview import stats, top
from papermesh.query.papers import entities_of, introduced_by, papers_by, papers_of, show
from papermesh.query.results import results, results_on
from papermesh.query.search import search
from papermesh.query.trends import Change, Trends, changes, trends
from papermesh.query.values import (
    RELATIONS,
    USE,
    Comparison,
    EntityRow,
    Evidence,
    Follower,
    Link,
    NodeView,
    PaperRow,
    Path,
    Related,
    ResultRow,
    SearchHit,
    Stats,
    Step,
    Succession,
    TopRow,
    date_of,
    day_text,
)

__all__ = [
    "RELATIONS",
    "USE",
    "Adoption",
    "Board",
    "Change",
    "Comparison",
    "Digest",
    "EntityRow",
    "Evidence",
    "Follower",
    "Introduction",
    "Link",
    "NewCode",
    "NewPaper",
    "NodeView",
    "PaperRow",
    "Path",
    "Point",
    "Related",
    "ResultRow",
    "SearchHit",
    "Stats",
    "Step",
    "Succession",
    "Timeline",
    "TopRow",
    "Trends",
    "adoption",
    "around",
    "changes",
    "closest",
    "compare",
    "curve",
    "date_of",
    "day_text",
    "digest",
    "entities_of",
    "find_entities",
    "find_nodes",
    "find_papers",
    "introduced_by",
    "leaderboard",
    "papers_by",
    "papers_of",
    "related",
    "results",
    "results_on",
    "search",
    "shortest_path",
    "show",
    "stats",
    "successors",
    "timeline",
    "top",
    "trends",
    "used_with",
    "web_address",
    "web_links",
    "web_page",
]
