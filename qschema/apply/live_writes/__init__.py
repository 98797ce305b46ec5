"""Writes to a collection while it is copied to a new generation: followed by our writers, caught up with for others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qschema.client.lazy import lazily

if TYPE_CHECKING:
    from qschema.apply.live_writes.async_writer import AsyncMirroredWriter
    from qschema.apply.live_writes.writer import MirroredWriter

__all__ = ["AsyncMirroredWriter", "MirroredWriter"]

__getattr__, __dir__ = lazily(
    __name__, {"AsyncMirroredWriter": f"{__name__}.async_writer", "MirroredWriter": f"{__name__}.writer"}
)
