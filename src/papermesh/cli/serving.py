"""``serve`` and ``mcp``: the graph for browsers, programs and assistants."""

from __future__ import annotations

import logging
import socket
from contextlib import suppress
from urllib.parse import urlsplit

import click

from papermesh.cli.options import opened, store_option
from papermesh.cli.output import say
from papermesh.errors import StoreError

_ANY = {"0.0.0.0", "::"}


@click.command("serve")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; others than the default are reached by others.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on; 0 for any that is free.",
)
@click.option(
    "--allow-host",
    "names",
    multiple=True,
    metavar="NAME",
    help="Another name that the server is called by, such as that of a proxy.",
)
@click.option(
    "--allow-origin",
    "origins",
    multiple=True,
    metavar="URL",
    callback=lambda _, __, given: [_origin(url) for url in given],
    help="Let pages from there, such as http://localhost:3000, read the API in a browser.",
)
@click.option("--open", "open_", is_flag=True, help="Open the front page in a browser.")
@store_option
def serve_command(
    host: str, port: int, names: tuple[str, ...], origins: list[str], open_: bool, store: str
) -> int:
    """Serve the graph as a web application, with its API under /api.

    It only reads, and shows what a later build adds. Ctrl+C ends it.
    """
    import uvicorn

    from papermesh.serve import LOCAL, create_app

    logging.basicConfig(format="%(message)s")
    with opened(store) as graph, _listening(host, port) as listener:
        say(f"reading {graph.url} …")
        hosts = () if host in _ANY and not names else (*LOCAL, host.lower(), *map(str.lower, names))
        app = create_app(graph, hosts=hosts, origins=origins, freeze=True)
        bound, taken = listener.getsockname()[:2]
        shown = "127.0.0.1" if bound in _ANY else f"[{bound}]" if ":" in bound else bound
        if bound not in LOCAL:
            say("whoever can reach this machine can read this graph")
        say(f"papermesh on http://{shown}:{taken} (Ctrl+C ends it)")
        if open_:
            click.launch(f"http://{shown}:{taken}")
        config = uvicorn.Config(app, log_level="warning", server_header=False, access_log=False)
        with suppress(KeyboardInterrupt):  # which is how it is meant to end
            uvicorn.Server(config).run(sockets=[listener])
    return 0


def _origin(url: str) -> str:
    """Read an origin as browsers write it: scheme, host, and the port unless it is the usual one.

    Raises:
        BadParameter: It is none; ``*``, which stands for all, neither.
    """
    with suppress(ValueError):
        parts = urlsplit(url.strip().lower())
        usual = {"http": 80, "https": 443}.get(parts.scheme)
        if usual and parts.hostname and parts.path in ("", "/") and not parts.username:
            host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
            port = "" if parts.port in (None, usual) else f":{parts.port}"
            return f"{parts.scheme}://{host}{port}"
    raise click.BadParameter(f"{url!r} is no origin; write https://name or http://name:port")


def _listening(host: str, port: int) -> socket.socket:
    """Take a port before the graph is read: an error then comes at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Its protocol is named, as asyncio keeps small packets from waiting only where it is TCP's.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
        return listener
    except OSError as error:
        listener.close()
        reason = error.strerror or str(error)
        raise StoreError(
            f"cannot listen on {host}:{port}: {reason}; name another with --port or --host"
        ) from error


@click.command("mcp")
@store_option
def mcp_command(store: str) -> int:
    """Serve the graph to an assistant, by the Model Context Protocol on standard input and output.

    In the assistant's settings the command is papermesh, its arguments mcp --store FOLDER.
    """
    from papermesh.mcp import serve

    with opened(store) as graph:
        serve(graph)
    return 0
