"""`qschema plan --save`: what is declared now as the next file in `migrations/`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress

from qschema.apply.place import API_KEY
from qschema.cli.failures import UsageError
from qschema.cli.files import write_new
from qschema.cli.output import say, show, show_json
from qschema.cli.plan_options import idle
from qschema.migrations.drafting import draft, slug
from qschema.migrations.order import check_one_head, in_order
from qschema.migrations.reading import read_migrations
from qschema.migrations.writing import text_of
from qschema.planner.render_json import render_json
from qschema.planner.render_lines import Role, Span
from qschema.schema.errors import SchemaError
from qschema.schema.loader import load_schema
from qschema.schema.project import Project
from qschema.schema.secrets import remember

DONE, IMPOSSIBLE = 0, 1


def save(project: Project, message: str, *, granted: Iterable[str], merge: bool, as_json: bool) -> int:
    """Write the next migration; no instance is needed for that.

    Args:
        project: The project.
        message: What the migration is for; its file's name is made from it.
        granted: Addresses whose destruction is allowed by the file.
        merge: Whether it may join branches.
        as_json: Whether to print the plan as JSON.

    Returns:
        The exit code.

    Raises:
        MigrationError: The saved migrations are not as they should be, or a secret stands in what would be saved.
    """
    if not slug(message):
        raise UsageError("--save wants a name with letters or digits", fix="qschema plan --save add_tenant_index")
    _remember_secrets(project)
    saved = in_order(read_migrations(project.directory))
    if not merge:
        check_one_head(saved)
    drafted = draft(saved, load_schema(project), message, granted=granted)
    plan, migration = drafted.plan, drafted.migration
    if as_json:
        show_json(render_json(plan))
    else:
        show((Span(step),) for step in migration.steps)
    for sentence in idle(plan):
        say(Span("Note: ", Role.STRONG), sentence)
    if plan.impossible:
        say("It is not saved: something in it is impossible.")
        return IMPOSSIBLE
    if drafted.empty:
        say("There is nothing to save: what is declared is what the saved migrations lead to.")
        return DONE
    for address in dict.fromkeys(step.address for step in plan.refused):
        say(Span("Note: ", Role.CHANGE), f"this loses data; to allow it in the file: --allow-destroy {address}")
    write_new(project.directory / migration.file, text_of(migration))
    say(f"Saved {migration.file}. Review it and commit it; qschema apply carries it out.")
    return DONE


def _remember_secrets(project: Project) -> None:
    """See that the keys of all environments are known for secrets, as far as their variables are set."""
    remember(os.environ.get(API_KEY, ""))
    for name in project.environments:
        with suppress(SchemaError):
            project.environment(name)
