"""The plan that has a share of the readers read from the new generation, before everybody is switched over."""

from __future__ import annotations

from qschema.apply.freezes import left_closed
from qschema.apply.reindex.errors import NoGenerationError, NotCopiedError, SwitchBrokenOffError
from qschema.apply.reindex.filled import is_filled
from qschema.apply.reindex.generations import Generations, generations_of
from qschema.apply.reindex.planned import planned
from qschema.client import QdrantClient
from qschema.planner.plan import Plan
from qschema.planner.stages import Stage, stages_in
from qschema.planner.steps import AnyStep, SetAlias
from qschema.planner.unstaging import stage_address, unstage
from qschema.schema.live import LiveCollection


def plan_stage(client: QdrantClient, project: str, name: str, *, place: str, share: int) -> Plan:
    """Plan to have a share of the readers read from the new generation; the others read as before.

    The new share is there before an older one goes, and of two the higher one counts: nobody who is in both is sent
    back for a moment.

    Args:
        client: The instance.
        project: The project.
        name: The declared name.
        place: Where the instance is.
        share: How many of a hundred; none with 0.

    Raises:
        NoGenerationError: There is no newer generation.
        NotCopiedError: It isn't copied whole yet.
        SwitchBrokenOffError: A switch was broken off while nobody could write.
        QdrantError: The instance can't be read.
    """
    found = generations_of(client, project, name)
    steps: list[AnyStep] = []
    wanted = None
    if share:
        wanted = Stage(name, share, _copied(client, project, found).name)
        before = found.instance.reserved.get(wanted.alias)
        if before != wanted.collection:
            steps.append(
                SetAlias(collection=wanted.collection, address=stage_address(wanted), alias=wanted.alias, before=before)
            )
    steps += (unstage(one) for one in stages_in(found.instance.reserved, (name,)) if not wanted or one.share != share)
    plan = planned(client, project, found, steps, place=place, note=_note(wanted, name))
    return plan if steps else plan.model_copy(update={"only": (name,), "notes": ()})


def _copied(client: QdrantClient, project: str, found: Generations) -> LiveCollection:
    """Return the new generation, whole."""
    if not found.newer:
        raise NoGenerationError(found.name, "there is no newer generation that could be read from")
    new = found.newer[0]
    assert new.mark is not None  # it is known by that
    if not new.mark.whole or not is_filled(client, project, new.name):
        raise NotCopiedError(found.name, new.name)
    led = [alias for alias, target in found.instance.aliases.items() if target == new.name]
    if led and left_closed(client, project):
        raise SwitchBrokenOffError(found.name, new.name, led)
    return new


def _note(wanted: Stage | None, name: str) -> str:
    if wanted is None:
        return f"{name}: everybody reads by the name again."
    return (
        f"{name}: qschema reindex verify {name} comes first; what writers that don't follow the reindex have written "
        f"since the copy is missing in {wanted.collection!r}."
    )
