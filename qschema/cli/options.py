"""Options that several commands have."""

from __future__ import annotations

import click

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, errors too.")

allow_destroy = click.option(
    "--allow-destroy",
    "granted",
    metavar="ADDRESS",
    multiple=True,
    help="Allow the data at ADDRESS, and at what lies under it, to be destroyed: articles, articles/vectors/text. "
    "May be given several times.",
)

auto_approve = click.option("--auto-approve", is_flag=True, help="Don't ask for a yes.")
