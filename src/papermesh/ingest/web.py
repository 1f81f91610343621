"""Fetching of addresses: politely, with a few retries, and by the standard library alone."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import Message

USER_AGENT = "papermesh (+https://pypi.org/project/papermesh)"
TIMEOUT = 30.0
ATTEMPTS = 4
LONGEST_WAIT = 60.0
_BUSY = frozenset({408, 429, 500, 502, 503, 504})
_HINTS = {
    401: "it asks for a login",
    403: "it refuses access",
    404: "there is no such page",
    410: "the page is gone",
    429: "it allows no more requests for now; wait a while",
}


def fetch(url: str) -> IO[bytes]:
    """Open an address, and try again where the server is busy.

    Raises:
        OSError: It cannot be fetched; the message says why.
    """
    request = urllib.request.Request(
        url, headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"}
    )
    for attempt in range(1, ATTEMPTS + 1):
        try:
            response: IO[bytes] = urllib.request.urlopen(request, timeout=TIMEOUT)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code not in _BUSY or attempt == ATTEMPTS:
                hint = _HINTS.get(error.code, error.reason)
                raise OSError(f"the server answers {error.code}, {hint}") from error
            time.sleep(_pause(error.headers, attempt))
        except urllib.error.URLError as error:
            raise OSError(str(error.reason)) from error
        except (HTTPException, ValueError) as error:
            raise OSError(f"{type(error).__name__} {error}".strip()) from error
        else:
            return response
    raise AssertionError  # pragma: no cover - the last attempt returns or raises


def _pause(headers: Message, attempt: int) -> float:
    asked = headers.get("Retry-After", "")
    wait = float(asked) if asked.isdigit() else 2.0**attempt
    return min(wait, LONGEST_WAIT)
