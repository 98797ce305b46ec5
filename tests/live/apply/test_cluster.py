from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from qschema.apply import run
from qschema.apply.patience import poll
from qschema.client import QdrantClient
from tests.apply.bench import wipe
from tests.apply.racing.first import PROJECTS, RUNNERS, check_afterwards, first_apply, watched_lock

pytestmark = pytest.mark.live

PLACE = "the cluster"
SECONDS = 60.0


@pytest.fixture(scope="module")
def nodes(cluster) -> Iterator[list[QdrantClient]]:
    """Clients of both nodes of a cluster."""
    with ExitStack() as clients:
        yield [clients.enter_context(QdrantClient(url)) for url in cluster]


@pytest.mark.parametrize("round_", range(3))
def test_first_applies_race_over_both_nodes(nodes, tmp_path, monkeypatch, round_):
    """What one node has done the other shows a little later; for a moment it answers with a 500 meanwhile."""
    monkeypatch.setattr(run, "ProjectLock", watched_lock(tmp_path))
    wipe(nodes[0])
    assert poll(lambda: not nodes[1].get_collections().collections, SECONDS)
    with ThreadPoolExecutor(RUNNERS) as pool:
        runs = list(pool.map(lambda n: first_apply(nodes[n // 2 % 2], PROJECTS[n % 2], PLACE), range(RUNNERS)))
    assert sum(bool(one) for one in runs) == len(PROJECTS)
    for client in nodes:
        check_afterwards(client, PLACE)
    assert nodes[0].get_collection("_qschema").config.params.replication_factor == 2
