"""What a step costs, as data."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

_MOST = 2**63 - 1


def _bounded(size: int) -> int:
    return max(-_MOST, min(size, _MOST))


Bytes = Annotated[int, AfterValidator(_bounded)]
"""A number of bytes. Settings that nobody could run (a graph with 10¹³ links) still make one that JSON can hold."""


class Cost(BaseModel):
    """What a step costs; what nobody can tell is None.

    Attributes:
        points: How many points are touched.
        bytes_moved: Bytes of vectors, their quantized form and their graphs that are written again.
        memory_delta: By how many bytes the memory that the collection wants grows, or shrinks if negative.
        disk_delta: The same on disk.
        scope: What is built again; empty if nothing is.
        seconds: How long it takes, roughly.
        basis: What the estimate rests on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    points: int | None = None
    bytes_moved: Bytes | None = None
    memory_delta: Bytes | None = None
    disk_delta: Bytes | None = None
    scope: str = ""
    seconds: float | None = None
    basis: str = ""
