"""The names of the aliases that are locks: who is free, who is held, and by which token."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import uuid4

LEDGER = "_qschema"
"""The collection that holds the ledger; all lock aliases point to it."""

_PREFIX = f"{LEDGER}.lock."
_TOKEN = re.compile(r"[0-9a-f]{32}")


def new_token() -> str:
    """Return a token that no other holder has."""
    return uuid4().hex


@dataclass(frozen=True, order=True)
class LockName:
    """The name of a lock alias, in its parts.

    A project's name has no dots and a token is never `free`, so every name reads back as what it was written from:
    `_qschema.lock.free`, `_qschema.lock.held.TOKEN`, `_qschema.lock.PROJECT.free`, `_qschema.lock.PROJECT.held.TOKEN`,
    `_qschema.lock.PROJECT.free.COLLECTION`, `_qschema.lock.PROJECT.held.TOKEN.COLLECTION`. A collection's name stands
    last because it may have dots. Qdrant limits neither the length of an alias nor its characters.

    Attributes:
        project: The project; empty for the guard, under which all other locks are made.
        token: Who holds it; empty if it is free.
        collection: The declared name of the only collection that is locked; empty if all of the project is.
    """

    project: str = ""
    token: str = ""
    collection: str = ""

    def __str__(self) -> str:
        state = f"held.{self.token}" if self.token else "free"
        return _PREFIX + ".".join(part for part in (self.project, state, self.collection) if part)

    @classmethod
    def parse(cls, alias: str) -> LockName | None:
        """Return the parts of a lock's name; None for an alias that is no lock."""
        if not alias.startswith(_PREFIX):
            return None
        match alias.removeprefix(_PREFIX).split("."):
            case ["free"]:
                return cls()
            case ["held", token] if _TOKEN.fullmatch(token):
                return cls(token=token)
            case [project, "free"] if project:
                return cls(project)
            case [project, "held", token] if project and _TOKEN.fullmatch(token):
                return cls(project, token)
            case [project, "free", *dotted] if project and (collection := ".".join(dotted)):
                return cls(project, collection=collection)
            case [project, "held", token, *dotted] if (
                project and _TOKEN.fullmatch(token) and (collection := ".".join(dotted))
            ):
                return cls(project, token, collection)
        return None

    @property
    def freed(self) -> LockName:
        """The same lock when nobody holds it."""
        return LockName(self.project, collection=self.collection)

    @property
    def guards(self) -> str:
        """What nobody but the holder may change, in words."""
        if self.collection:
            return f"the collection {self.collection!r}"
        return f"the project {self.project!r}" if self.project else "the ledger"
