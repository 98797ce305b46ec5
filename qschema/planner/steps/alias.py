"""The steps that set and delete an alias; each is one action, because a batch can half-apply and one action can't."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from qschema.client import models, requests
from qschema.planner.stages import Stage, stage_in
from qschema.planner.steps.base import Step
from qschema.planner.steps.effects import Notice
from qschema.schema.live import LiveInstance


class SetAlias(Step):
    """Create an alias, or point an existing one to this collection.

    Attributes:
        alias: Its name.
        before: The collection that it points to now, if it exists.
    """

    kind: Literal["set_alias"] = "set_alias"
    default_sign: ClassVar[str] = "+"

    alias: str
    before: str | None = None

    @property
    def sign(self) -> str:
        """A new alias is added, one that moves is changed, as is a share of the readers."""
        if self.stage:
            return "~"
        return "+" if self.before in (None, self.collection) else "~"

    @property
    def stage(self) -> Stage | None:
        """The share of the readers that the alias stands for; None if it is an ordinary one."""
        return stage_in(self.alias, self.collection)

    def words(self) -> str:
        """Say what the step does."""
        if self.stage:
            return f"have {self.stage.share} of 100 readers, chosen by their keys, read from {self.collection!r}"
        moved = "" if self.before is None or self.before == self.collection else f" (it points to {self.before!r} now)"
        return f"point the alias {self.alias!r} to {self.collection!r}{moved}"

    def requests(self) -> tuple[requests.Request[Any], ...]:
        """Return one alias action."""
        action = models.CreateAliasOperation(
            create_alias=models.CreateAlias(collection_name=self.collection, alias_name=self.alias)
        )
        return (requests.UpdateAliases(body=models.ChangeAliasesOperation(actions=[action])),)

    def holds(self, live: LiveInstance) -> bool:
        """Tell whether the alias points here."""
        return live.target_of(self.alias) == self.collection

    def obstacle(self, live: LiveInstance) -> str:
        """Say what has taken the name."""
        if self.alias in live.collections and self.alias not in live.reserved:
            return f"a collection {self.alias!r} has the alias's name"
        return super().obstacle(live)

    def inverse(self) -> Step:
        """Return the step that deletes the alias, or points it back."""
        if self.before is None:
            return DeleteAlias(collection=self.collection, address=self.address, alias=self.alias)
        return self.model_copy(
            update={"collection": self.before, "before": self.collection, "causes": (), "cost": None}
        )

    def notice(self) -> Notice:
        """Say that who uses an alias that moves is switched over at once."""
        if self.stage:
            return Notice(f"within the interval of their StagedReads, those get {self.collection!r}")
        if self.before in (None, self.collection):
            return Notice()
        return Notice(*(f"from one request to the next they get {self.collection!r}",) * 2)


class TakesAlias(Step):
    """Base of the steps that take an alias away from a collection.

    Attributes:
        alias: Its name.
    """

    alias: str

    def requests(self) -> tuple[requests.Request[Any], ...]:
        """Return one alias action."""
        action = models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=self.alias))
        return (requests.UpdateAliases(body=models.ChangeAliasesOperation(actions=[action])),)

    def holds(self, live: LiveInstance) -> bool:
        """Tell whether the alias is gone, or points elsewhere by now."""
        return live.target_of(self.alias) != self.collection


class DeleteAlias(TakesAlias):
    """Delete an alias; the collection stays."""

    kind: Literal["delete_alias"] = "delete_alias"
    default_sign: ClassVar[str] = "-"

    @property
    def sign(self) -> str:
        """An alias is removed, a share of the readers is changed."""
        return "~" if self.stage else self.default_sign

    @property
    def stage(self) -> Stage | None:
        """The share of the readers that the alias stands for; None if it is an ordinary one."""
        return stage_in(self.alias, self.collection)

    def words(self) -> str:
        """Say what the step does."""
        if self.stage:
            return f"forget the share of {self.stage.share} of 100 readers that read from {self.collection!r}"
        return f"delete the alias {self.alias!r}"

    def inverse(self) -> Step:
        """Return the step that creates the alias again."""
        return SetAlias(collection=self.collection, address=self.address, alias=self.alias)

    def notice(self) -> Notice:
        """Say that nobody finds it any more; who has a key in a share falls back to the next one, or the name."""
        if self.stage:
            return Notice()
        return Notice(*("who uses the alias gets 404",) * 2)
