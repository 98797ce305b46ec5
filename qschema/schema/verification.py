"""What a copy of a collection has to show before it takes the old one's place; no server knows of it."""

from __future__ import annotations

from enum import Enum

from pydantic import BaseModel, ConfigDict

K = 10
"""How many hits of an answer count where it isn't said."""


class Extent(str, Enum):
    """How much is looked at.

    Attributes:
        ALL: Every point.
    """

    ALL = "all"


class OverlapRule(BaseModel):
    """How much the answers of both collections have to agree.

    Attributes:
        k: How many hits of an answer count; 10 if it isn't said.
        at_least: The mean share of the old hits that the new answer has, from 0 to 1; without it, it is only told.
        score_shift: How far the scores of the same hits may move on average, up or down; without it, it is only told.
        queries: A file of queries, relative to the project's folder.
        sample: How many points are asked for their neighbours where no file has queries; 200 if it isn't said.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    k: int | None = None
    at_least: float | None = None
    score_shift: float | None = None
    queries: str | None = None
    sample: int | None = None


class LatencyRule(BaseModel):
    """How long the new collection may take to answer; without limits, it is only told.

    Attributes:
        p95_ms: The most milliseconds that 95 of 100 queries take.
        p95_ratio: The most that these are, measured by those of the old collection: 1.2 is a fifth more.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    p95_ms: float | None = None
    p95_ratio: float | None = None


class Canary(BaseModel):
    """A query whose answer is known.

    Attributes:
        text: What is asked, as a text to be embedded.
        point: What is asked, as a point whose neighbours are looked for.
        using: The vector that is searched; None for the one without a name.
        expect: The ids that the answer must have.
        within: Among how many hits; 10 if it isn't said.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str | None = None
    point: int | str | None = None
    using: str | None = None
    expect: list[int | str]
    within: int | None = None


class Verify(BaseModel):
    """What a copy of a collection has to show before it takes the old one's place.

    Attributes:
        points: How many points are compared one by one, payloads and vectors: a number, or `all` (if it isn't said).
        overlap: How much the answers have to agree.
        latency: How long an answer may take.
        canaries: Queries whose answers are known.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    points: int | Extent | None = None
    overlap: OverlapRule | None = None
    latency: LatencyRule | None = None
    canaries: list[Canary] | None = None
