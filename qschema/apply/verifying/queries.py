"""Saved queries: a file of JSON lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from qschema.apply.errors import QueriesFileError
from qschema.client.models import Filter
from qschema.schema.verification import Canary


class Query(BaseModel):
    """One saved query: a text, a point whose neighbours are looked for, or a vector.

    Attributes:
        text: A text, embedded for each collection in its own way.
        point: A point of the old collection, by its id.
        vector: Numbers, searched for in both collections as they are.
        using: The vector that is searched, by its name in the new collection; None for each that can be.
        filter: Which points count.
        expect: The ids that the answer must have, in the new collection; with some, the query is a canary as well.
        within: Among how many hits they must be; None for as many as are compared.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str | None = None
    point: int | str | None = None
    vector: list[float] | None = None
    using: str | None = None
    filter: Filter | None = None
    expect: list[int | str] = []
    within: int | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare_text(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Query:
        if sum(one is not None for one in (self.text, self.point, self.vector)) != 1:
            raise ValueError("a query has one of text, point and vector")
        return self

    @classmethod
    def of(cls, canary: Canary) -> Query:
        """Return a declared canary as a query."""
        return cls.model_validate(canary.model_dump(exclude_none=True))

    @property
    def label(self) -> int | str:
        """What it is called in a report."""
        return self.text if self.text is not None else self.point if self.point is not None else "a vector"


def read_queries(file: Path) -> tuple[Query, ...]:
    """Read saved queries: on each line a text in quotes, or an object with the keys of `Query`.

    Raises:
        QueriesFileError: The file, or a line of it, can't be read.
    """
    try:
        lines = file.read_bytes().splitlines()
    except OSError as error:
        raise QueriesFileError(str(file), error.strerror or str(error)) from None
    return tuple(_query(f"{file}:{number}", line) for number, line in enumerate(lines, 1) if line.strip())


def _query(where: str, line: bytes) -> Query:
    try:
        return Query.model_validate(orjson.loads(line))
    except orjson.JSONDecodeError as error:
        raise QueriesFileError(where, f"this is no JSON: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        at = ".".join(map(str, first["loc"]))
        raise QueriesFileError(where, f"{at}: {first['msg']}" if at else first["msg"]) from None
