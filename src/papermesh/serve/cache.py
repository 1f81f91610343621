"""Answers kept for as long as the graph stays as it is."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeAlias

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST = 64_000_000
"""Bytes that are kept; what was asked for longest ago goes first."""

KEEPING = 2000
"""Bytes that keeping an answer takes beside its body and its address."""

Kept: TypeAlias = tuple[Message, bytes]


class Cache:
    """ASGI middleware: keeps whole answers, and lets a client keep them by their ETag.

    Args:
        app: What answers.
        state: What tells one state of the graph from another.
    """

    def __init__(self, app: ASGIApp, state: Callable[[], str]) -> None:
        self.app = app
        self.state = state
        self._kept: OrderedDict[tuple[object, ...], Kept] = OrderedDict()
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, else pass on and keep."""
        if scope["type"] != "http" or scope["method"] != "GET" or _is_static(scope["path"]):
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        packed = "gzip" in asked.get("accept-encoding", "")
        # An answer may say "last year", so it is of its day; a feed names its server.
        called = (dt.date.today(), asked.get("host"), scope.get("root_path"))
        key = (self.state(), *called, scope["path"], scope["query_string"], packed)
        found = self._kept.get(key)
        if found is None:
            found = await self._ask(scope, receive)
            self._keep(key, found)
        else:
            self._kept.move_to_end(key)
        start, body = found
        tag = Headers(raw=start["headers"]).get("etag")
        if tag and tag in asked.get("if-none-match", ""):  # which may be weak, or a list
            kept = [
                pair
                for pair in start["headers"]
                if pair[0] not in (b"content-length", b"content-type")
            ]
            start, body = {**start, "status": 304, "headers": kept}, b""
        # Others add headers to the message, and must not add them to what is kept.
        await send({**start, "headers": list(start["headers"])})
        await send({"type": "http.response.body", "body": body})

    async def _ask(self, scope: Scope, receive: Receive) -> Kept:
        messages: list[Message] = []

        async def collect(message: Message) -> None:
            messages.append(message)

        await self.app(scope, receive, collect)
        start = messages[0]
        body = b"".join(message.get("body", b"") for message in messages[1:])
        if start["status"] == 200:
            headers = MutableHeaders(raw=list(start["headers"]))
            headers["etag"] = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
            headers["cache-control"] = "no-cache"  # ask whether it has changed
            start = {**start, "headers": headers.raw}
        return start, body

    def _keep(self, key: tuple[object, ...], found: Kept) -> None:
        start, body = found
        if start["status"] != 200 or len(body) > MOST // 8 or key in self._kept:
            return
        self._kept[key] = found
        self._size += len(body) + _room(key)
        while self._size > MOST:
            gone, (_, old) = self._kept.popitem(last=False)
            self._size -= len(old) + _room(gone)


def _room(key: tuple[object, ...]) -> int:
    """Bytes that keeping an answer takes beside its body."""
    return KEEPING + sum(len(part) for part in key if isinstance(part, str | bytes))


def _is_static(path: str) -> bool:
    return path.startswith("/static/")
