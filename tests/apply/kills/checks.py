"""What has to come of a run that was killed."""

from __future__ import annotations

from contextlib import suppress

from qschema.apply.errors import NothingToRollBackError
from tests.apply.kills.instance import Instance
from tests.apply.kills.scenarios import Case


def check_resume(instance: Instance, case: Case) -> None:
    """The run is gone on with, and everything is as declared; no point is lost that wasn't meant to be."""
    instance.kill(case.point, case.scenario.after)
    instance.resume(case.scenario.after)
    assert instance.plan(case.scenario.after).idle
    shown, before = instance.shown()["collections"], instance.before["collections"]
    assert {"gone", *shown} >= {*before}
    assert {name: len(one["points"]) for name, one in shown.items()} == {
        name: len(before[name]["points"]) if name in before else 0 for name in shown
    }
    assert ("gone" in shown) == ("gone" in case.scenario.after)


def check_rollback(instance: Instance, case: Case) -> None:
    """The run is taken back, and everything is as it was."""
    instance.kill(case.point, case.scenario.after)
    with suppress(NothingToRollBackError):  # nothing was begun before the first step
        instance.take_back()
    _check_as_before(instance, case)


def check_killed_rollback(instance: Instance, case: Case) -> None:
    """The run ends well, and taking it back is what is killed; another try takes back the rest."""
    instance.bring_to(case.scenario.after)
    instance.kill(case.point)
    instance.take_back()
    _check_as_before(instance, case)


def _check_as_before(instance: Instance, case: Case) -> None:
    assert instance.shown() == instance.before
    assert instance.plan(case.scenario.before).empty
