"""Which collections of an instance can become declarations of a project, and under which names."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from qschema.errors import QschemaError
from qschema.schema.live import LiveCollection, LiveInstance
from qschema.schema.spec import CollectionSpec


class NotImportableError(QschemaError):
    """A collection was named that can't be imported."""

    code: ClassVar[str] = "schema.not-importable"


@dataclass
class Imported:
    """What an instance gives to a project.

    Attributes:
        specs: Declarations by name.
        left: Name of a collection that was left out → why.
    """

    specs: dict[str, CollectionSpec] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)


def importable(
    instance: LiveInstance, *, project: str | None, declared: Collection[str], names: Iterable[str] = ()
) -> Imported:
    """Choose collections: those that no project declares yet.

    Args:
        instance: What is there.
        project: The project that they are for; None if it has no name yet.
        declared: What the project declares already.
        names: The collections that are wanted, by their own names or by an alias; all if there are none.

    Raises:
        NotImportableError: A wanted one isn't there, is declared already, or belongs to another project.
    """
    wanted = {instance.aliases.get(name, name): name for name in names}
    if missing := [name for physical, name in wanted.items() if physical not in instance.collections]:
        raise NotImportableError(
            f"not there: {', '.join(missing)}", fix="leave the names out to import every collection that is there"
        )
    found = Imported()
    for live in instance.collections.values():
        if wanted and live.name not in wanted:
            continue
        name = live.mark.collection if live.mark else live.name
        reason = _obstacle(live, name, project, declared)
        if reason and wanted:
            raise NotImportableError(f"the collection {name!r} can't be imported", why=reason)
        if reason:
            found.left[name] = reason
        else:
            found.specs[name] = live.spec
    return found


def _obstacle(live: LiveCollection, name: str, project: str | None, declared: Collection[str]) -> str:
    if live.mark and live.mark.project != project:
        return f"it belongs to the project {live.mark.project!r}"
    return "it is declared already" if name in declared else ""
