from __future__ import annotations

import pytest

from qschema.apply.bootstrap import ensure_ledger
from qschema.apply.lock_alias import lock_aliases, remove
from qschema.apply.lock_name import LockName
from qschema.client import QdrantClient
from tests.apply.bench import wipe
from tests.apply.racing.first import PROJECTS, RUNNERS, check_afterwards
from tests.soaking import soaking

pytestmark = pytest.mark.live

ROUNDS = 50 if soaking() else 4
RACERS = [{"project": PROJECTS[number % 2]} for number in range(RUNNERS)]


def test_first_applies_of_two_projects_race_on_an_empty_instance(own_url, racers, tmp_path):
    with QdrantClient(own_url) as client:
        for _ in range(ROUNDS):
            wipe(client)
            said = racers.race("first_apply", [own_url], tmp_path, RACERS)
            assert sum(bool(one["run"]) for one in said) == len(PROJECTS)
            check_afterwards(client, own_url)


def test_first_locks_of_two_projects_race_on_a_ledger(own_url, racers, tmp_path):
    """Without the guard, two holders are seen here within a few rounds."""
    with QdrantClient(own_url) as client:
        wipe(client)
        ensure_ledger(client)
        for _ in range(ROUNDS):
            racers.race("first_lock", [own_url], tmp_path, RACERS)
            locks = {name for name in lock_aliases(client) if name.project}
            assert locks == {LockName(project) for project in PROJECTS}
            for name in locks:
                remove(client, name)
