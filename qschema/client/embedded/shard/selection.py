"""Which parts of points are returned, as the engine takes it."""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client.embedded.shard.engine import edge, engine_errors


def payload_selection(given: models.WithPayloadInterface | None, default: bool) -> Any:
    """Return which payload fields come along; those that aren't said are `default`."""
    with engine_errors():
        match given:
            case None:
                return default
            case models.PayloadSelectorInclude():
                return edge.PayloadSelector.Include(given.include)
            case models.PayloadSelectorExclude():
                return edge.PayloadSelector.Exclude(given.exclude)
            case list():
                return edge.PayloadSelector.Include(given)
            case _:
                return given


def vector_selection(given: models.WithVector | None) -> bool | list[str]:
    """Return which vectors come along; none, if it isn't said."""
    return False if given is None else given
