"""Options that are durations."""

from __future__ import annotations

import click

from qschema.schema.duration import seconds_of


def seconds(_ctx: click.Context | None, _param: click.Parameter | None, value: str | None) -> float | None:
    """Return the seconds that the value of an option, such as `90s`, stands for; None if the option isn't given.

    Raises:
        BadParameter: It is no duration.
    """
    try:
        return None if value is None else seconds_of(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
