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
    `_qschema.lock.free`, `_qschema.lock.held.TOKEN`, `_qschema.lock.PROJECT.free`, `_qschema.lock.PROJECT.held.TOKEN`.

    Attributes:
        project: The project; empty for the guard, under which projects' locks are made.
        token: Who holds it; empty if it is free.
    """

    project: str = ""
    token: str = ""

    def __str__(self) -> str:
        state = f"held.{self.token}" if self.token else "free"
        return _PREFIX + (f"{self.project}.{state}" if self.project else state)

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
        return None

    @property
    def freed(self) -> LockName:
        """The same lock when nobody holds it."""
        return LockName(self.project)
