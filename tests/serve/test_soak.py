"""16 clients at once: no call fails, memory stays. `make soak` lets them work for five minutes."""

from __future__ import annotations

import pytest

from tests.serve.soak import Caller, all_at_once, prepare, private_bytes
from tests.servers import serving

CLIENTS, MINUTES = 16, 5
GROWTH = 64 << 20
"""Bytes by which the processes may grow once they are warm: nothing that is kept for each call would fit into that."""


@pytest.mark.parametrize("place", ["disk", "memory"])
def test_sixteen_clients_at_once(tmp_path, pytestconfig, place):
    long = place == "disk" and pytestconfig.getoption("--hypothesis-profile") == "soak"
    with serving(*(("--path", tmp_path) if place == "disk" else ("--memory",))) as server:
        prepare(server.url, "shared")
        callers = [Caller(server.url, "shared", number) for number in range(CLIENTS)]
        assert all_at_once(callers, rounds=10) == CLIENTS * 60
        pids = server.pid, server.worker()
        warm = private_bytes(*pids)
        all_at_once(callers, rounds=5, seconds=MINUTES * 60.0 if long else 0.0)
        grown = private_bytes(*pids) - warm
        print(f"{sum(caller.calls for caller in callers)} calls, {grown >> 20} MB more than after the first")
        assert grown < GROWTH
