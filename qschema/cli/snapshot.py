"""`qschema snapshot`: list the snapshots of a project, take some, recover one, remove old ones."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from qschema.apply.checks import check_plan
from qschema.apply.rollback.restoring import plan_restore
from qschema.apply.snapshots import SnapshotRecord
from qschema.apply.snapshots.asking import create_snapshots, remove_snapshots
from qschema.apply.snapshots.catalogue import snapshots_of
from qschema.apply.snapshots.pruning import overdue
from qschema.cli import options
from qschema.cli.carrying import carry_out
from qschema.cli.columns import columns
from qschema.cli.confirm import confirm
from qschema.cli.failures import UsageError
from qschema.cli.opening import deployment_of
from qschema.cli.output import say, show, show_json
from qschema.cli.scope import Scope
from qschema.cli.table import SUMMARIES
from qschema.cli.times import moment
from qschema.planner.render_facts import size
from qschema.planner.render_json import render_json
from qschema.planner.render_lines import Line, Role, Span
from qschema.planner.render_text import plan_lines


@click.group("snapshot", help=SUMMARIES["snapshot"], invoke_without_command=True)
@click.pass_context
def run(ctx: click.Context) -> None:
    """Say what there is to be done with snapshots, if nothing is wanted."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@run.command("list")
@options.as_json
@click.pass_obj
def list_(scope: Scope, as_json: bool) -> int:
    """Show the project's snapshots, the oldest first, as the ledger knows them."""
    deployment = deployment_of(scope)
    with deployment.place.opened() as client:
        found = snapshots_of(client, deployment.project)
    _show(found, as_json=as_json)
    return 0


@run.command()
@click.argument("names", metavar="[COLLECTION]...", nargs=-1)
@click.option("--download", is_flag=True, help="Fetch them, too: on a server they go with their collection.")
@options.lock_timeout
@options.as_json
@click.pass_obj
def create(scope: Scope, names: tuple[str, ...], download: bool, lock_timeout: float, as_json: bool) -> int:
    """Take a snapshot of each COLLECTION, by its declared name; without one, of all that belong to the project."""
    deployment = deployment_of(scope)
    place = deployment.place
    with place.opened() as client, deployment.keeper(client) as keeper:
        taken = []
        for one in create_snapshots(
            client, keeper, deployment.project, names, fetch=download, alone=place.alone, lock_timeout=lock_timeout
        ):
            taken.append(one)
            if not as_json:
                say(f"{one.declared}: snapshot {one.snapshot[:8]}, {one.most:,} points, {size(one.size)}")
    if as_json:
        show_json([one.as_json() for one in taken])
    return 0


@run.command()
@click.argument("wanted", metavar="ID")
@click.option("--plan", "only_plan", is_flag=True, help="Only show what would be done.")
@options.auto_approve
@options.allow_destroy
@options.lock_timeout
@options.wait_timeout
@options.as_json
@click.pass_obj
def restore(
    scope: Scope,
    wanted: str,
    only_plan: bool,
    auto_approve: bool,
    granted: tuple[str, ...],
    lock_timeout: float,
    wait_timeout: float | None,
    as_json: bool,
) -> int:
    """Bring a collection back from the snapshot ID, or whose id begins so.

    Where the collection is there, the snapshot is recovered beside it, looked at, and put in its place.
    """
    deployment = deployment_of(scope)
    with deployment.place.opened() as client:
        plan = plan_restore(
            client,
            deployment.project,
            wanted,
            place=str(deployment.place),
            granted=granted,
            snapshots=deployment.snapshots.before,
        )
    if as_json and only_plan:
        show_json(render_json(plan))
    elif not as_json:
        show(plan_lines(plan))
    check_plan(plan)
    if only_plan:
        return 0
    confirm(f"Do this to {deployment.place}?", given=auto_approve)
    return carry_out(
        deployment, plan, deployment.begun, lock_timeout=lock_timeout, wait_timeout=wait_timeout, as_json=as_json
    )


@run.command()
@click.option(
    "--keep-last",
    metavar="N",
    type=click.IntRange(min=1),
    help="Of how many runs to keep the snapshots, for each collection.  [default: the environment's keep_last]",
)
@options.auto_approve
@options.lock_timeout
@options.as_json
@click.pass_obj
def prune(scope: Scope, keep_last: int | None, auto_approve: bool, lock_timeout: float, as_json: bool) -> int:
    """Remove the snapshots that are not of a collection's last runs: here, and on the instance."""
    deployment = deployment_of(scope)
    keep = keep_last or deployment.snapshots.keep_last
    if keep is None:
        raise UsageError(
            "nobody says how many snapshots to keep", fix="give --keep-last N, or set snapshots: {keep_last: N}"
        )
    place = deployment.place
    with place.opened() as client, deployment.keeper(client) as keeper:
        old = overdue(snapshots_of(client, deployment.project), keep)
        _show(old, as_json=as_json, nothing="There is no snapshot that is kept no longer.")
        if old:
            confirm(f"Remove {'it' if len(old) == 1 else f'these {len(old)}'} for good?", given=auto_approve)
            remove_snapshots(client, keeper, deployment.project, old, alone=place.alone, lock_timeout=lock_timeout)
    return 0


def _show(records: Sequence[SnapshotRecord], *, as_json: bool, nothing: str = "There are no snapshots.") -> None:
    if as_json:
        show_json([one.as_json() for one in records])
    elif records:
        show(snapshot_lines(records))
    else:
        say(nothing)


def snapshot_lines(records: Iterable[SnapshotRecord]) -> Iterator[Line]:
    """Yield a line for each snapshot."""
    rows = [
        (
            one.snapshot[:8],
            moment(one.at),
            one.declared,
            f"{one.most:,}",
            size(one.size),
            _kept(one),
            f"run {one.run[:8]}" if one.run else "asked for",
        )
        for one in records
    ]
    return columns(("ID", "TAKEN", "COLLECTION", "POINTS", "SIZE", "KEPT", "FOR"), rows)


def _kept(record: SnapshotRecord) -> Span:
    """Say where a snapshot is, as far as it can be told from here."""
    if record.on_instance:
        return Span("on the instance")
    if record.host != socket.gethostname():
        return Span(f"on {record.host}")
    here = all((Path(record.folder) / part.file).is_file() for part in record.parts)
    return Span("here") if here else Span("gone", Role.DESTROY)
