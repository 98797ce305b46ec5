"""What work of minutes or hours needs of the run that it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from qschema.apply.copying.progress import CopyProgress
from qschema.apply.live_writes.freezing import Freeze
from qschema.apply.readiness.look import Look
from qschema.apply.records import Measures
from qschema.apply.verifying.report import Report
from qschema.apply.watching import Stop
from qschema.client import QdrantClient


@dataclass(frozen=True, kw_only=True)
class Errand:
    """What work needs of its run.

    Attributes:
        client: The instance.
        project: The project.
        check: Makes sure that this run may still change things.
        apart: Gives the project's lock back within a `with` block: for what takes long and concerns this collection
            alone.
        stop: Tells when to stop.
        wait_timeout: Seconds to wait for the optimiser; None for as long as it gets on.
        directory: The project's folder, where reports go and models are imported from; None if there is none.
        copied: Is told how far a copy is.
        waits: Is told what the optimiser still does.
        verified: Is told what a verification has found.
        measured: Is told what is worth remembering of how it went: name → a number.
        freeze: The write freeze that an earlier step of the run has begun; None if none has.
        froze: Is told of a freeze that stays, or, with None, that it is over.
    """

    client: QdrantClient
    project: str
    check: Callable[[], None]
    apart: Callable[[], AbstractContextManager[None]] = nullcontext
    stop: Stop = field(default_factory=Stop)
    wait_timeout: float | None = None
    directory: Path | None = None
    copied: Callable[[CopyProgress], None] = lambda progress: None
    waits: Callable[[Look], None] = lambda look: None
    verified: Callable[[Report], None] = lambda report: None
    measured: Callable[[Measures], None] = lambda measures: None
    freeze: Freeze | None = None
    froze: Callable[[Freeze | None], None] = lambda freeze: None
