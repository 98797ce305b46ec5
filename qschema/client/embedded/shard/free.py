"""What a call costs where nobody counts."""

from __future__ import annotations

from typing import Any


def free(what: Any) -> None:
    """Pay nothing."""
