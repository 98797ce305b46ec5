"""From migrations, one after the other, to what is declared after them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qschema.migrations.errors import UnsavedError
from qschema.migrations.migration import Migration
from qschema.schema.spec import Declared, Schema

Declarations = Mapping[str, Declared]


def fold(ordered: Iterable[Migration]) -> dict[str, Declared]:
    """Return what is declared after migrations; where two branches changed the same collection, the later one counts.

    Args:
        ordered: The migrations, each after its parents.
    """
    state: dict[str, Declared] = {}
    for one in ordered:
        state |= one.declared
        for name in one.removed:
            state.pop(name, None)
    return dict(sorted(state.items()))


def differing(before: Declarations, after: Declarations) -> tuple[str, ...]:
    """Return the names of the collections that two declarations say something different about."""
    said, says = ({name: one.spec.as_json() for name, one in which.items()} for which in (before, after))
    return tuple(name for name in sorted({*said, *says}) if said.get(name) != says.get(name))


def check_saved(ordered: Iterable[Migration], schema: Schema) -> None:
    """Make sure that migrations lead to a declaration.

    Args:
        ordered: The migrations, each after its parents.
        schema: The declaration, before what an environment overrides.

    Raises:
        UnsavedError: They don't.
    """
    if names := differing(fold(ordered), schema.collections):
        raise UnsavedError(names)
