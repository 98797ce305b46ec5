"""What is required, with everything that a declaration leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qschema.schema.verification import Canary, K, Verify

SAMPLE = 200


@dataclass(frozen=True)
class Rules:
    """What a copy has to show; counts, ids, payloads and vectors have to agree in any case.

    Attributes:
        points: How many points are compared one by one; None for all.
        k: How many hits of an answer count.
        sample: How many points are asked for their neighbours where there are no queries.
        at_least: The least mean overlap; None to tell it only.
        score_shift: How far scores may move on average; None to tell it only.
        latency: Limits of latencies by their names, `p95_ms` and `p95_ratio`; empty to tell them only.
        canaries: Queries whose answers are known.
    """

    points: int | None = None
    k: int = K
    sample: int = SAMPLE
    at_least: float | None = None
    score_shift: float | None = None
    latency: Mapping[str, float] | None = None
    canaries: tuple[Canary, ...] = ()

    @classmethod
    def of(cls, said: Verify | None) -> Rules:
        """Return what a declaration requires."""
        said = said or Verify()
        overlap = said.overlap.model_dump(exclude_none=True, exclude={"queries"}) if said.overlap else {}
        found: dict[str, Any] = {**overlap, "canaries": tuple(said.canaries or ())}
        if isinstance(said.points, int):
            found["points"] = said.points
        if said.latency:
            found["latency"] = said.latency.model_dump(exclude_none=True)
        return cls(**found)
