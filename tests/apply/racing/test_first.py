from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from qschema.apply import run
from qschema.client import QdrantClient
from tests.apply.racing.first import PROJECTS, RUNNERS, check_afterwards, first_apply, watched_lock


@pytest.mark.parametrize("round_", range(3))
def test_first_applies_of_two_projects_race_on_an_empty_instance(tmp_path, monkeypatch, round_):
    monkeypatch.setattr(run, "ProjectLock", watched_lock(tmp_path))
    with QdrantClient(":memory:") as client:
        with ThreadPoolExecutor(RUNNERS) as pool:
            runs = list(pool.map(lambda n: first_apply(client, PROJECTS[n % 2], ":memory:"), range(RUNNERS)))
        assert sum(bool(one) for one in runs) == len(PROJECTS)
        check_afterwards(client, ":memory:")
