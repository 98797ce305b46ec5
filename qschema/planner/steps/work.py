"""What steps have in common that are work of minutes or hours."""

from __future__ import annotations

from typing import Any, ClassVar

from qschema.client.requests import Request
from qschema.planner.steps.base import Step
from qschema.schema.live import LiveInstance


class Work(Step):
    """Base of the steps that are work of minutes or hours, and that no look at the instance shows to be done."""

    is_work: ClassVar[bool] = True

    def requests(self) -> tuple[Request[Any], ...]:
        """Return nothing: it isn't a call, nor a few of them."""
        return ()

    def holds(self, live: LiveInstance) -> bool:
        """Say no: the ledger knows, or nobody before it is done."""
        return False

    def inverse(self) -> None:
        """Return nothing: what it made goes with what another step made."""
