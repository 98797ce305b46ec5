"""`qschema unlock`: show who holds the lock, ask, free it."""

from __future__ import annotations

from collections.abc import Sequence

import click

from qschema.apply.collection_lease import NOBODY
from qschema.apply.errors import NoSuchLockError
from qschema.apply.held_lock import HeldLock
from qschema.apply.unlock import held_locks, release_held, repair
from qschema.cli import options
from qschema.cli.confirm import confirm
from qschema.cli.failures import UsageError
from qschema.cli.opening import opened, place_of
from qschema.cli.output import say
from qschema.cli.scope import Scope
from qschema.cli.table import command
from qschema.client import QdrantClient
from qschema.planner.render_lines import Role, Span
from qschema.schema.project import load_project


@command("unlock")
@click.argument("token", required=False)
@click.option("--repair", "mend", is_flag=True, help="Mend what a killed run left half made in the ledger.")
@options.auto_approve
@click.pass_obj
def run(scope: Scope, token: str | None, mend: bool, auto_approve: bool) -> int:
    """TOKEN is the lock's id, which the error of whoever is locked out names; it is needed only if there are several.

    Only free the lock of a run that is dead: while it lives, two runs would change the same things.
    """
    if mend and token:
        raise UsageError("--repair mends the whole ledger and takes no TOKEN", fix="run the two one after the other")
    project = load_project(scope.directory)
    place = place_of(scope, project)
    with opened(place) as client:
        if mend:
            return _mend(client, given=auto_approve)
        held = [*held_locks(client, project.name), *held_locks(client, NOBODY)]
        if not held and not token:
            say(f"Nobody holds the lock of the project {project.name!r}.")
            return 0
        one = _chosen(held, token, project.name)
        say(f"The lock of {one.guards} is held by ", Span(one.holder, Role.STRONG), ".")
        confirm("Is that run dead, and shall its lock be freed?", given=auto_approve)
        release_held(client, one.project, one.token)
        say("The lock is free.")
    return 0


def _mend(client: QdrantClient, *, given: bool) -> int:
    confirm("Is no run of any project at work here, and shall the ledger be mended?", given=given)
    for sentence in repair(client) or ("There was nothing to mend.",):
        say(sentence)
    return 0


def _chosen(held: Sequence[HeldLock], token: str | None, project: str) -> HeldLock:
    """Return the lock that a token names, or the only one."""
    for lock in held:
        if lock.token == token or (token is None and len(held) == 1):
            return lock
    if token:
        raise NoSuchLockError(project, token)
    raise UsageError(
        "more than one lock is held: say which",
        why="; ".join(f"{lock.token} of {lock.guards}: {lock.holder}" for lock in held),
        fix="qschema unlock TOKEN",
    )
