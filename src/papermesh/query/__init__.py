"""Questions in domain words, on any graph store.

Everything here returns typed, immutable values and prints nothing. Names match whatever their
case, hyphens and number, and by any alias; one that is not found raises `NotFoundError` with the
closest names.
"""

from papermesh.query.connect import compare, related, shortest_path, successors, used_with
from papermesh.query.lookup import closest, find_entities, find_nodes, find_papers
from papermesh.query.neighbourhood import around
from papermesh.query.overview import stats, top
from papermesh.query.papers import entities_of, introduced_by, papers_by, papers_of, show
from papermesh.query.results import results, results_on
from papermesh.query.search import search
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
)

__all__ = [
    "RELATIONS",
    "USE",
    "Comparison",
    "EntityRow",
    "Evidence",
    "Follower",
    "Link",
    "NodeView",
    "PaperRow",
    "Path",
    "Related",
    "ResultRow",
    "SearchHit",
    "Stats",
    "Step",
    "Succession",
    "TopRow",
    "around",
    "closest",
    "compare",
    "entities_of",
    "find_entities",
    "find_nodes",
    "find_papers",
    "introduced_by",
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
    "top",
    "used_with",
]
