"""Options that several commands have."""

from __future__ import annotations

import click

from qschema.cli.duration import seconds

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

lock_timeout = click.option(
    "--lock-timeout",
    metavar="DURATION",
    callback=seconds,
    default="0s",
    show_default=True,
    help="How long to wait for another run to end.",
)

wait_timeout = click.option(
    "--wait-timeout",
    metavar="DURATION",
    callback=seconds,
    help="How long to wait for each rebuild; without it, for as long as it gets on.",
)
