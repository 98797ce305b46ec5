"""Options that say what a plan is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from qschema.cli import options
from qschema.planner.plan import Plan, covered

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Extent:
    """What a plan is about.

    Attributes:
        granted: Addresses whose destruction is allowed.
        only: Addresses that it is limited to.
        prune: Whether to remove what nobody declared or applied.
        max_rebuilds: How many collections may rebuild segments at a time.
    """

    granted: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    prune: bool = False
    max_rebuilds: int = 1

    @property
    def said(self) -> list[str]:
        """The options that were given."""
        given = {
            "--allow-destroy": self.granted,
            "--target": self.only,
            "--prune": self.prune,
            "--max-rebuilds": self.max_rebuilds != 1,
        }
        return [option for option, value in given.items() if value]


target = click.option(
    "--target",
    "only",
    metavar="ADDRESS",
    multiple=True,
    help="Leave everything alone but what is at ADDRESS, and what lies under it. May be given several times.",
)

prune = click.option(
    "--prune",
    is_flag=True,
    help="Remove what this project's collections have and nobody declared or applied, and undeclared collections with "
    "the project's mark. What loses data still wants --allow-destroy.",
)

max_rebuilds = click.option(
    "--max-rebuilds",
    metavar="N",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="How many collections may rebuild segments at a time.",
)


def extent(command: F) -> F:
    """Add all options that say what a plan is about."""
    for option in (max_rebuilds, prune, target, options.allow_destroy):
        command = option(command)
    return command


def idle(plan: Plan) -> Iterable[str]:
    """Yield a sentence for each address that covers nothing of a plan: it may be mistyped."""
    for grant in plan.granted:
        if not any(step.destructive and covered(step.address, (grant,)) for step in plan.steps):
            yield f"--allow-destroy {grant} covers nothing that this plan destroys."
    for address in plan.only:
        if not any(covered(change.address, (address,)) for change in plan.changes):
            yield f"--target {address} covers nothing that differs."
