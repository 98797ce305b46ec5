"""Drafting the next migration: from what the saved ones lead to, to what is declared now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from qschema.migrations.between import plan_between, words_of
from qschema.migrations.errors import SecretError
from qschema.migrations.folding import differing, fold
from qschema.migrations.migration import FOLDER, Migration
from qschema.migrations.order import heads_of
from qschema.planner.plan import Plan, fingerprint
from qschema.schema.secrets import redact
from qschema.schema.spec import Schema

_LONGEST = 60


class Draft(NamedTuple):
    """The next migration.

    Attributes:
        migration: The migration, without a revision as long as it isn't written.
        plan: What it takes between the two declarations.
    """

    migration: Migration
    plan: Plan

    @property
    def empty(self) -> bool:
        """Whether there is nothing to save: nothing is declared otherwise, and no branches are joined."""
        one = self.migration
        return not (one.declared or one.removed or len(one.parents) > 1)


def draft(saved: Sequence[Migration], schema: Schema, message: str, *, granted: Iterable[str] = ()) -> Draft:
    """Return the migration that leads from the saved ones to a declaration.

    Args:
        saved: The saved migrations in order.
        schema: The declaration, before what an environment overrides.
        message: What it is for.
        granted: Addresses whose destruction is allowed.

    Raises:
        SecretError: A secret stands in what changes.
    """
    before = Schema(schema.project, fold(saved))
    names = differing(before.collections, schema.collections)
    declared = {name: schema.collections[name] for name in names if name in schema.collections}
    if holders := [name for name, one in declared.items() if redact(said := one.spec.as_json()) != said]:
        raise SecretError(holders)
    plan = plan_between(before, schema, granted)
    return Draft(
        Migration(
            file=f"{FOLDER}/{_next_number(saved):04}_{slug(message)}.yaml",
            revision="",
            parents=tuple(sorted(head.revision for head in heads_of(saved))),
            message=message,
            before=_fingerprint(before),
            after=_fingerprint(schema),
            allow_destroy=plan.granted,
            steps=tuple(words_of(plan)),
            declared=declared,
            removed=tuple(name for name in names if name not in declared),
        ),
        plan,
    )


def slug(message: str) -> str:
    """Return a message as a part of a file's name; empty if nothing of it can stand there."""
    return re.sub(r"[^a-z0-9]+", "_", message.lower()).strip("_")[:_LONGEST].rstrip("_")


def _next_number(saved: Iterable[Migration]) -> int:
    return max((int(number[0]) for one in saved if (number := re.match(r"\d+", one.name))), default=0) + 1


def _fingerprint(schema: Schema) -> str:
    return fingerprint({name: one.spec.as_json() for name, one in schema.collections.items()})
