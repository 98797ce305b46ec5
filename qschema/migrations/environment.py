"""What an environment overrides, in declarations of earlier revisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from qschema.migrations.folding import Declarations
from qschema.schema.spec import CollectionSpec, Declared, Schema


def in_environment(said: Declarations, base: Schema, here: Schema) -> Schema:
    """Return an earlier declaration as it would be in an environment.

    Only today's declaration is known both without and with what the environment overrides. What differs between the two
    is carried over: a collection that is declared today as it was then comes out exactly as it is declared here.

    Args:
        said: The earlier declaration.
        base: Today's, before what the environment overrides.
        here: Today's, in the environment.
    """
    return Schema(base.project, {name: _one(one, base, here) for name, one in said.items()})


def _one(said: Declared, base: Schema, here: Schema) -> Declared:
    today, there = base.collections.get(said.name), here.collections.get(said.name)
    if today is None or there is None or today.spec == there.spec:
        return said
    if said.spec == today.spec:
        return there
    spec = carried_over(said.spec.as_json(), today.spec.as_json(), there.spec.as_json())
    try:
        return replace(said, spec=CollectionSpec.model_validate(spec))
    except ValidationError:  # the environment says something that does not go with what was declared then
        return said


def carried_over(said: Any, base: Any, here: Any) -> Any:
    """Return a value with what differs between two others put over it, where the first of them says something too.

    Args:
        said: The value.
        base: What it is compared with.
        here: What differs from that.
    """
    if not all(isinstance(one, Mapping) for one in (said, base, here)):
        return said if base == here else here
    result = dict(said)
    for key in {**base, **here}:
        if base.get(key) == here.get(key):
            continue
        if key not in here:
            result.pop(key, None)
        elif key in said and key in base:
            result[key] = carried_over(said[key], base[key], here[key])
        elif key not in base:
            result[key] = here[key]  # the environment adds it
    return result
