from __future__ import annotations

import json

from qschema.apply.bootstrap import ensure_ledger
from qschema.apply.lock import ProjectLock
from qschema.apply.status import status
from qschema.client import models, requests
from tests.apply.bench import ARTICLES, schema_of
from tests.apply.faults import WRITES, forbidden


def look(bench, declared):
    return status(bench.client, schema_of(declared), place=bench.place)


def test_an_empty_instance(bench):
    found = look(bench, {"articles": ARTICLES})
    (articles,) = found.collections
    assert (articles.physical, articles.owner, articles.points, articles.applied) == (None, None, None, None)
    assert articles.differences == found.drift == 3
    assert (found.ledger, found.target, found.version, found.locks) == (False, bench.place, "1.19.0", ())
    assert bench.faults.writes() == []


def test_after_an_apply(bench):
    bench.apply({"articles": ARTICLES})
    bench.client.upsert("articles", [models.PointStruct(id=1, vector={"text": [1, 2, 3, 4]})])
    found = look(bench, {"articles": ARTICLES})
    (articles,) = found.collections
    assert (articles.name, articles.physical, articles.owner, articles.points) == ("articles", "articles", "library", 1)
    assert articles.health in ("green", "yellow")
    assert bench.runs()[0].started < articles.applied < bench.runs()[0].ended
    assert (found.drift, found.ledger) == (0, True)


def test_drift_is_counted(bench):
    bench.apply({"articles": ARTICLES})
    bench.client.delete_payload_index("articles", "tenant")
    found = look(bench, {"articles": {**ARTICLES, "hnsw_config": {"m": 24}}})
    assert (found.drift, found.collections[0].differences) == (2, 2)


def test_what_is_no_longer_declared_is_shown(bench):
    bench.apply({"articles": ARTICLES})
    (articles,) = look(bench, {}).collections
    assert (articles.declared, articles.owner) == (False, "library")


def test_what_others_own_is_shown_only_if_it_is_declared(bench):
    bench.apply({"orders": {"vectors": {}}}, project="shop")
    assert look(bench, {}).collections == ()
    (orders,) = look(bench, {"orders": {"vectors": {}}}).collections
    assert orders.owner == "shop"


def test_the_holder_of_the_lock_is_shown(bench):
    ensure_ledger(bench.client)
    with ProjectLock(bench.client, "library", run="r"):
        (held,) = look(bench, {}).locks
        assert held.lease.run == "r"


def test_a_key_that_only_reads_is_enough(bench):
    bench.apply({"articles": ARTICLES})
    bench.faults.add(forbidden, *WRITES)
    assert look(bench, {"articles": ARTICLES}).drift == 0


def test_a_ledger_that_can_not_be_read(bench):
    bench.apply({"articles": ARTICLES})
    bench.faults.add(forbidden, requests.ScrollPoints, about="_qschema")
    found = look(bench, {})
    assert (found.ledger, found.drift, found.target) == (False, 0, bench.place)


def test_it_is_json(bench):
    bench.apply({"articles": ARTICLES})
    said = json.loads(json.dumps(look(bench, {"articles": ARTICLES}).as_json()))
    assert said["collections"][0]["applied"].startswith("20")
    assert said["drift"] == 0
