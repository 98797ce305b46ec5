"""Times and durations as people read them."""

from __future__ import annotations

from datetime import datetime, timezone


def moment(time: datetime | None) -> str:
    """Return a moment to the second, in UTC."""
    return f"{time.astimezone(timezone.utc):%Y-%m-%d %H:%M:%S} UTC" if time else ""


def between(start: datetime | None, end: datetime | None) -> str:
    """Return how long something took, in brackets; empty if nobody knows."""
    return f"({(end - start).total_seconds():.1f} s)" if start and end else ""
