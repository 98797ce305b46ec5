"""The step that changes one concern of a collection's configuration in place."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from qschema.client import models, requests
from qschema.planner.change import ChangeClass
from qschema.planner.compare import differences
from qschema.planner.members import same_metadata
from qschema.planner.paths import get, leaves, put
from qschema.planner.placement import placed_before
from qschema.planner.shape import by_name, patch_body
from qschema.planner.steps.base import Step
from qschema.planner.steps.effects import Notice, Reversal, Undo
from qschema.planner.table import RESET, implied, starred
from qschema.schema.live import LiveInstance


class UpdateCollection(Step):
    """PATCH one concern: a PATCH is not atomic, so each carries one.

    Attributes:
        after: The fragment of a declaration that is to hold, vectors by name; a metadata key that is to go is null.
        before: The same fragment as it was; what was unset is null.
    """

    kind: Literal["update_collection"] = "update_collection"
    default_sign: ClassVar[str] = "~"

    after: dict[str, Any]
    before: dict[str, Any]

    @property
    def completes(self) -> bool:
        """An update is part of a creation where nothing but the creation has caused it."""
        anew = (ChangeClass.CREATE, ChangeClass.REFILL, ChangeClass.REPLACE)
        return bool(self.causes) and all(change.kind in anew for change in self.causes)

    def words(self) -> str:
        """Say what the step does."""
        where = self.address.partition("/")[2]
        return f"update {where}" if where else "update the configuration"

    def requests(self) -> tuple[requests.Request[Any], ...]:
        """Return one update call."""
        body = models.UpdateCollection.model_validate(patch_body(self.after))
        return (requests.UpdateCollection(collection_name=self.collection, body=body),)

    def holds(self, live: LiveInstance) -> bool:
        """Tell whether the fragment is as wanted."""
        there = self.seen(live)
        if there is None:
            return False
        shown = by_name(there.spec.as_json())
        metadata, kept = self.after.get("metadata", {}), shown.get("metadata", {})
        return not any(differences(self.after, shown)) and all(
            same_metadata(value, kept.get(key)) for key, value in metadata.items()
        )

    def inverse(self) -> Step | None:
        """Return the step that sets the old values, or what their absence meant; None where that has no word."""
        back: dict[str, Any] = {}
        for path, _ in leaves(self.after) if "metadata" not in self.after else ():
            value = get(self.before, path)
            value = implied(path) if value is None else value
            value = placed_before(path, self.before) if value is None else value
            owner = next((p for p in (path, path[:-1], path[:-2]) if starred(p) in RESET), None)
            if owner is not None:
                put(back, owner, get(self.before, owner) or RESET[starred(owner)])
            elif value is None:
                return None
            else:
                put(back, path, value)
        if "metadata" in self.after:
            back = {"metadata": {key: self.before.get("metadata", {}).get(key) for key in self.after["metadata"]}}
        return self.model_copy(update={"after": back, "before": self.after, "causes": (), "cost": None})

    def notice(self) -> Notice:
        """Say who notices: a rebuild slows searches down, strict mode refuses what goes beyond its limits."""
        if get(self.after, ("optimizers_config", "prevent_unoptimized")):
            return Notice("they don't see new points before they are indexed")
        if "strict_mode_config" in self.after:
            return Notice(*("what goes beyond the limits is refused (400, 429)",) * 2)
        return Notice("searches are slower while segments are rebuilt") if self.rebuild else Notice()

    def reversal(self) -> Reversal:
        """Say whether the old values come back; null never unsets (lib/collection/src/operations/config_diff.rs)."""
        if self.inverse() is None:
            return Reversal(Undo.NONE, "it can't be unset once it is set, only changed")
        again = ", which rebuilds again" if self.rebuild else ""
        return Reversal(Undo.LOSSLESS, f"set the old values{again}")
