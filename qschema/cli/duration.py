"""Durations as people write them: `90s`, `1.5m`, `500ms`, `2h`."""

from __future__ import annotations

import re

import click

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


def seconds(_ctx: click.Context | None, _param: click.Parameter | None, value: str | None) -> float | None:
    """Return the seconds that the value of an option, such as `90s`, stands for; None if the option isn't given.

    Raises:
        BadParameter: It is no duration.
    """
    if value is None:
        return None
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)(ms|s|m|h)", value)
    if found is None:
        raise click.BadParameter(f"{value!r} is no duration; write it like 500ms, 90s, 5m or 1h")
    return float(found[1]) * _UNITS[found[2]]
