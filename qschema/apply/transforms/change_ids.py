"""Giving points other ids."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from pydantic import BaseModel, ConfigDict, Field, model_validator

from qschema.apply.copying.ids import PointId
from qschema.apply.copying.points import PointColumns
from qschema.apply.transforms.base import Tools, Transform
from qschema.apply.transforms.calling import FunctionName, function
from qschema.apply.transforms.errors import BadIdError
from qschema.apply.transforms.paths import values_at

_MOST = 2**64 - 1


class NewIds(BaseModel):
    """Where ids come from: a field, or a function.

    Attributes:
        from_: `from` in a declaration: the path of a field.
        by: A function, which gets the old id and the payload.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    from_: str | None = Field(default=None, alias="from")
    by: FunctionName | None = None

    @model_validator(mode="after")
    def _is_one(self) -> NewIds:
        if (self.from_ is None) == (self.by is None):
            raise ValueError("say either from or by")
        return self


class ChangeIds(Transform):
    """Gives points other ids. Of two that get the same id, the one that is copied later stays.

    Attributes:
        ids: Where they come from.
    """

    ids: NewIds

    def apply(self, points: PointColumns, tools: Tools) -> PointColumns:
        """Return the points with their new ids."""
        rows = zip(points.ids, points.payloads, strict=True)
        return replace(points, ids=[_id(old, self._new(old, payload)) for old, payload in rows])

    def _new(self, old: PointId, payload: dict[str, Any]) -> Any:
        if self.ids.by is not None:
            return function(self.ids.by)(old, payload)
        return next(values_at(payload, self.ids.from_ or ""), None)


def _id(old: PointId, new: Any) -> PointId:
    """Return an id as Qdrant takes it.

    Raises:
        BadIdError: It is none, and none can be made of it.
    """
    if isinstance(new, int) and not isinstance(new, bool) and 0 <= new <= _MOST:
        return new
    if isinstance(new, UUID):
        return str(new)
    if not isinstance(new, str) or not new:
        raise BadIdError(old, new)
    try:
        return str(UUID(new))
    except ValueError:
        return str(uuid5(NAMESPACE_OID, new))
