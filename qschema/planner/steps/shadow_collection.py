"""The steps that bring a new generation behind a name that a collection bears, and back, without a moment's gap.

The alias wins over the collection of its name, and `create_alias` refuses such a name where `rename_alias` does not,
whether or not an alias stands there already (measured on Qdrant 1.16.3 and 1.19.0, with no failed read).
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from qschema.client import models, requests
from qschema.planner.steps.alias import TakesAlias
from qschema.planner.steps.base import Step
from qschema.planner.steps.effects import Notice
from qschema.schema.live import LiveInstance


class ShadowCollection(Step):
    """Put an alias before the collection that bears its name.

    Attributes:
        alias: The name: of the old collection, and of the alias.
        before: The collection that the alias leads to now, if it stands there already.
    """

    kind: Literal["shadow_collection"] = "shadow_collection"
    default_sign: ClassVar[str] = "~"

    alias: str
    before: str | None = None

    @property
    def passing_alias(self) -> str:
        """The alias that takes the name."""
        return f"{self.collection}.passing"

    def words(self) -> str:
        """Say what the step does."""
        stays = "the old collection stays, hidden behind it" if self.before is None else f"{self.before!r} stays"
        return f"have the name {self.alias!r} lead to {self.collection!r}; {stays}"

    def requests(self) -> tuple[requests.Request[Any], ...]:
        """Return two alias actions; one after the other, because a batch can half-apply and one action can't."""
        create = models.CreateAliasOperation(
            create_alias=models.CreateAlias(collection_name=self.collection, alias_name=self.passing_alias)
        )
        rename = models.RenameAliasOperation(
            rename_alias=models.RenameAlias(old_alias_name=self.passing_alias, new_alias_name=self.alias)
        )
        return tuple(
            requests.UpdateAliases(body=models.ChangeAliasesOperation(actions=[action])) for action in (create, rename)
        )

    def holds(self, live: LiveInstance) -> bool:
        """Tell whether the name leads here."""
        return live.aliases.get(self.alias) == self.collection

    def obstacle(self, live: LiveInstance) -> str:
        """Say where the name leads, if it is an alias by now."""
        target = live.aliases.get(self.alias)
        if target not in (None, self.before):
            return f"{self.alias!r} is an alias of {target!r}"
        return super().obstacle(live)

    def inverse(self) -> Step:
        """Return the step that takes the alias away, or has it lead back."""
        if self.before is not None:
            return self.model_copy(
                update={"collection": self.before, "before": self.collection, "causes": (), "cost": None}
            )
        return UncoverCollection(collection=self.collection, address=self.address, alias=self.alias)

    def notice(self) -> Notice:
        """Say that who uses the name is switched over at once."""
        return Notice(*(f"from one request to the next they get {self.collection!r}",) * 2)


class UncoverCollection(TakesAlias):
    """Take an alias away that stands before a collection of its name."""

    kind: Literal["uncover_collection"] = "uncover_collection"
    default_sign: ClassVar[str] = "~"

    def words(self) -> str:
        """Say what the step does."""
        return f"have the name {self.alias!r} lead to the old collection again"

    def inverse(self) -> Step:
        """Return the step that puts the alias before the collection again."""
        return ShadowCollection(collection=self.collection, address=self.address, alias=self.alias)

    def notice(self) -> Notice:
        """Say that who uses the name is switched back at once."""
        return Notice(*("from one request to the next they get the old collection",) * 2)
