"""The step that holds a new generation of a collection against the old one, and lets nobody switch before it passes."""

from __future__ import annotations

from typing import ClassVar, Literal

from qschema.planner.steps.effects import Reversal, Undo
from qschema.planner.steps.passage import Passage
from qschema.planner.steps.work import Work
from qschema.schema.verification import K, Verify


class VerifyCopy(Work):
    """Verify a copy: counts, ids, payloads and vectors agree, the optimiser is done, and what is declared is kept.

    Attributes:
        source: The physical name of the collection that serves.
        vectors: What becomes of the vectors.
        required: What is declared of what the copy has to show (`lifecycle.verify`).
        lags: Whether others go on writing who don't follow, up to a write freeze: then what differs is caught up with
            before it is looked at again.
    """

    kind: Literal["verify_copy"] = "verify_copy"
    default_sign: ClassVar[str] = "-/+"

    source: str
    vectors: Passage = Passage()
    required: Verify | None = None
    lags: bool = False

    def words(self) -> str:
        """Say what the step does, and what is required beside the same points."""
        limits = "".join(f", {limit}" for limit in self._limits())
        return f"verify {self.collection!r} against {self.source!r}{limits}, before anybody is switched over"

    def _limits(self) -> list[str]:
        required = self.required
        overlap = required.overlap if required else None
        latency = required.latency if required else None
        limits = []
        if required and isinstance(required.points, int):
            limits.append(f"payloads and vectors of {required.points:,} points only")
        if overlap and overlap.at_least is not None:
            limits.append(f"overlap@{overlap.k or K} ≥ {overlap.at_least:g} required")
        if overlap and overlap.score_shift is not None:
            limits.append(f"score shift ≤ {overlap.score_shift:g}")
        if latency and latency.p95_ms is not None:
            limits.append(f"p95 ≤ {latency.p95_ms:g} ms")
        if latency and latency.p95_ratio is not None:
            limits.append(f"p95 ≤ {latency.p95_ratio:g} × the old one's")
        if required and required.canaries:
            limits.append(f"{len(required.canaries)} canar{'y' if len(required.canaries) == 1 else 'ies'}")
        return limits

    def reversal(self) -> Reversal:
        """Say that there is nothing to take back."""
        return Reversal(Undo.LOSSLESS, "it only reads")
