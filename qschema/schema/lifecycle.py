"""How a collection may come, change and go; no server knows of it."""

from __future__ import annotations

from enum import Enum

from pydantic import BaseModel, ConfigDict

from qschema.schema.duration import seconds_of
from qschema.schema.verification import Verify

HOLD = "1d"
"""How long an old generation is kept where it isn't said: long enough for a day's traffic to tell."""

FREEZE, ATTEMPTS = "10s", 5
"""How long the last pass may take, and how often it is tried, where it isn't said."""

LONGEST_FREEZE = 50.0
"""How many seconds a write freeze lasts at the most: after 60 a server's rate limit lets one write through."""


class ReplaceStrategy(str, Enum):
    """What to do where a change can't be made in place, or not without a loss.

    Attributes:
        DELETE_AND_CREATE: Delete the collection with its points, then create it anew under the same name; a vector
            that can come and go alone is dropped and added anew.
        BLUE_GREEN: Make a new one beside the old one, fill it, switch over, and delete the old one last. It is filled
            by a snapshot or by a copy of the points, whichever does.
        CLONE: The same, always by a snapshot of the old one.
        COPY: The same, always by a copy of the points.
    """

    DELETE_AND_CREATE = "delete_and_create"
    BLUE_GREEN = "blue_green"
    CLONE = "clone"
    COPY = "copy"


class Switch(str, Enum):
    """How the name of a collection comes to lead to its copy, where the collection bears that name itself.

    Attributes:
        SHADOW: An alias is put before the collection, which stays until it is cleaned up.
        GAP: The collection is deleted, and the alias made at once after that; in between the name leads nowhere.
    """

    SHADOW = "shadow"
    GAP = "gap"


class Freeze(BaseModel):
    """Nobody can write while the last that was written is brought to a copy, and everybody is switched over.

    Attributes:
        at_most: How long the last pass may take, as people write durations; `FREEZE` if it isn't said, and no more than
            `LONGEST_FREEZE`.
        attempts: How often it is tried, with writes let through in between; `ATTEMPTS` if it isn't said.
        updated_at: A payload field that each write sets to the time, and that has an index as a datetime or an integer:
            the last pass then reads only what was changed lately, and ids.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    at_most: str | None = None
    attempts: int | None = None
    updated_at: str | None = None

    @property
    def seconds(self) -> float:
        """How many seconds the last pass may take, whether it is said or not."""
        return seconds_of(self.at_most or FREEZE)

    @property
    def tries(self) -> int:
        """How often it is tried, whether it is said or not."""
        return self.attempts or ATTEMPTS


class Lifecycle(BaseModel):
    """How a collection may come, change and go.

    Attributes:
        prevent_destroy: Refuse every plan that would destroy it or its data.
        replace: What to do where a change can't be made in place, or not without a loss; None stands for `blue_green`
            wherever that can be done, and else for `delete_and_create`.
        ignore_changes: Paths inside the declaration, such as `hnsw_config/m`. What stands there, or below, counts when
            the collection is created; later differences are left as they are.
        verify: What a copy of the collection has to show before it takes the place of the old one.
        freeze: How writes are frozen while everybody is switched over to it; None lets everybody write all the time.
        switch: How the name comes to lead to the copy, where the old collection bears it itself; None stands for
            `shadow`. Where the name is an alias already, that is just pointed to the copy.
        hold: How long the old one is kept after that, as people write durations: `90m`, `7d`; `HOLD` if it isn't said.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    prevent_destroy: bool | None = None
    replace: ReplaceStrategy | None = None
    ignore_changes: list[str] | None = None
    verify: Verify | None = None
    freeze: Freeze | None = None
    switch: Switch | None = None
    hold: str | None = None

    @property
    def hold_said(self) -> str:
        """How long the old one is kept, whether it is said or not."""
        return self.hold or HOLD

    @property
    def hold_seconds(self) -> float:
        """The same in seconds."""
        return seconds_of(self.hold_said)
