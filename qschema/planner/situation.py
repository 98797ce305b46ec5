"""What the planner looks at for one declared collection, and what it makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from qschema.client.gate_table import Version
from qschema.planner.change import Change, ChangeClass, Origin
from qschema.planner.paths import Path, get, lies_below, same, without
from qschema.planner.shape import UNNAMED, by_name
from qschema.planner.steps import AnyStep
from qschema.schema.live import LiveCollection, LiveInstance
from qschema.schema.spec import Declared, Schema


@dataclass(frozen=True)
class Situation:
    """One declared collection and everything about the instance that bears on it.

    Attributes:
        schema: Everything that the project declares.
        declared: The one declaration that is looked at.
        live: The collection as the instance shows it; None if it isn't there.
        applied: The declaration that was applied last, as JSON; empty if there is no record of one.
        instance: The whole instance.
        dying: The physical names of the project's collections that are no longer declared and will go.
        vanishing: The aliases that will be gone before anything is created.
        server: The minor version of the server, the lowest of a cluster's.
        prune: Whether what is there and was never applied goes as well.
        building: The physical name of the collection that is being made beside it; empty if none is.
        filled: The declaration that it was filled by, as JSON; empty if it is the one that was applied last.
        former: The declared name that the collection had before; empty if it is none other.
    """

    schema: Schema
    declared: Declared
    live: LiveCollection | None
    applied: Mapping[str, Any]
    instance: LiveInstance
    dying: frozenset[str]
    vanishing: frozenset[str]
    server: Version
    prune: bool = False
    filled: Mapping[str, Any] = field(default_factory=dict)
    former: str = ""
    building: str = ""

    @cached_property
    def full(self) -> dict[str, Any]:
        """The declaration as JSON, vectors by name."""
        return by_name(self.declared.spec.as_json())

    @cached_property
    def wanted(self) -> dict[str, Any]:
        """As much of the declaration as is compared with what is there: without what `ignore_changes` names."""
        return without(self.full, self.ignored) if self.live else self.full

    @cached_property
    def ignored(self) -> tuple[Path, ...]:
        """The paths below which differences are left as they are."""
        unnamed = UNNAMED in (self.full.get("vectors") or {})
        paths = (tuple(path.split("/")) for path in get(self.full, ("lifecycle", "ignore_changes")) or ())
        return tuple((path[0], UNNAMED, *path[1:]) if unnamed and path[0] == "vectors" else path for path in paths)

    @cached_property
    def shown(self) -> dict[str, Any]:
        """The collection as the instance shows it, in the same shape."""
        return by_name(self.live.spec.as_json()) if self.live else {}

    @cached_property
    def last(self) -> dict[str, Any]:
        """The last applied declaration in the same shape."""
        return by_name(self.applied)

    @cached_property
    def embedded(self) -> dict[str, Any]:
        """The declaration by which its vectors were filled, in the same shape."""
        return by_name(self.filled or self.applied)

    @property
    def project(self) -> str:
        """The project that declares it."""
        return self.schema.project

    @property
    def physical(self) -> str:
        """The collection's physical name."""
        return self.building or (self.live.name if self.live else self.declared.name)

    @property
    def ours(self) -> bool:
        """Whether the collection carries this project's mark."""
        return bool(self.live and self.live.mark)  # `collection.py` refuses any other mark

    @property
    def protected(self) -> bool:
        """Whether the declaration, or the one applied last, forbids its destruction."""
        return any(bool(get(spec, ("lifecycle", "prevent_destroy"))) for spec in (self.full, self.last))

    def removed(self, part: str) -> list[str]:
        """Return the members that are there, are no longer declared, and were applied by this project."""
        return [name for name in self.undeclared(part) if self._goes(part, name)]

    def unmanaged(self, part: str) -> list[str]:
        """Return the members that are there and never were this project's."""
        return [name for name in self.undeclared(part) if not self._goes(part, name)]

    def _goes(self, part: str, name: str) -> bool:
        return name in _members(self.last, part) or (self.prune and self.ours)

    def undeclared(self, part: str) -> list[str]:
        """Return the members that are there and are not declared.

        An alias may be declared by any collection, and the declared name of a later generation is none of the members.
        """
        wanted = {*self.schema.aliases, self.declared.name} if part == "aliases" else _members(self.full, part)
        there = (name for name in _members(self.shown, part) if name not in wanted)
        return [name for name in there if not lies_below((part, name), self.ignored)]

    def address(self, *path: str) -> str:
        """Return the address of something in the declaration."""
        return "/".join((self.declared.name, *filter(None, path)))  # an unnamed vector is just `vectors`

    def change(self, path: Path, kind: ChangeClass, before: Any = None, after: Any = None, **said: Any) -> Change:
        """Return a change of this collection, with the place where it was declared, and who made the difference."""
        return Change(
            address=self.address(*path),
            before=before,
            after=after,
            kind=kind,
            source=self.source(path),
            origin=self._origin(path, kind),
            **said,
        )

    def source(self, path: Path) -> str:
        """Return where something was declared, or what it stands in, as `file:line:column`."""
        named = tuple(filter(None, path))
        sources = (self.declared.sources.get("/".join(named[:depth])) for depth in range(len(named), 0, -1))
        return str(next((s for s in sources if s), self.declared.source))

    def _origin(self, path: Path, kind: ChangeClass) -> Origin:
        """Tell a difference that the declaration makes from one that somebody made on the instance."""
        if not self.last or kind is ChangeClass.IMPOSSIBLE:
            return Origin.CHANGE
        if path and path[0] in ("aliases", "shard_keys"):
            as_before = path[1] in _members(self.last, path[0]) and path[1] in _members(self.full, path[0])
        elif not path:
            as_before = self.live is None  # it was applied, and is gone
        else:
            declared = get(self.full, path)
            as_before = declared is not None and same(declared, get(self.last, path))
        return Origin.DRIFT if as_before else Origin.CHANGE


@dataclass
class Work:
    """What comes of one collection: what differs, what to do, and what is there that nobody declared."""

    changes: list[Change] = field(default_factory=list)
    steps: list[AnyStep] = field(default_factory=list)
    unmanaged: list[str] = field(default_factory=list)

    def add(self, *steps: AnyStep, because: Iterable[Change] = ()) -> None:
        """Note changes and the steps that carry them out."""
        causes = tuple(because)
        noted = {change.address for change in self.changes}
        self.changes += (change for change in causes if change.address not in noted)
        self.steps += (step.model_copy(update={"causes": causes}) for step in steps)

    @property
    def possible(self) -> bool:
        """Whether nothing stands in the way of all of it."""
        return not any(change.kind is ChangeClass.IMPOSSIBLE for change in self.changes)


def _members(spec: Mapping[str, Any], part: str) -> Iterable[str]:
    members = spec.get(part) or ()
    return [str(one["shard_key"]) for one in members] if part == "shard_keys" else members
