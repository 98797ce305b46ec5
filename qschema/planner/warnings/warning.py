"""A warning: something that a plan does, or leaves, that whoever reads it should think about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from pydantic import BaseModel, ConfigDict

from qschema.planner.situation import Situation
from qschema.planner.steps import AnyStep
from qschema.schema.live import LiveInstance


class PlanWarning(BaseModel):
    """One warning.

    Attributes:
        id: What kind of warning it is; ids are stable, and described in `docs/warnings.md`.
        address: What it is about.
        what: What is so.
        fix: What to do about it.
        source: Where that is declared, as `file:line:column`; empty where it isn't.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    address: str
    what: str
    fix: str
    source: str = ""


@dataclass(frozen=True)
class Facts:
    """What warnings are made from.

    Attributes:
        instance: What the instance shows.
        situations: The declared collections.
        steps: The steps of the plan, in order.
    """

    instance: LiveInstance
    situations: tuple[Situation, ...]
    steps: tuple[AnyStep, ...]

    @cached_property
    def _by_name(self) -> dict[str, list[AnyStep]]:
        def name(step: AnyStep) -> str:
            return step.address.split("/")[0]

        return {key: list(steps) for key, steps in groupby(sorted(self.steps, key=name), key=name)}

    def steps_of(self, situation: Situation) -> list[AnyStep]:
        """Return the steps of one declared collection."""
        return self._by_name.get(situation.declared.name, [])


def about(situation: Situation, kind: str, path: Iterable[str], what: str, fix: str) -> PlanWarning:
    """Return a warning about something in a declaration."""
    at = tuple(path)
    return PlanWarning(id=kind, address=situation.address(*at), what=what, fix=fix, source=situation.source(at))


Found = Iterator[PlanWarning]
