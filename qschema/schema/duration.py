"""Durations as people write them: `90s`, `1.5m`, `500ms`, `2h`, `7d`."""

from __future__ import annotations

import re

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}

DURATION = re.compile(r"([0-9]+(?:\.[0-9]+)?)(ms|s|m|h|d)")
"""What a duration looks like."""

EXAMPLES = "500ms, 90s, 5m, 1h or 7d"


def seconds_of(text: str) -> float:
    """Return the seconds that a duration, such as `90s`, stands for.

    Raises:
        ValueError: It is no duration.
    """
    found = DURATION.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no duration; write it like {EXAMPLES}")
    return float(found[1]) * _UNITS[found[2]]
