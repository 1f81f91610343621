"""What a query must be for it to run where nothing may change.

No list of forbidden words is enough, so there are layers: how the query begins, which functions it
calls, the server's own plan of it (what kind of query it is, which procedures it calls), and last
the server, which refuses to write in a transaction that was opened for reading. A user of the
database who has no right to write is the best guard of all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from papermesh.errors import StoreError

#: Procedures that only read the database.
PROCEDURES = frozenset(
    {
        "db.index.fulltext.listAvailableAnalyzers",
        "db.index.fulltext.queryNodes",
        "db.index.fulltext.queryRelationships",
        "db.info",
        "db.labels",
        "db.ping",
        "db.propertyKeys",
        "db.relationshipTypes",
        "db.schema.nodeTypeProperties",
        "db.schema.relTypeProperties",
        "db.schema.visualization",
        "dbms.components",
    }
)
#: First parts of names of functions that only compute.
_NAMESPACES = frozenset(
    {
        "date",
        "datetime",
        "duration",
        "localdatetime",
        "localtime",
        "point",
        "time",
        "vector",
    }
)
_ESCAPE = re.compile(r"\\u+([0-9a-fA-F]{4})")
_NO_CODE = re.compile(
    r"(?P<text>'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")|(?P<comment>//[^\n]*|/\*.*?\*/)|`(?P<name>(?:``|[^`])*)`",
    re.DOTALL,
)
_OPTIONS = re.compile(r"(?:EXPLAIN\b|CYPHER\b(?:\s+(?:\d+|\w+\s*=\s*\w+))*)\s*", re.IGNORECASE)
_BEGINNING = re.compile(
    r"(?:OPTIONAL\s+MATCH|MATCH|WITH|UNWIND|RETURN|CALL|SHOW\s+(?:\w+\s+)?(?:INDEX|CONSTRAINT)(?:ES|S)?)\b",
    re.IGNORECASE,
)
_LOAD = re.compile(r"\bLOAD\s+CSV\b", re.IGNORECASE)
_CALLED = re.compile(r"((?:\w+\s*\.\s*)+\w+)\s*\(")
_PROCEDURE = re.compile(r"\bCALL\s+((?:\w+\s*\.\s*)*\w+)", re.IGNORECASE)


def check_text(query: str) -> None:
    """Refuse a query by its text.

    Raises:
        StoreError: It may do more than read the graph.
    """
    # Whether escapes are read before all else or in texts alone, the query must be harmless.
    for text in {query, _ESCAPE.sub(lambda match: chr(int(match[1], 16)), query)}:
        _check_code(_NO_CODE.sub(_emptied, text))


def _emptied(match: re.Match[str]) -> str:
    """What stays of texts, comments and quoted names, which may look like code."""
    if match["name"] is not None:
        return re.sub(r"[^\w.]", "_", match["name"])
    return "''" if match["text"] else " "


def _check_code(code: str) -> None:
    begun = code.strip()
    while match := _OPTIONS.match(begun):
        begun = begun[match.end() :]
    if not _BEGINNING.match(begun):
        raise _refusal("it begins with neither MATCH, CALL, WITH, UNWIND nor RETURN")
    if _LOAD.search(code):
        raise _refusal("it loads a file")
    procedures = {_tight(match[1]) for match in _PROCEDURE.finditer(code)}
    for name in sorted({_tight(match[1]) for match in _CALLED.finditer(code)} - procedures):
        if name.partition(".")[0].lower() not in _NAMESPACES:
            raise _refusal(f"it calls the function {name}")


def check_plan(query_type: str | None, plan: Mapping[str, Any] | None) -> None:
    """Refuse a query by the plan that the server has made of it.

    Args:
        query_type: ``r`` where it only reads.
        plan: The last operator of the plan, with its ``children``.

    Raises:
        StoreError: It may do more than read the graph.
    """
    if query_type != "r":
        raise _refusal("it writes")
    for operator in _operators(plan or {}):
        name = str(operator.get("operatorType", "")).partition("@")[0]
        if name == "LoadCSV":
            raise _refusal("it loads a file")
        if "TransactionForeach" in name or "TransactionApply" in name:
            raise _refusal("it opens transactions of its own")
        if "ProcedureCall" in name:
            details = str(operator.get("args", {}).get("Details", ""))
            called = _tight(details.partition("(")[0])
            if called not in PROCEDURES:
                raise _refusal(f"it calls the procedure {called}")


def _operators(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for child in plan.get("children", ()):
        yield from _operators(child)


def _tight(name: str) -> str:
    return re.sub(r"[\s`]", "", name)


def _refusal(reason: str) -> StoreError:
    return StoreError(
        f"the query is not run, since {reason}; only reading is allowed here (papermesh cypher --write runs any query)"
    )
