"""The graph for assistants: a server of the Model Context Protocol.

The tools only read. What they tell is what the web application tells, cut to what an assistant
can take in at once: a statement keeps one sentence that it was read from.
"""

from papermesh.mcp.server import TOOLS, create_server, serve

__all__ = ["TOOLS", "create_server", "serve"]
