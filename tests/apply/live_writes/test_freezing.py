from __future__ import annotations

from collections.abc import Iterator

import pytest

from qschema.apply.live_writes.freezing import frozen
from qschema.apply.unlock import repair
from qschema.client import QdrantClient, models
from tests.apply.bench import ARTICLES, Bench
from tests.apply.live_writes.freezes import CHECKS, CHECKS_OF_LIMITS
from tests.apply.live_writes.traffic import prepared
from tests.apply.live_writes.world import PROJECT, make
from tests.servers import serving


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving("--memory") as one:
        yield one.url


@pytest.fixture(params=["memory", "rest"])
def client(request: pytest.FixtureRequest) -> Iterator[QdrantClient]:
    place = ":memory:" if request.param == "memory" else request.getfixturevalue("server")
    with QdrantClient(place, retries=0) as one:
        for name in ("articles", "articles__g2"):
            one.delete_collection(name)
        prepared(one, make)
        yield one


@pytest.mark.parametrize("check", CHECKS)
def test_a_freeze(client, check):
    check(client, client)


@pytest.mark.parametrize("check", CHECKS_OF_LIMITS)
def test_limits(client, check):
    check(client)


def test_a_run_opens_what_one_that_died_had_closed(bench):
    bench.apply({"articles": ARTICLES})
    with frozen(bench.client, PROJECT, "articles", limit=30.0):  # as if it ended here
        changed = {**ARTICLES, "payload_indexes": {}}
        plan = bench.plan({"articles": changed})
        assert lifted(bench) == []
        bench.carry_out(plan)
        assert lifted(bench) == ["articles"]
        bench.client.upsert("articles", [models.PointStruct(id=1, vector={"text": [1, 2, 3, 4]})])


def test_repairing_opens_what_was_left_closed(bench):
    bench.apply({"articles": ARTICLES})
    with frozen(bench.client, PROJECT, "articles", limit=30.0):  # as if it ended here
        assert repair(bench.client) == ("articles, which a run had closed to writes, is open again.",)
        bench.client.upsert("articles", [models.PointStruct(id=1, vector={"text": [1, 2, 3, 4]})])
        assert repair(bench.client) == ()


def lifted(bench: Bench) -> list[str]:
    return [record["collection"] for record in bench.records("freeze") if record["phase"] == "lifted"]
