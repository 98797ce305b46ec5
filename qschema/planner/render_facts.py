"""What stands below a step in a plan: what it costs, who notices it, and whether it can be taken back."""

from __future__ import annotations

from collections.abc import Iterator

from qschema.planner.cost.cost import Cost
from qschema.planner.steps import Step
from qschema.planner.steps.effects import Notice, Undo

_UNITS = ("bytes", "KB", "MB", "GB", "TB", "PB")


_OF_POINTS = ("create_index", "delete_vector")
"""Steps that nobody notices where there are no points."""


def facts_of(step: Step) -> Iterator[tuple[str, str]]:
    """Yield a name and words for each thing worth saying; what costs nothing and hurts nobody isn't."""
    if step.cost and (said := cost_words(step.cost)):
        yield "cost", said
    of_points = step.rebuild or step.kind in _OF_POINTS
    notice = Notice() if of_points and step.cost is None else step.notice()
    if said := "; ".join(f"{who}: {what}" for who, what in zip(notice._fields, notice, strict=True) if what):
        yield "notice", f"both: {notice.readers}" if notice.readers == notice.writers else said
    reversal = step.reversal()
    if reversal.kind is not Undo.LOSSLESS:
        yield "to undo", reversal.how


def cost_words(cost: Cost) -> str:
    """Return what a step costs on one line."""
    said = [f"{cost.points:,} {'point' if cost.points == 1 else 'points'}"] if cost.points is not None else []
    if cost.bytes_moved:
        said.append(f"{size(cost.bytes_moved)} written again")
    for name, delta in (("memory", cost.memory_delta), ("disk", cost.disk_delta)):
        if delta:
            said.append(f"{name} {'+' if delta > 0 else '−'}{size(abs(delta))}")
    if cost.seconds is not None:
        said.append(duration(cost.seconds))
    return ", ".join(said)


def size(count: int) -> str:
    """Return a number of bytes with two digits, in powers of 1,000."""
    value, unit = float(count), 0
    while value >= 999.5 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{value:.0f} {_UNITS[unit]}" if value >= 9.95 or not unit else f"{value:.1f} {_UNITS[unit]}"


def duration(seconds: float) -> str:
    """Return a duration in the unit that it is best told in; it is only an estimate."""
    for unit, length in (("h", 3600), ("min", 60)):
        if seconds >= length:
            return f"about {seconds / length:.{0 if seconds >= 10 * length else 1}f} {unit}"
    return f"about {seconds:.0f} s" if seconds >= 1 else "less than a second"
