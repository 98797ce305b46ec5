"""Former names: each leads to one collection, and to none that is still declared."""

from __future__ import annotations

from collections.abc import Mapping

from qschema.schema.checks.names import refusal
from qschema.schema.declarations import Declaration
from qschema.schema.errors import BadNameError, ContradictionError, DeclaredTwiceError, Problems, ReservedNameError
from qschema.schema.live import RESERVED_PREFIX
from qschema.schema.spec import Declared


def check_renaming(
    collections: Mapping[str, Declared], declarations: Mapping[str, Declaration], problems: Problems
) -> None:
    """Note former names that can't have been such, or that somebody bears."""
    taken: dict[str, str] = {}
    for name, declared in collections.items():
        former = declared.spec.renamed_from
        if former is None:
            continue
        where = str(declarations[name].at("renamed_from"))
        if why := refusal(former):
            problems.add(BadNameError(f"no collection was ever called {former!r}", where=where, why=why))
        elif former.startswith(RESERVED_PREFIX):
            problems.add(
                ReservedNameError(
                    f"no declared collection was ever called {former!r}",
                    where=where,
                    why=f"names that begin with {RESERVED_PREFIX} are those of the ledger and its locks",
                )
            )
        elif former in declarations:
            at = declarations[former].source
            problems.add(
                ContradictionError(
                    f"{name} was renamed from itself" if former == name else f"{former} is declared still",
                    where=where,
                    why="" if former == name else f"it is declared at {at}, so {name} can't be what became of it",
                    fix="leave out renamed_from" if former == name else f"take out {former}, or renamed_from",
                )
            )
        elif former in taken:
            problems.add(
                DeclaredTwiceError(
                    f"{taken[former]} and {name} both were {former}",
                    where=where,
                    why=f"it is said at {declarations[taken[former]].at('renamed_from')} already",
                    fix="take one of them out",
                )
            )
        else:
            taken[former] = name
