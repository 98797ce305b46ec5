"""How much memory the process may have before writes are refused."""

from __future__ import annotations

from qschema.client.embedded.figures import memory_percent
from qschema.client.embedded.strict.limits import Limits
from qschema.client.embedded.strict.refusals import refused


def check_memory(limits: Limits) -> None:
    """Refuse a write that takes memory when the process has too much of it; where that isn't known it passes."""
    most = limits.get("max_resident_memory_percent")
    if most is None:
        return
    used = memory_percent()
    if used is not None and used >= most:
        raise refused(
            f"Resident memory usage is at {used}% of total memory, exceeding the configured limit of {most}%",
            "Reduce memory usage (e.g. delete points or drop collections), or raise `max_resident_memory_percent`"
            " in the strict mode config of this collection.",
        )
