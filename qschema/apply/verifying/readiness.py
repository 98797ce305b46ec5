"""Whether the new collection has nothing left to build: a half-built one answers slowly, and from a part."""

from __future__ import annotations

from collections.abc import Iterator

from qschema.apply.errors import WaitingError
from qschema.apply.readiness import wait_until_ready
from qschema.apply.verifying.gate import Gate
from qschema.apply.verifying.result import Outcome, Result

_REQUIRED = "the optimiser has finished"


def check_readiness(gate: Gate) -> Iterator[Result]:
    """Wait for the optimiser, for a while."""

    def check() -> None:
        gate.progress("optimiser", 0)

    try:
        wait_until_ready(gate.new.client, gate.new.collection, seconds=gate.ready_seconds, check=check)
    except WaitingError as error:
        yield Result("optimiser", Outcome.FAILED, error.what, _REQUIRED)
    else:
        yield Result("optimiser", Outcome.PASSED, "nothing is left to be built", _REQUIRED)
