"""A plan: what differs, what to do about it in which order, and what it was made from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict

from qschema._version import __version__
from qschema.planner.change import Change, ChangeClass, Origin
from qschema.planner.steps import AnyStep
from qschema.planner.warnings.warning import PlanWarning

FORMAT = 3
"""The version of the saved form; 2 added costs, origins, warnings, and what a plan was limited to, 3 snapshots. A saved
plan of an older format is read as one that has none of them."""


class Summary(BaseModel):
    """How many things a plan adds, changes and destroys."""

    model_config = ConfigDict(frozen=True)

    add: int = 0
    change: int = 0
    destroy: int = 0

    def __str__(self) -> str:
        return f"{self.add} to add, {self.change} to change, {self.destroy} to destroy"


class Plan(BaseModel):
    """What it takes to bring an instance to a declaration.

    Attributes:
        format: The version of the saved form.
        tool: The version of qschema that made it.
        project: The project that it belongs to.
        target: What it was made for: the ledger's id, else the URL or the folder.
        server: The version that the server reported.
        collections: The names of the declared collections.
        aliases: The declared aliases.
        declared: Fingerprint of the declaration.
        applied: Fingerprint of what was applied last.
        live: Fingerprint of what the instance showed of the collections that the plan is about.
        granted: The addresses whose destruction was allowed when the plan was made.
        changes: What differs.
        steps: What to do, in order.
        adopts: The declared collections that exist unmarked and will be marked as this project's.
        records: The declarations to be noted as applied; None where a collection is gone.
        unmanaged: Addresses of what is there, is not declared, and was never this project's: it is left alone.
        notes: Sentences that whoever reads the plan should know.
        warnings: What whoever reads the plan should think about.
        only: The addresses that the plan was limited to; empty if it is about everything.
        max_rebuilds: How many collections may rebuild segments at a time.
        refresh_only: Whether it only tells what somebody changed since the last apply, and does nothing about it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    tool: str = __version__
    project: str
    target: str = ""
    server: str
    collections: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    declared: str
    applied: str
    live: str
    granted: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    steps: tuple[AnyStep, ...] = ()
    adopts: tuple[str, ...] = ()
    records: dict[str, Any] = {}
    unmanaged: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[PlanWarning, ...] = ()
    only: tuple[str, ...] = ()
    max_rebuilds: int = 1
    refresh_only: bool = False

    @property
    def impossible(self) -> tuple[Change, ...]:
        """The changes that can't be made here, each with its reason."""
        return tuple(change for change in self.changes if change.kind is ChangeClass.IMPOSSIBLE)

    @property
    def refused(self) -> tuple[AnyStep, ...]:
        """The steps that destroy data and were not allowed to."""
        return tuple(step for step in self.steps if step.destructive and not covered(step.address, self.granted))

    @property
    def empty(self) -> bool:
        """Whether nothing differs; to adopt a collection, or to note what was applied, is no difference."""
        told = self.refresh_only and self.changes
        return not self.impossible and not told and all(step.kind == "adopt_collection" for step in self.steps)

    @property
    def drift(self) -> tuple[Change, ...]:
        """What somebody changed on the instance since the last apply."""
        return tuple(change for change in self.changes if change.origin is Origin.DRIFT)

    @property
    def idle(self) -> bool:
        """Whether there is nothing at all to write, not even a mark or a record."""
        return not self.steps and not self.records and not self.impossible

    @property
    def summary(self) -> Summary:
        """The count of things to add, change and destroy; an adoption is none, what completes a creation neither."""
        signs = [step.sign for step in self.steps if step.kind != "adopt_collection" and not step.completes]
        return Summary(add=signs.count("+"), change=signs.count("~"), destroy=signs.count("-"))


def covered(address: str, grants: Iterable[str]) -> bool:
    """Tell whether one of the granted addresses is this one, or lies above it."""
    return any(address == grant or address.startswith(f"{grant}/") for grant in grants)


def fingerprint(value: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a JSON value in its canonical form (sorted keys, no spaces), as `sha256:…`."""
    return "sha256:" + hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()
