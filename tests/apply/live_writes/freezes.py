"""What holds of a write freeze wherever it is tried."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from typing import Any

import pytest

from qschema.apply.live_writes.errors import FreezeUnfitError
from qschema.apply.live_writes.freezing import frozen, lift_freezes, residue
from qschema.apply.live_writes.generations import touch
from qschema.apply.live_writes.pairs import OutOfTime
from qschema.client import QdrantClient, models
from qschema.client.errors import BadRequest, RateLimited
from qschema.planner.freezing import WIDE
from tests.apply.live_writes.world import PROJECT, WRITES, point

LEVERS = {"upsert_max_batchsize": WIDE, "write_rate_limit": WIDE}


def strict_mode(client: QdrantClient) -> dict[str, Any]:
    config = client.get_collection("articles").config.strict_mode_config
    return config.model_dump(mode="json", exclude_none=True) if config else {}


def refused(write: Callable[[], Any]) -> bool:
    try:
        write()
    except (BadRequest, RateLimited):
        return True
    return False


def refuses_every_write_and_no_read(client: QdrantClient, hasty: QdrantClient) -> None:
    """Within a freeze nothing is written; afterwards everything is. `hasty` waits for no rate limit."""
    client.upsert("articles", [point(1, "x"), point(2, "y")])
    before = client.scroll("articles", with_vectors=True)
    assert "for good" in residue(client, "articles")
    with frozen(client, PROJECT, "articles", limit=30.0) as freeze:
        for name, write in WRITES.items():
            if name != "upload":  # waits for whatever time a server names
                assert refused(lambda write=write: write(hasty, "articles", "x", [1, 2])), name
        assert client.scroll("articles", with_vectors=True) == before
        assert client.count("articles").count == 2
    assert freeze.seconds > 0
    for name, write in WRITES.items():
        client.upsert("articles", [point(1, "x")])
        assert not refused(lambda write=write: write(hasty, "articles", "x", [1, 2])), name
    assert strict_mode(client) == {"enabled": False, **LEVERS}
    assert residue(client, "articles") == ""


def gives_back_limits_that_were_there(client: QdrantClient) -> None:
    limits = {"enabled": True, "upsert_max_batchsize": 7, "max_query_limit": 100}
    client.update_collection("articles", strict_mode_config=models.StrictModeConfig(**limits))
    with frozen(client, PROJECT, "articles", limit=30.0):
        assert strict_mode(client) == {**limits, "upsert_max_batchsize": 0, "write_rate_limit": 1}
    assert strict_mode(client) == {**limits, "write_rate_limit": LEVERS["write_rate_limit"]}


def is_lifted_after_a_crash(client: QdrantClient, hasty: QdrantClient) -> None:
    with frozen(client, PROJECT, "articles", limit=30.0):  # as if it ended here
        assert refused(lambda: touch(hasty, "articles"))
        assert lift_freezes(client, PROJECT) == ["articles"]
        assert not refused(lambda: touch(hasty, "articles"))
        assert lift_freezes(client, PROJECT) == []
    assert strict_mode(client) == {"enabled": False, **LEVERS}


def comes_about_under_traffic(client: QdrantClient, hasty: QdrantClient) -> None:
    """Whoever writes all the time is locked out all the same, and what was taken on before is there."""
    stop, refusals = Event(), []

    def write(number: int) -> None:
        while not stop.is_set():
            refusals.append(refused(lambda: hasty.set_payload("articles", {"n": number}, [1], wait=False)))

    client.upsert("articles", [point(1, "x")])
    threads = [Thread(target=write, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    try:
        with frozen(client, PROJECT, "articles", limit=30.0):
            before = client.scroll("articles")
            count = len(refusals)
            while len(refusals) < count + 20:
                stop.wait(0.01)
            assert all(refusals[count + 2 :])
            assert client.scroll("articles") == before
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def is_refused_where_it_would_do_more(client: QdrantClient) -> None:
    with pytest.raises(FreezeUnfitError, match="can't close"), frozen(client, PROJECT, "articles", limit=51.0):
        pass
    limits = models.StrictModeConfig(enabled=False, max_query_limit=5)
    client.update_collection("articles", strict_mode_config=limits)
    with pytest.raises(FreezeUnfitError, match="max_query_limit"):
        residue(client, "articles")


def stays_where_it_is_wanted(client: QdrantClient, hasty: QdrantClient) -> None:
    """A block that goes well leaves the collection closed, for the steps that follow; another one opens it."""
    with frozen(client, PROJECT, "articles", limit=30.0, stays=True):
        pass
    assert refused(lambda: touch(hasty, "articles"))
    assert lift_freezes(client, PROJECT) == ["articles"]
    assert not refused(lambda: touch(hasty, "articles"))
    with suppress(OutOfTime), frozen(client, PROJECT, "articles", limit=30.0, stays=True):
        raise OutOfTime
    assert not refused(lambda: touch(hasty, "articles"))
    assert lift_freezes(client, PROJECT) == []


CHECKS: list[Callable[..., None]] = [
    refuses_every_write_and_no_read,
    is_lifted_after_a_crash,
    stays_where_it_is_wanted,
    comes_about_under_traffic,
]
CHECKS_OF_LIMITS = [gives_back_limits_that_were_there, is_refused_where_it_would_do_more]
