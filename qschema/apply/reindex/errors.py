"""What can go wrong with a reindex."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from qschema.apply.errors import ApplyError
from qschema.apply.records import StepRecord
from qschema.apply.verifying.report import Report

if TYPE_CHECKING:
    from qschema.apply.reindex.holding import Hold


class NotProvenError(ApplyError):
    """A new generation doesn't show what it has to, so nobody is switched over to it."""

    code: ClassVar[str] = "apply.not-proven"

    def __init__(self, old: str, new: str, report: Report) -> None:
        self.report = report
        super().__init__(
            f"{new!r} is no match for {old!r} yet",
            why="; ".join(f"{one.check}: {one.words} (required: {one.required})" for one in report.failed),
            fix="see the report; qschema apply goes on with the copy, qschema reindex abort gives it up",
        )


class SwitchTooLateError(ApplyError):
    """A write freeze may be over, and not everybody is switched over yet."""

    code: ClassVar[str] = "apply.switch-too-late"

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"writes are frozen for {seconds:.1f} s, and not everybody is switched over yet",
            why="a server's rate limit doesn't keep writes out for longer than a minute",
            fix="qschema apply brings the copy in line and freezes writes once more",
        )


class SwitchBrokenOffError(ApplyError):
    """A run was killed between two aliases of a switch under a write freeze."""

    code: ClassVar[str] = "apply.switch-broken-off"

    def __init__(self, name: str, collection: str, aliases: Iterable[str]) -> None:
        super().__init__(
            f"{name}: the switch to {collection!r} was broken off between two aliases",
            why=f"{', '.join(sorted(aliases))} leads there already, and another copy would lose what was written to it",
            fix="qschema apply --resume ends the switch; qschema rollback takes it back",
        )


class NoGenerationError(ApplyError):
    """A collection has no generation that could be gone back to, given up, or cleaned up."""

    code: ClassVar[str] = "apply.no-generation"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}", fix="qschema reindex status shows what is there")


class GaveWayError(NoGenerationError):
    """The collection before the one that serves was deleted so that its name could lead there."""

    code: ClassVar[str] = "apply.gave-way"

    def __init__(self, name: str, serving: str, step: StepRecord, *, is_kept: bool) -> None:
        super().__init__(name, "the old collection is gone, so there is nothing to switch back to")
        self.why = (
            f"it gave its name to {serving!r} at {step.at:%Y-%m-%d %H:%M:%S} UTC, as `lifecycle: {{switch: gap}}` was "
            "declared"
        )
        self.fix = (
            f"qschema rollback {step.run[:8]} recovers the snapshot that was taken before it"
            if is_kept
            else "no snapshot was taken before it, or none is kept any more; change the declaration for another copy"
        )


class NotCopiedError(ApplyError):
    """A new generation is to be read from, and doesn't hold all points yet."""

    code: ClassVar[str] = "apply.not-copied"

    def __init__(self, name: str, collection: str) -> None:
        super().__init__(
            f"{name}: {collection!r} isn't copied whole yet",
            why="whoever read from it would miss points",
            fix=f"qschema reindex start {name} goes on with it; qschema reindex status {name} tells how far it is",
        )


class GenerationInUseError(ApplyError):
    """A generation of a collection is to be removed, and an alias leads to it."""

    code: ClassVar[str] = "apply.generation-in-use"

    def __init__(self, name: str, aliases: Iterable[str]) -> None:
        super().__init__(
            f"{name}: an older generation is still in use",
            why=f"these aliases lead to it: {', '.join(sorted(aliases))}",
            fix="point them to the generation that serves: qschema apply does, if they are declared",
        )


class HeldError(ApplyError):
    """The generations of a collection before the one that serves are still kept."""

    code: ClassVar[str] = "apply.held"

    def __init__(self, name: str, hold: Hold) -> None:
        self.hold = hold
        shown = "%Y-%m-%d %H:%M:%S UTC"
        why = (
            f"what serves now was switched to at {hold.since:{shown}}, and the old one is kept for {hold.said} after "
            f"that, until {hold.until:{shown}}"
            if hold.since
            else f"the old one is kept for {hold.said} after the switch, and the ledger doesn't tell when that was"
        )
        super().__init__(
            f"{name}: the hold isn't over, and the way back goes with the older generation",
            why=why,
            fix=f"wait, or take the way back while it is there: qschema reindex revert {name}; --ignore-hold removes "
            "it all the same, and lifecycle: {hold: 1h} says how long one is kept",
        )


class NoShadowingError(ApplyError):
    """An instance doesn't let an alias win over the collection of its name."""

    code: ClassVar[str] = "apply.no-shadowing"

    def __init__(self, fault: str) -> None:
        super().__init__(
            "a new generation can't come behind the name of the collection that serves; nothing was done",
            why=f"this was tried on scratch names, and {fault}",
            fix="declare `lifecycle: {switch: gap}`: the old collection is deleted before the alias is made, so "
            "searches and writes by the name fail for a moment",
        )


class NothingToCopyError(ApplyError):
    """What differs of a collection takes no copy."""

    code: ClassVar[str] = "apply.nothing-to-copy"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}: nothing about it takes a copy",
            why="what differs can be changed in place, or nothing differs",
            fix=f"qschema plan --target {name} shows what differs; `replace: blue_green` asks for a copy",
        )
