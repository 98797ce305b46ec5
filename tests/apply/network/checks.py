"""What has to come of a run on a bad network."""

from __future__ import annotations

from typing import Any

from qschema.apply.errors import GuardError, NothingToResumeError
from qschema.apply.unlock import repair
from qschema.client import QdrantClient
from qschema.errors import QschemaError
from tests.apply.haste import patience_of
from tests.apply.kills.child import bring_to, opened
from tests.apply.kills.conftest import Make
from tests.apply.kills.instance import Instance
from tests.apply.kills.scenarios import Scenario
from tests.apply.network.weather import Weather
from tests.faulty import Proxy

CALL_SECONDS = 1.0
VERBS = (b"DELETE", b"GET", b"PATCH", b"POST", b"PUT")


def outcome_of(make: Make, scenario: Scenario) -> Any:
    """Return what an instance shows after a run on a good network."""
    instance = make(scenario)
    instance.bring_to(scenario.after)
    return instance.shown()


def check_run(instance: Instance, scenario: Scenario, expected: Any, weather: Weather) -> QschemaError | None:
    """The run ends well, or with an error of ours after which `--resume` ends it well. Return the error."""
    error = None
    with patience_of(CALL_SECONDS), Proxy(instance.place, weather, VERBS) as proxy:
        with QdrantClient(proxy.url, timeout=CALL_SECONDS, check_compatibility=False) as client:
            try:
                bring_to(client, instance.place, instance.folder, scenario.after)
            except QschemaError as said:
                error = said
        if error is not None:
            assert error.code
            assert error.what
            go_on(instance, scenario)
    assert instance.plan(scenario.after).idle
    assert instance.shown() == expected
    return error


def go_on(instance: Instance, scenario: Scenario) -> None:
    """Do on a good network what the errors say: resume, or begin if nothing was begun; mend what was left half made."""
    try:
        _resume_or_begin(instance, scenario)
    except GuardError:
        with opened(instance.place) as client:
            assert repair(client)
        _resume_or_begin(instance, scenario)


def _resume_or_begin(instance: Instance, scenario: Scenario) -> None:
    try:
        instance.resume(scenario.after)
    except NothingToResumeError:
        instance.bring_to(scenario.after)
