"""What every response says of how it may be used, and which requests are heard at all."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Content security policy of all pages but those that bring their own: nothing from elsewhere."""
_LOG = logging.getLogger(__name__)
LOCAL = ("127.0.0.1", "localhost", "::1")
LONGEST = 8000
"""Characters of an address; longer ones are refused."""

_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-frame-options": "DENY",
}


class Security:
    """ASGI middleware: strict headers, and no answer to a foreign name or an endless address.

    A browser that was led here under a name that somebody else's DNS gives away would let their
    page read ours, so that only the names that the server is meant to have are heard.

    Args:
        app: What answers.
        hosts: Names that the server is called by; empty for any.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str] = LOCAL) -> None:
        self.app = app
        self.hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse, or pass on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        # What may be read may be asked about; the body is left out.
        bodiless = scope["method"] == "HEAD"
        if bodiless:
            scope = {**scope, "method": "GET"}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("content-security-policy", POLICY)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            elif bodiless:
                message = {**message, "body": b""}
            await send(message)

        if len(scope["path"]) + len(scope["query_string"]) > LONGEST:
            await _refuse(414, "the address is too long", send_with_headers)
        elif self.hosts and _host(scope) not in self.hosts:
            text = (
                "this server does not go by that name; allow it with papermesh serve --allow-host"
            )
            await _refuse(421, text, send_with_headers)
        else:
            await self._answer(scope, receive, send_with_headers)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; what goes wrong is told here, as beyond there are no headers."""
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except Exception:
            if begun:
                raise
            _LOG.exception("%s could not be answered", scope["path"])
            await _refuse(500, "something went wrong here; the log of the server tells what", send)


class Shared:
    """ASGI middleware: lets pages of some other origins read the API, and nothing else.

    They read it by `fetch`, which asks for their origin to be named. What would load it without
    asking, as a script or an image, stays shut out by the cross-origin-resource-policy.

    Args:
        app: What answers.
        origins: Such as ``http://localhost:3000``; none for nobody.
    """

    def __init__(self, app: ASGIApp, origins: Sequence[str] = ()) -> None:
        self.app = app
        self.shared = (
            CORSMiddleware(app, allow_origins=origins, allow_methods=("GET", "HEAD"))
            if origins
            else app
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with leave to read where the API is asked."""
        api = scope["type"] == "http" and f"{scope['path']}/".startswith("/api/")
        await (self.shared if api else self.app)(scope, receive, send)


def _host(scope: Scope) -> str:
    named = Headers(scope=scope).get("host", "")
    name, colon, port = named.rpartition(":")
    return (name if colon and port.isdigit() else named).strip("[]").lower()


async def _refuse(status: int, text: str, send: Send) -> None:
    body = f'{{"error": "{text}", "closest": []}}'.encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
