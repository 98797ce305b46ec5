"""What all records of the ledger have in common."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Annotated, Any

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from qschema.schema.secrets import redact


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(timezone.utc)


def _as_text(value: Any) -> str | None:
    return None if value is None else orjson.dumps(redact(value), option=orjson.OPT_SORT_KEYS).decode()


def _from_text(value: Any) -> Any:
    return orjson.loads(value) if isinstance(value, str) else value


JsonObject = Annotated[dict[str, Any] | None, BeforeValidator(_from_text), PlainSerializer(_as_text, when_used="json")]
"""A JSON object that is kept as text: as a payload, its numbers might come back changed and its nulls be lost."""


Measures = Mapping[str, float]
"""What was measured in a step: name → a number."""


class Record(BaseModel):
    """Base of all records. They are only ever appended, never changed, but for those that tell who is alive.

    Attributes:
        kind: What sort of record it is.
        seq: Its place among the records of its project; of two records about the same thing the higher one counts.
        at: When it was written.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: str
    seq: int = 0
    at: datetime = Field(default_factory=now)
