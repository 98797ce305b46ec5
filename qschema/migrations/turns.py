"""Carrying out migrations one after the other: each is planned when its turn comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from qschema.apply.deployment import Deployment
from qschema.apply.errors import CanNotResumeError, StalePlanError
from qschema.apply.journal import Begun
from qschema.apply.migrated import migrated
from qschema.apply.resume import Resumed
from qschema.migrations.errors import NotAsDeclaredError
from qschema.migrations.migration import Migration
from qschema.migrations.pending import Pending, Standing, standing
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
    deployment: Deployment, stands: Standing, *, granted: Iterable[str] = (), max_rebuilds: int = 1
) -> Iterator[Turn]:
    """Yield the migrations that an instance has not had, in order; when the next is taken, the one before is done.

    Another run may carry out some of them meanwhile; see `unless_overtaken`.

    Args:
        deployment: The instance.
        stands: How it stands to the migrations.
        granted: Addresses whose destruction is allowed besides what the migrations' files allow.
        max_rebuilds: How many collections may rebuild segments at a time.

    Raises:
        NotAsDeclaredError: All are done, and something differs all the same.
    """
    while stands.pending:
        one = stands.pending[0]
        allowed = tuple(dict.fromkeys((*granted, *one.migration.allow_destroy)))
        plan = _as_of(deployment, one).plan(granted=allowed, max_rebuilds=max_rebuilds)
        yield Turn(one.migration, plan, replace(deployment.begun, migration=one.migration.id))
        stands = standing(deployment)
    if stands.saved and not (rest := deployment.plan()).empty:
        raise NotAsDeclaredError(dict.fromkeys(change.address for change in rest.changes))


@contextmanager
def unless_overtaken(deployment: Deployment, turn: Turn) -> Iterator[None]:
    """Let it pass that a turn's plan is stale, where another run has carried out the migration since."""
    try:
        yield
    except StalePlanError:
        with deployment.place.opened() as client:
            if turn.migration.id not in migrated(client, deployment.project).done:
                raise


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
