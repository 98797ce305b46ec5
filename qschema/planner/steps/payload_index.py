"""The steps that create, replace and drop a payload index."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from qschema.client import models, requests
from qschema.planner.members import same_index
from qschema.planner.steps.base import Step
from qschema.planner.steps.effects import Notice
from qschema.schema.live import LiveInstance


class _IndexStep(Step):
    """What the steps about one payload index share.

    Attributes:
        field: The path of the payload field.
    """

    field: str

    def index(self, live: LiveInstance) -> dict[str, Any] | None:
        """Return the field's index as the instance shows it."""
        there = self.seen(live)
        indexes: dict[str, dict[str, Any]] = (there.spec.as_json().get("payload_indexes") or {}) if there else {}
        return indexes.get(self.field)


class CreateIndex(_IndexStep):
    """Index a payload field, or replace its index (one call does both since Qdrant 1.14.1).

    Attributes:
        index_params: The index as an API object.
        before: The index that it replaces, if there is one.
        make_room: Whether the old one has to be dropped first, because strict mode allows no further index: its limit
            counts the one that is replaced, too (measured on 1.19.0).
    """

    kind: Literal["create_index"] = "create_index"
    default_sign: ClassVar[str] = "+"

    index_params: dict[str, Any]
    before: dict[str, Any] | None = None
    make_room: bool = False

    @property
    def sign(self) -> str:
        """A new index is added, a replaced one changed."""
        return "+" if self.before is None else "~"

    def words(self) -> str:
        """Say what the step does."""
        if self.before is None:
            return f"index {self.field!r} as {self.index_params['type']}"
        return f"rebuild the index of {self.field!r} as {self.index_params['type']}"

    def requests(self) -> tuple[requests.Request[Any], ...]:
        """Return one call that waits until the index is built, after one that makes room if need be."""
        body = models.CreateFieldIndex.model_validate({"field_name": self.field, "field_schema": self.index_params})
        create = requests.CreatePayloadIndex(collection_name=self.collection, body=body, wait=True)
        if not self.make_room:
            return (create,)
        drop = requests.DeletePayloadIndex(collection_name=self.collection, field_name=self.field, wait=True)
        return (drop, create)

    def holds(self, live: LiveInstance) -> bool:
        """Tell whether the field is indexed as wanted."""
        return same_index(self.index_params, self.index(live))

    def inverse(self) -> Step:
        """Return the step that drops the index, or puts the old one back."""
        if self.before is None:
            return DeleteIndex(
                collection=self.collection, address=self.address, field=self.field, before=self.index_params
            )
        back = {"index_params": self.before, "before": self.index_params, "causes": (), "cost": None}
        return self.model_copy(update=back)

    def notice(self) -> Notice:
        """Say what waits for the index: one worker of a shard does all updates (Qdrant 1.19.0)."""
        waiting = "their writes wait until the index is built"
        if self.before is None:
            return Notice(writers=waiting)
        return Notice("until it is built, filters by this field scan, order_by and facets get 400", waiting)


class DeleteIndex(_IndexStep):
    """Drop a payload index; the payload stays.

    Attributes:
        before: The index as it was.
    """

    kind: Literal["delete_index"] = "delete_index"
    default_sign: ClassVar[str] = "-"

    before: dict[str, Any]

    def words(self) -> str:
        """Say what the step does."""
        return f"drop the index of {self.field!r}"

    def requests(self) -> tuple[requests.Request[Any], ...]:
        """Return one call."""
        return (requests.DeletePayloadIndex(collection_name=self.collection, field_name=self.field, wait=True),)

    def holds(self, live: LiveInstance) -> bool:
        """Tell whether the field has no index."""
        return self.index(live) is None

    def inverse(self) -> Step:
        """Return the step that builds the index again."""
        return CreateIndex(collection=self.collection, address=self.address, field=self.field, index_params=self.before)

    def notice(self) -> Notice:
        """Say what is missed without the index."""
        return Notice("filters by this field scan; order_by and facets get 400")
