"""`qschema copy`: the points of a collection into another one, here or on another instance."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click

from qschema.apply.copying.census import census
from qschema.apply.copying.creating import create_like
from qschema.apply.copying.engine import copy_points
from qschema.apply.copying.errors import CopyStoppedError
from qschema.apply.copying.leasing import lease_of
from qschema.apply.copying.options import LANES, PAGE, CopyOptions
from qschema.apply.copying.preview import preview
from qschema.apply.copying.side import Side
from qschema.apply.copying.throttle import Throttle, bounds
from qschema.apply.place import Place
from qschema.apply.place import place_of as instance_of
from qschema.apply.transforms import EmbeddingCache, Tools, Transforms
from qschema.apply.transforms.cache import default_path
from qschema.apply.transforms.file import read_transforms
from qschema.cli import options
from qschema.cli.copy_output import CopyWatcher, show_census, show_preview
from qschema.cli.duration import seconds
from qschema.cli.failures import UsageError, report
from qschema.cli.opening import place_of, project_if_any
from qschema.cli.scope import Scope
from qschema.cli.stopping import stopped_by_signals
from qschema.cli.table import command
from qschema.schema.live import RESERVED_PREFIX

TO_API_KEY = "QDRANT_TO_API_KEY"
"""The variable that holds the key for `--to-url`, where it isn't the one that QDRANT_API_KEY holds."""


def _window(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    try:
        if value is not None:
            bounds(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    return value


@command("copy")
@click.argument("source")
@click.argument("dest", required=False)
@click.option("--to-env", metavar="NAME", help="DEST is on the instance of this environment.")
@click.option("--to-url", metavar="URL", help="DEST is on this Qdrant server.")
@click.option("--to-path", metavar="DIR", type=click.Path(path_type=Path), help="DEST is in this embedded instance.")
@click.option(
    "--transforms", "file", metavar="FILE", type=click.Path(path_type=Path), help="What is done to points on the way."
)
@click.option("--cache", metavar="FILE", type=click.Path(path_type=Path), help="Where vectors that were made are kept.")
@click.option("--census", "counts", is_flag=True, help="Only show which fields SOURCE has, and of which types.")
@click.option("--dry-run", is_flag=True, help="Only show some points before and after, and write nothing.")
@click.option("--sample", metavar="N", type=click.IntRange(1), help="Look at N points.  [default: 5, all for --census]")
@click.option("--insert-only", is_flag=True, help="Leave points alone that DEST has.")
@click.option("--no-create", is_flag=True, help="Fail if there is no DEST.")
@click.option("--index-meanwhile", is_flag=True, help="Let DEST index while it is filled.")
@click.option("--restart", is_flag=True, help="Begin anew, whatever an earlier copy has done.")
@click.option("--page", metavar="N", type=click.IntRange(1), default=PAGE, show_default=True, help="Points of a page.")
@click.option(
    "--parallel", metavar="N", type=click.IntRange(1), default=LANES, show_default=True, help="Pages under way."
)
@click.option("--rate", metavar="N", type=click.FloatRange(0, min_open=True), help="The most points a second.")
@click.option("--max-queue", metavar="N", type=click.IntRange(0), help="Wait while more updates wait at DEST.")
@click.option("--max-latency", metavar="DURATION", callback=seconds, help="Rest after writes that took longer.")
@click.option("--window", metavar="HH:MM-HH:MM", callback=_window, help="Work only in this time of the day.")
@options.lock_timeout
@options.as_json
@click.pass_obj
def run(
    scope: Scope,
    source: str,
    dest: str | None,
    to_env: str | None,
    to_url: str | None,
    to_path: Path | None,
    file: Path | None,
    cache: Path | None,
    counts: bool,
    dry_run: bool,
    sample: int | None,
    insert_only: bool,
    no_create: bool,
    index_meanwhile: bool,
    restart: bool,
    page: int,
    parallel: int,
    rate: float | None,
    max_queue: int | None,
    max_latency: float | None,
    window: str | None,
    lock_timeout: float,
    as_json: bool,
) -> int:
    """SOURCE and DEST are collections or aliases; without DEST, it has the name of SOURCE on the other instance.

    DEST is created like SOURCE where there is none. Called again, a copy goes on where it was broken off; one that is
    done copies nothing more, unless --restart is given.
    """
    if counts and dry_run:
        raise UsageError("--census and --dry-run show different things", fix="give one of them")
    project = project_if_any(scope.directory)
    place = there = place_of(scope, project)
    if to_env or to_url or to_path:
        key = os.environ.get(TO_API_KEY) if to_url else None
        there = instance_of(project, env=to_env, url=to_url, path=to_path, api_key=key)
    transforms = read_transforms(file) if file else Transforms()
    only_reads = counts or dry_run
    with ExitStack() as stack:
        client = stack.enter_context(place.opened(to_write=there == place and not only_reads))
        side = Side(client, source, str(place))
        if counts:
            show_census(census(side, most=sample, where=transforms.where), as_json=as_json)
            return 0
        how = CopyOptions(
            where=transforms.where,
            write="insert_only" if insert_only else "upsert",
            transform=stack.enter_context(_prepared(transforms, cache)),
            transforms=transforms.as_data,
            with_vectors=True if dry_run else transforms.vectors_to_read(side.vector_names()),
            page=page,
            lanes=parallel,
            defer_indexing=not index_meanwhile,
            throttle=Throttle(rate=rate, max_queue=max_queue, max_latency=max_latency, window=window),
        )
        if dry_run:
            show_preview(preview(side, how, sample or 5), as_json=as_json)
            return 0
        other = client if there == place else stack.enter_context(there.opened(to_write=True))
        goal = Side(other, _dest(source, dest, place, there), str(there))
        created = not no_create and create_like(side, goal)  # what was copied before went with what was there before
        with lease_of(goal, timeout=lock_timeout, alone=there.alone) as lease:
            return _copy(side, goal, how, restart=restart or created, check=lease.check, as_json=as_json)


def _copy(side: Side, goal: Side, how: CopyOptions, *, restart: bool, check: Callable[[], None], as_json: bool) -> int:
    said = hashlib.sha256("\n".join((side.place, side.collection, goal.collection)).encode())
    with stopped_by_signals() as stop, CopyWatcher(as_json=as_json) as watcher:
        try:
            done = copy_points(
                side,
                goal,
                how,
                copying=said.hexdigest()[:16],
                restart=restart,
                check=check,
                told=watcher.told,
                stop=stop,
            )
        except CopyStoppedError as stopped:
            report(stopped, as_json=as_json, debug=False)
            return stop.code
    watcher.ended(done)
    return 0


@contextmanager
def _prepared(transforms: Transforms, cache: Path | None) -> Iterator[Callable[..., Any]]:
    """Return what does it all, with the vectors that were made before."""
    if not transforms.embeds:
        yield transforms.with_tools(Tools())
        return
    kept = EmbeddingCache(cache or default_path())
    try:
        yield transforms.with_tools(Tools(kept))
    finally:
        kept.close()


def _dest(source: str, dest: str | None, place: Place, there: Place) -> str:
    if (dest or source) == source and there == place:
        raise UsageError("the destination is missing", fix=f"qschema copy {source} DEST, or say where to with --to-url")
    name = dest or source
    if name.startswith(RESERVED_PREFIX):
        raise UsageError(
            f"nothing is copied into {name}",
            why=f"names that begin with {RESERVED_PREFIX} are those of the ledger and its locks",
            fix="name another destination",
        )
    return name
