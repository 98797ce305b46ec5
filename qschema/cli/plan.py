"""`qschema plan`: what it takes; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from qschema.apply.plan_file import save_plan
from qschema.cli import options
from qschema.cli.failures import UsageError
from qschema.cli.migrating import notes
from qschema.cli.opening import deployment_of
from qschema.cli.output import say, show, show_json, write
from qschema.cli.plan_options import Extent, extent, idle
from qschema.cli.saving import save
from qschema.cli.scope import Scope
from qschema.cli.table import command
from qschema.migrations.errors import PendingError
from qschema.migrations.pending import standing
from qschema.planner.plan import Plan
from qschema.planner.render_json import render_json
from qschema.planner.render_lines import Role, Span
from qschema.planner.render_markdown import render_markdown
from qschema.planner.render_text import plan_lines
from qschema.schema.project import load_project
from qschema.schema.secrets import redact

DONE, IMPOSSIBLE, CHANGES = 0, 1, 2


@command("plan")
@click.option("--detailed-exitcode", is_flag=True, help="Exit with 2 if there is something to change.")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Save the plan for `qschema apply FILE`.")
@options.as_json
@click.option("--markdown", is_flag=True, help="Print it as Markdown for a comment, no longer than one may be.")
@extent
@click.option("--refresh-only", is_flag=True, help="Only tell what was changed on the instance since the last apply.")
@click.option("--save", "message", metavar="NAME", help="Save what is declared as the next migration; see below.")
@click.option("--merge", is_flag=True, help="With --save: join the migrations of several branches.")
@click.pass_obj
def run(
    scope: Scope,
    /,
    detailed_exitcode: bool,
    out: Path | None,
    as_json: bool,
    markdown: bool,
    refresh_only: bool,
    message: str | None,
    merge: bool,
    **about: Any,
) -> int:
    """Nothing is written, neither to the instance nor to its ledger; a key that only reads is enough.

    --save looks at no instance: it writes what has changed in the declaration since the last saved migration as the
    next file in migrations/, with the steps in words, for somebody to review. Every instance then gets it by `qschema
    apply`. What --allow-destroy allows stands in the file.
    """
    wanted = Extent(**about)
    _check_usage(wanted, out, as_json=as_json, markdown=markdown, refresh_only=refresh_only)
    if message is not None:
        flags = {"--out": out, "--markdown": markdown, "--refresh-only": refresh_only}
        flags["--detailed-exitcode"] = detailed_exitcode
        _check_saving([*wanted.said, *(flag for flag, given in flags.items() if given)])
        return save(load_project(scope.directory), message, granted=wanted.granted, merge=merge, as_json=as_json)
    if merge:
        raise UsageError("--merge is for --save", fix="qschema plan --save NAME --merge")
    deployment = deployment_of(scope)
    if out is not None and (waiting := standing(deployment).waiting):
        raise PendingError("a saved plan", waiting)
    plan = deployment.plan(refresh_only=refresh_only, **about)
    if as_json:
        show_json(render_json(plan))
    elif markdown:
        write(render_markdown(Plan.model_validate(redact(plan.model_dump(mode="json")))))
    else:
        show(plan_lines(plan))
    warn_of_idle_grants(plan)
    for sentence in notes(deployment):
        say(Span("Note: ", Role.STRONG), sentence)
    if plan.impossible:
        return IMPOSSIBLE
    if out is not None:
        save_plan(plan, out)
        say(f"Saved. To carry out exactly this: qschema apply {out}")
    return CHANGES if detailed_exitcode and not plan.empty else DONE


def _check_usage(wanted: Extent, out: Path | None, *, as_json: bool, markdown: bool, refresh_only: bool) -> None:
    if as_json and markdown:
        raise UsageError("--json and --markdown exclude each other", fix="give one of them")
    if refresh_only and (out is not None or wanted.said):
        others = ", ".join([*wanted.said, *(["--out"] if out is not None else [])])
        raise UsageError(
            f"--refresh-only can't be given with {others}", why="it only tells, and there is nothing to carry out"
        )


def _check_saving(given: Iterable[str]) -> None:
    if others := [option for option in given if option != "--allow-destroy"]:
        raise UsageError(
            f"--save can't be given with {', '.join(others)}",
            why="a migration is all that changes between two declarations, and it is for every instance",
        )


def warn_of_idle_grants(plan: Plan) -> None:
    """Say which addresses cover nothing of the plan: they may be mistyped."""
    for sentence in idle(plan):
        say(Span("Note: ", Role.STRONG), sentence)
