"""Carrying out migrations one after the other: each is planned when its turn comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from qschema.apply.deployment import Deployment
from qschema.apply.errors import CanNotResumeError
from qschema.apply.journal import Begun
from qschema.apply.resume import Resumed
from qschema.migrations.errors import NotAsDeclaredError
from qschema.migrations.migration import Migration
from qschema.migrations.pending import Pending
from qschema.planner.plan import Plan


@dataclass(frozen=True)
class Turn:
    """A migration whose turn it is.

    Attributes:
        migration: The migration.
        plan: What it takes on the instance, as that is now.
        begun: Where its run comes from.
    """

    migration: Migration
    plan: Plan
    begun: Begun


def turns(
    deployment: Deployment, pending: Sequence[Pending], *, granted: Iterable[str] = (), max_rebuilds: int = 1
) -> Iterator[Turn]:
    """Yield migrations in order; whoever takes the next one has carried out the one before.

    Args:
        deployment: The instance.
        pending: The migrations.
        granted: Addresses whose destruction is allowed besides what the migrations' files allow.
        max_rebuilds: How many collections may rebuild segments at a time.

    Raises:
        NotAsDeclaredError: All are done, and something differs all the same.
    """
    for one in pending:
        allowed = tuple(dict.fromkeys((*granted, *one.migration.allow_destroy)))
        plan = _as_of(deployment, one).plan(granted=allowed, max_rebuilds=max_rebuilds)
        yield Turn(one.migration, plan, replace(deployment.begun, migration=one.migration.id))
    if pending and not (rest := _as_of(deployment, pending[-1]).plan()).empty:
        raise NotAsDeclaredError(dict.fromkeys(change.address for change in rest.changes))


def rest_of_run(deployment: Deployment, pending: Sequence[Pending]) -> Resumed:
    """Return what is left of the last run; of one that carries out a migration, with what is declared after that.

    Raises:
        CanNotResumeError: It can't go on, and why.
        NothingToResumeError: It ended well, or there was none.
    """
    last = deployment.unfinished()
    if last is None or last.begun.migration is None:
        return deployment.left()
    for one in pending:
        if one.migration.id == last.begun.migration:
            return _as_of(deployment, one).left()
    raise CanNotResumeError(str(last), f"its migration {last.begun.migration} is not the next one here")


def _as_of(deployment: Deployment, one: Pending) -> Deployment:
    """Return a deployment as it is declared after a migration."""
    return replace(deployment, load=lambda: one.schema)
