"""Durations as people write them: `90s`, `1.5m`, `500ms`, `2h`."""

from __future__ import annotations

import re

import click

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


class Duration(click.ParamType):
    """A duration in seconds."""

    name = "duration"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the seconds that a text such as `90s` stands for."""
        if isinstance(value, float):
            return value
        found = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s|m|h)", str(value))
        if found is None:
            self.fail(f"{value!r} is no duration; write it like 500ms, 90s, 5m or 1h", param, ctx)
        return float(found[1]) * _UNITS[found[2]]
