"""What a tool is, and what the tools take: one class each, whose fields are the arguments."""

from __future__ import annotations

import datetime as dt
import json
from abc import abstractmethod
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from papermesh.mcp.forms import Form, lean
from papermesh.query.days import read_day

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from papermesh.store.base import GraphStore

MOST = 50
"""How much of a list one answer holds at most."""
T = TypeVar("T")


def _day(*, last: bool) -> Callable[[Any], Any]:
    return lambda value: read_day(value, last=last) if isinstance(value, str) else value


def _listed(value: Any) -> Any:
    """Read a list also where it comes as JSON in a text, or as its only item."""
    if not isinstance(value, str):
        return value
    try:
        found = json.loads(value)
    except ValueError:
        return [value]
    return found if isinstance(found, list) else [value]


_TEXT = WithJsonSchema({"type": "string"})
Name = Annotated[str, Field(description="Name, alias or id.", min_length=1, max_length=500)]
Names = Annotated[
    list[Name], BeforeValidator(_listed), Field(description="Names or ids.", max_length=8)
]
Words = Annotated[str, Field(min_length=1, max_length=500)]
Since = Annotated[
    dt.date | None,
    BeforeValidator(_day(last=False)),
    _TEXT,
    Field(description="First day: 2025-03-01, 2025-03 or 2025."),
]
Until = Annotated[
    dt.date | None, BeforeValidator(_day(last=True)), _TEXT, Field(description="Last day.")
]
Type = Annotated[
    str | None,
    Field(
        description="Only Method, Model, Dataset, Benchmark, Metric, Task or Concept.",
        max_length=40,
    ),
]
Relation = Annotated[
    str | None,
    Field(
        description="PROPOSES, EVALUATES_ON, MEASURES, ADDRESSES, COMPARES_TO, USES or MENTIONS.",
        max_length=40,
    ),
]


class Tool(BaseModel):
    """A tool: its name is that of the class, its description the docstring.

    Attributes:
        title: What people read.
        gives: What it gives.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra=lean)
    title: ClassVar[str]
    gives: ClassVar[type[Form]]

    @abstractmethod
    def answer(self, graph: GraphStore) -> Form:
        """Ask the graph.

        Raises:
            PapermeshError: What was asked for is not there, or not understood.
        """


class Detailed(Tool):
    """A tool that can tell more."""

    detail: Annotated[
        Literal["short", "full"], Field(description="full: more, whole sentences.")
    ] = "short"

    @property
    def full(self) -> bool:
        """Whether all is wanted."""
        return self.detail == "full"


class Listing(Tool):
    """A tool that gives a list page by page."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = 10
    page: Annotated[int, Field(ge=1)] = 1

    def cut(self, rows: Sequence[T]) -> Sequence[T]:
        """The page that is wanted; nothing where there are not so many."""
        return rows[(self.page - 1) * self.limit : self.page * self.limit]
