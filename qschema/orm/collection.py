"""The base of model classes. A subclass declares a collection; the loader of a project asks it what it says."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, get_type_hints

from qschema.orm.fields import Part
from qschema.orm.index_types import fitting_index
from qschema.schema.errors import BadValueError, DeclaredTwiceError, MissingKeyError, Problems
from qschema.schema.python.described import Described
from qschema.schema.python.lines import below, places_in
from qschema.schema.source import Source
from qschema.schema.spec import is_unnamed

if TYPE_CHECKING:
    from qschema.apply.run import Outcome
    from qschema.client import AsyncQdrantClient, QdrantClient

_OWN = ("name", "abstract", "aliases", "renamed_from", "description")
"""What `Meta` says of one class only; everything else in it holds for subclasses too."""


class Collection:
    """A collection. Its attributes are what its points hold, its `Meta` is what else is declared.

    Subclasses inherit attributes, and what `Meta` says of settings. What stands in `Meta` is a declaration's, but:

    * `name` is the collection's name; without it, the class's name in small letters: `NewsItem` is `news_item`.
    * `abstract = True` says that the class declares nothing itself.
    """

    @classmethod
    def __qschema__(cls) -> Described | None:
        """Return what the class declares; None for an abstract one.

        Raises:
            SchemaError: It says something that can't be told from other things it says.
        """
        own = _meta(cls)
        if cls is Collection or own.get("abstract"):
            return None
        problems = Problems()
        described = _Declaration(cls, problems).described(str(own.get("name") or _snake(cls.__name__)))
        problems.raise_if_any()
        return described

    @classmethod
    def ensure(cls, client: QdrantClient, *, project: str, lock_timeout: float = 60.0) -> Outcome:
        """Make what is missing of this collection: the collection, indexes, named vectors, shard keys and aliases.

        For an application that starts; as many as you like may do it at once. Nothing is ever deleted or rebuilt, and
        what is there beyond the declaration is left alone.

        Args:
            client: The instance.
            project: The project that the collection belongs to.
            lock_timeout: Seconds to wait for others who change the project's collections.

        Returns:
            What came of it; its `run` is empty if nothing was missing.

        Raises:
            NotEnsuredError: Something is there and isn't as declared; the error names the plan to run.
            SchemaError: There are mistakes in the class.
            ApplyError: It can't be carried out; `qschema.apply.run.apply_plan` lists the kinds.
            QdrantError: The instance can't be read.
        """
        from qschema.apply.ensuring import ensure

        return ensure(cls, client=client, project=project, lock_timeout=lock_timeout)

    @classmethod
    async def aensure(
        cls, client: AsyncQdrantClient | QdrantClient, *, project: str, lock_timeout: float = 60.0
    ) -> Outcome:
        """Do what `ensure` does without blocking the event loop; to cancel it stops it after its step."""
        from qschema.apply.ensuring import aensure

        return await aensure(cls, client=client, project=project, lock_timeout=lock_timeout)


def _meta(cls: type) -> dict[str, Any]:
    """Return what the class itself says in its `Meta`."""
    meta = cls.__dict__.get("Meta")
    return {key: value for key, value in vars(meta).items() if not key.startswith("_")} if meta else {}


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


class _Declaration:
    """Puts together what one class says, with the places of all of it."""

    def __init__(self, cls: type, problems: Problems) -> None:
        self.cls = cls
        self.problems = problems
        self.said: dict[str, Any] = {}
        self.places: dict[str, Source] = {}

    def described(self, name: str) -> Described:
        for owner in reversed(self.cls.__mro__):
            for key, value in _meta(owner).items():
                if key not in ("name", "abstract") and (owner is self.cls or key not in _OWN):
                    self.said[key] = value
                    self._place(owner, f"Meta.{key}", key)
        for attribute, part, owner in self._parts():
            self._add(attribute, part, owner)
        return Described(name, self.said, self._source(self.cls, ""), self.places)

    def _parts(self) -> Iterator[tuple[str, Part, type]]:
        """Yield the attributes that declare, those of base classes first, with the classes that they stand in."""
        owners = {key: owner for owner in reversed(self.cls.__mro__) for key in vars(owner)}
        for attribute, owner in owners.items():
            if isinstance(part := vars(owner)[attribute], Part):
                yield attribute, part, owner

    def _add(self, attribute: str, part: Part, owner: type) -> None:
        said = dict(part.said)
        name = attribute if part.name is None else part.name
        source = self._source(owner, attribute)
        if part.part == "payload_indexes" and "type" not in said:
            said["type"] = self._index(attribute, source)
        if name == "" and part.part == "vectors":
            self._place(owner, attribute, "vectors")
            if self.said.get("vectors"):
                self._twice("a vector without a name stands beside others", source)
            self.said["vectors"] = said
            return
        members = self.said.get(part.part, {})
        if not isinstance(members, Mapping) or is_unnamed(members):
            self._twice(f"{part.part} is declared as a whole already, and {name} beside it", source)
        elif name in members:
            self._twice(f"{part.part}/{name} is declared twice", source)
        else:
            self.said[part.part] = {**members, name: said}
            self._place(owner, attribute, f"{part.part}/{name}")

    def _index(self, attribute: str, source: Source) -> str | None:
        """Return the type of index that fits an attribute's annotation."""
        try:
            kind = get_type_hints(self.cls, include_extras=True).get(attribute)
        except Exception as error:  # whatever the annotations of a module can raise
            self.problems.add(
                BadValueError(
                    f"the annotations of {self.cls.__qualname__} can't be read",
                    where=str(source),
                    why=f"{type(error).__name__}: {error}",
                    fix="say index= for each field, or mend the annotation",
                )
            )
            return None
        found = fitting_index(kind) if kind is not None else None
        if found is None:
            self.problems.add(
                MissingKeyError(
                    f"{self.cls.__qualname__}.{attribute} doesn't say which index it has",
                    where=str(source),
                    why=f"no index fits {kind}" if kind else "it has no annotation",
                    fix='say it: field(index="keyword")',
                )
            )
        return found

    def _twice(self, what: str, source: Source) -> None:
        self.problems.add(DeclaredTwiceError(what, where=str(source), fix="take one of them out"))

    def _source(self, owner: type, attribute: str) -> Source:
        """Return where an attribute of a class stands; for the class itself, where that does."""
        module = sys.modules.get(owner.__module__)
        file = getattr(module, "__file__", None)
        places = places_in(file)
        at = owner.__qualname__
        return places.get(f"{at}.{attribute}") or places.get(at) or Source(file or owner.__module__, 1, 1)

    def _place(self, owner: type, attribute: str, path: str) -> None:
        """Note where an attribute of a class stands, and everything that is written into it."""
        source = self._source(owner, attribute)
        self.places[path] = source
        found = places_in(source.file)
        self.places |= dict(below(found, f"{owner.__qualname__}.{attribute}", path))
