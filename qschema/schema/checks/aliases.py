"""Aliases: each belongs to one collection, and none is called like a collection."""

from __future__ import annotations

from collections.abc import Mapping

from qschema.schema.checks.names import refusal
from qschema.schema.declarations import Declaration
from qschema.schema.errors import BadNameError, DeclaredTwiceError, Problems, ReservedNameError
from qschema.schema.live import RESERVED_PREFIX
from qschema.schema.source import Source
from qschema.schema.spec import Declared


def check_aliases(
    collections: Mapping[str, Declared], declarations: Mapping[str, Declaration], problems: Problems
) -> None:
    """Note aliases that can't be such, or that two claim."""
    taken: dict[str, tuple[str, Source]] = {}
    for name, declared in collections.items():
        for alias, source in zip(declared.spec.aliases or (), declarations[name].items("aliases"), strict=True):
            if why := refusal(alias):
                why += "; it takes an alias of that name, and then refuses every call that uses it"
                problems.add(BadNameError(f"an alias can't be called {alias!r}", where=str(source), why=why))
            elif alias.startswith(RESERVED_PREFIX):
                problems.add(
                    ReservedNameError(
                        f"an alias can't be called {alias!r}",
                        where=str(source),
                        why=f"names that begin with {RESERVED_PREFIX} are those of the ledger and its locks",
                        fix="choose another name",
                    )
                )
            elif alias in declarations:
                problems.add(
                    DeclaredTwiceError(
                        f"an alias and a collection are called {alias}",
                        where=str(source),
                        why=f"the collection is declared at {declarations[alias].source}; Qdrant allows one of the two",
                        fix="rename one of them",
                    )
                )
            elif alias in taken:
                owner, first = taken[alias]
                problems.add(
                    DeclaredTwiceError(
                        f"{owner} and {name} both claim the alias {alias}"
                        if owner != name
                        else f"{name} claims the alias {alias} twice",
                        where=str(source),
                        why=f"it is declared at {first} already",
                        fix="take one of them out",
                    )
                )
            else:
                taken[alias] = (name, source)
