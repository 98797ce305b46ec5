"""What was done to a collection that has since been brought back, as another generation or under another name."""

from __future__ import annotations

from typing import TypeVar

from qschema.planner.steps import RestoreCollection, SetAlias, Step
from qschema.schema.live import Mark

S = TypeVar("S", bound=Step)


class Moves:
    """Follows collections from where they were to where they are now; told of the newest move first."""

    def __init__(self, *steps: RestoreCollection) -> None:
        self._to = {step.taken_of: step for step in steps}

    def add(self, step: RestoreCollection) -> None:
        """Take in an older move; where it led may have been left since."""
        self._to.setdefault(step.taken_of, self._to.get(step.collection, step))

    def follow(self, step: S) -> S:
        """Return a step that is older than all these moves as one about the collection that is there now."""
        if isinstance(step, SetAlias) and (old := self._to.get(step.before or "")):
            step = step.model_copy(update={"before": old.collection})
        to = self._to.get(step.collection)
        return step if to is None else _moved(step, to)


def _moved(step: S, to: RestoreCollection) -> S:
    marks = {name: value for name in ("mark", "before") if isinstance(value := getattr(step, name, None), Mark)}
    next_marks = {name: mark._replace(generation=to.mark.generation) for name, mark in marks.items()}
    return step.model_copy(update={"collection": to.collection, **next_marks})
