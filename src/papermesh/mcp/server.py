"""The protocol: which tools and resources there are, and how a call becomes an answer."""

from __future__ import annotations

import logging
from importlib import metadata
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import anyio
from mcp import MCPError, types
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from pydantic import ValidationError

from papermesh.errors import NotFoundError, PapermeshError, UnknownTypeError
from papermesh.mcp.asking import Ask, Entity, Paper, Search
from papermesh.mcp.connecting import Compare, Path, Related
from papermesh.mcp.listing import Digest, Leaderboard, Papers, Trends
from papermesh.mcp.reading import Reading

if TYPE_CHECKING:
    from papermesh.mcp.forms import Form
    from papermesh.mcp.tools import Tool
    from papermesh.store.base import GraphStore

_LOG = logging.getLogger(__name__)
_ABOUT = """\
A knowledge graph read from abstracts of AI papers: which papers use, propose, evaluate on or \
compare to which methods, models, data sets, benchmarks, metrics and tasks, and what figures they \
state. It knows abstracts alone: figures are claims of authors, and what is not in an abstract is \
not in the graph. Confidence is the probability that a statement was read rightly; below 0.5 it \
is likely misread. Cite papers by title and id, and quote the evidence where a statement matters.

Begin with ask for a plain question, or with search for a name that you do not know exactly. Then \
entity or paper for one thing, papers, related and leaderboard for whole lists, compare and path \
for two things, trends and digest for time. Answers are short: page through a list with page, and \
take detail=full for whole sentences.\
"""
TOOLS: dict[str, type[Tool]] = {
    tool.__name__.lower(): tool
    for tool in (
        *(Ask, Search, Entity, Paper, Papers, Leaderboard),
        *(Compare, Related, Path, Trends, Digest),
    )
}
"""By name, what an assistant can call."""
_RESOURCES = ("paper", "entity")
"""Tools whose answers are resources as well."""
_READS = types.ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
_JSON = "application/json"
Context = ServerRequestContext[Any, Any]


def create_server(store: GraphStore, *, alone: bool = False) -> Server[Any]:
    """Make the MCP server of a graph.

    Args:
        store: Where the graph is kept; the whole graph is read into memory, in the background.
        alone: The process does nothing else; see `Reading`.
    """
    reading = Reading(store, alone=alone)

    async def asked(tool: Tool, context: Context) -> Form:
        return await reading.ask(tool.answer, lambda at, doing: _tell(context, at, doing))

    async def call(context: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            tool = _read(params.name, params.arguments or {})
            found = await asked(tool, context)
        except (PapermeshError, ValueError) as error:
            return types.CallToolResult(content=[_text(_why(error))], is_error=True)
        except Exception:
            _LOG.exception("%s failed", params.name)
            why = f"{params.name} failed by a fault of its own; other calls may work"
            return types.CallToolResult(content=[_text(why)], is_error=True)
        return types.CallToolResult(
            content=[_text(found.model_dump_json(exclude_defaults=True))],
            structured_content=found.model_dump(mode="json", exclude_defaults=True),
        )

    async def read(
        context: Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        uri = str(params.uri)
        try:
            found = await asked(_resource(uri), context)
        except (PapermeshError, ValueError) as error:
            raise MCPError(types.INVALID_PARAMS, _why(error), {"uri": uri}) from error
        text = found.model_dump_json(exclude_defaults=True)
        contents = types.TextResourceContents(uri=uri, text=text, mime_type=_JSON)
        return types.ReadResourceResult(contents=[contents])

    return Server(
        "papermesh",
        version=metadata.version("papermesh"),
        instructions=_ABOUT,
        on_list_tools=_tools,
        on_call_tool=call,
        on_list_resource_templates=_templates,
        on_read_resource=read,
    )


def serve(store: GraphStore) -> None:
    """Serve a graph on standard input and output until the input ends."""

    async def run() -> None:
        server = create_server(store, alone=True)
        async with stdio_server() as (requests, answers):
            await server.run(requests, answers, server.create_initialization_options())

    anyio.run(run)


async def _tools(context: Context, params: Any) -> types.ListToolsResult:
    return types.ListToolsResult(
        tools=[
            types.Tool(
                name=name,
                title=tool.title,
                description=" ".join((tool.__doc__ or "").split()),
                input_schema=tool.model_json_schema(),
                output_schema=tool.gives.model_json_schema(),
                annotations=_READS,
            )
            for name, tool in TOOLS.items()
        ]
    )


async def _templates(context: Context, params: Any) -> types.ListResourceTemplatesResult:
    return types.ListResourceTemplatesResult(
        resource_templates=[
            types.ResourceTemplate(
                name=kind,
                title=TOOLS[kind].title,
                uri_template=f"papermesh://{kind}/{{+id}}",
                description=f"All that is known of it, as {kind} tells with detail=full.",
                mime_type=_JSON,
            )
            for kind in _RESOURCES
        ]
    )


def _resource(uri: str) -> Tool:
    """Read the address of a resource.

    Raises:
        ValueError: It is none.
    """
    kind, _, id = uri.removeprefix("papermesh://").partition("/")
    if kind not in _RESOURCES:
        raise ValueError(f"no resource {uri}; take papermesh://paper/ID or papermesh://entity/ID")
    return _read(kind, {"name": unquote(id), "detail": "full"})


def _read(name: str, arguments: dict[str, Any]) -> Tool:
    """Read a call.

    Raises:
        ValueError: There is no such tool, or it does not take these arguments.
    """
    if name not in TOOLS:
        raise ValueError(f"no tool is called {name}; there are {', '.join(TOOLS)}")
    try:
        return TOOLS[name].model_validate(arguments)
    except ValidationError as error:
        wrong = [_wrong(dict(one)) for one in error.errors(include_url=False)]
        takes = ", ".join(TOOLS[name].model_fields)
        raise ValueError(f"{'; '.join(wrong)}; {name} takes {takes}") from error


async def _tell(context: Context, seconds: float, doing: str) -> None:
    await context.session.report_progress(seconds, None, doing)


def _text(text: str) -> types.TextContent:
    return types.TextContent(type="text", text=text)


def _why(error: Exception) -> str:
    """Tell what is wrong, and what to call instead."""
    if isinstance(error, NotFoundError) and not isinstance(error, UnknownTypeError):
        known = f"closest: {', '.join(error.close)}; " if error.close else ""
        return f"nothing in the graph is called {error.name!r}; {known}search finds names by words"
    return str(error)


def _wrong(error: dict[str, Any]) -> str:
    """Tell what is wrong with one argument."""
    where = ".".join(map(str, error["loc"])) or "arguments"
    if error["type"] == "extra_forbidden":
        return f"{where}: there is no such argument"
    if error["type"] == "missing":
        return f"{where}: is missing"
    return f"{where}: {error.get('ctx', {}).get('error') or error['msg']}"
