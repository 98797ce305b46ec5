"""Metadata: any JSON object, as far as a server keeps it."""

from __future__ import annotations

from typing import Any

from qschema.client.errors import BadRequest

_DEEPEST = 125
"""How many levels a server reads within the metadata: 128 in the whole body (serde_json), where it stands third."""

_LEAST, _GREATEST = -(2**63), 2**64 - 1


def storable(value: Any, level: int = 1) -> Any:
    """Return metadata as a server keeps them: a whole number of more than 64 bits becomes a floating-point one.

    Raises:
        BadRequest: They are nested too deeply.
    """
    if level > _DEEPEST:
        raise BadRequest(f"metadata can't be nested more than {_DEEPEST} levels deep", status=400)
    if isinstance(value, dict):
        return {key: storable(inner, level + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [storable(inner, level + 1) for inner in value]
    if isinstance(value, int) and not _LEAST <= value <= _GREATEST:
        return float(value)
    return value
