from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.apply.bench import wipe
from tests.apply.kills.child import opened
from tests.apply.kills.instance import Instance, furnish, shown
from tests.apply.kills.scenarios import Scenario
from tests.servers import serving

Make = Callable[[Scenario], Instance]


@pytest.fixture(autouse=True)
def _short_leases(short_leases: None) -> None:
    """Where all others are dead."""


def at(url: str, folder: Path) -> Make:
    """Return what makes instances at a URL, each in the place of the last one."""

    def make(scenario: Scenario) -> Instance:
        with opened(url) as client:
            wipe(client)
            furnish(client, url, str(folder), scenario)
            return Instance(url, str(folder), shown(client))

    return make


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Make]:
    """Instances of `qschema serve`."""
    with serving("--memory") as server:
        yield at(server.url, tmp_path_factory.mktemp("snapshots"))


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Instances in folders, furnished once for each scenario and copied."""
    templates: dict[str, Instance] = {}
    places: list[Path] = []

    def template_of(scenario: Scenario) -> Instance:
        folder = tmp_path_factory.mktemp("kills") / "instance"
        with opened(str(folder)) as client:
            furnish(client, str(folder), "", scenario)
            return Instance(str(folder), "", shown(client))

    def make(scenario: Scenario) -> Instance:
        if scenario.name not in templates:
            templates[scenario.name] = template_of(scenario)
        template = templates[scenario.name]
        for last in places:  # each takes hundreds of megabytes of disk
            shutil.rmtree(last)
        places[:] = [tmp_path_factory.mktemp("kill")]
        folder = places[0] / "instance"
        shutil.copytree(template.place, folder)
        return Instance(str(folder), str(folder.with_name("snapshots")), template.before)

    return make
