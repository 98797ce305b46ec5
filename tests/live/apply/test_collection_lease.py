"""Locks of single collections on real servers, which limit the names of aliases as little as the engine does."""

from __future__ import annotations

import pytest

from qschema.apply.bootstrap import ensure_ledger
from qschema.apply.collection_lease import CollectionLease
from qschema.apply.errors import CollectionLockedError
from qschema.apply.held_lock import held_locks
from qschema.apply.lock import ProjectLock
from tests.apply.bench import ARTICLES
from tests.apply.copying.test_leases import filled, keep_off

pytestmark = pytest.mark.live


@pytest.mark.parametrize("name", ["articles", "a.free.b", "naïve 名前 100%", 63 * "名"])
def test_it_keeps_others_off_its_collection_and_off_nothing_else(bench, name):
    ensure_ledger(bench.client)
    with ProjectLock(bench.client, "library", run="r"):
        lease = CollectionLease(bench.client, "library", name, run="r")
        lease.__enter__()
    bench.apply({"logs": {"vectors": {}}})
    with pytest.raises(CollectionLockedError):
        bench.apply({"logs": {"vectors": {}}, name: {**ARTICLES, "aliases": []}})
    (held,) = held_locks(bench.client, "library")
    assert held.collection == name
    lease.check()
    lease.__exit__(None, None, None)
    bench.apply({"logs": {"vectors": {}}, name: {**ARTICLES, "aliases": []}})
    assert bench.is_at_rest()


def test_a_copy_keeps_others_off_what_it_writes_to(bench, tmp_path):
    keep_off(filled(bench), tmp_path)
