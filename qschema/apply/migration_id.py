"""What a ledger knows a saved migration by."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class MigrationId(BaseModel):
    """A saved migration, as a run remembers it.

    Attributes:
        revision: What tells it from others: it is made from what its file says.
        name: Its file's name, for people: `0007_add_tenant`.
    """

    model_config = ConfigDict(frozen=True)

    revision: str
    name: str

    def __str__(self) -> str:
        return f"{self.name} ({self.revision})"
