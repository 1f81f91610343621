"""Reading the days that people write."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", re.ASCII)
_LONGEST = 40


def read_day(text: str, *, last: bool = False) -> dt.date:
    """Read a day, a month or a year.

    Args:
        text: The day as ``2025-03-01``, ``2025-03`` or ``2025``.
        last: Take a month or a year for its last day, not its first.

    Raises:
        ValueError: It is none of these, or there is no such day; the message says what to write.

    Examples:
        >>> read_day("2024-02", last=True)
        datetime.date(2024, 2, 29)
    """
    try:
        if match := _DAY.fullmatch(text.strip()):
            year = int(match[1])
            month = int(match[2] or (12 if last else 1))
            return dt.date(
                year, month, int(match[3] or (monthrange(year, month)[1] if last else 1))
            )
    except ValueError:  # a thirteenth month, say
        pass
    shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    raise ValueError(f"{shown!r} is no date; write 2025-03-01, 2025-03 or 2025")
