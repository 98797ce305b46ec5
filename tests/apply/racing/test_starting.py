from __future__ import annotations

import pytest

from tests.apply.racing.starting import SAME, SEVERAL, start
from tests.servers import serving
from tests.soaking import soaking

ROUNDS = 20 if soaking() else 1


@pytest.fixture(scope="module")
def url():
    with serving("--memory") as server:
        yield server.url


@pytest.mark.parametrize("versions", [SAME, SEVERAL], ids=["same", "several"])
@pytest.mark.parametrize("round_", range(ROUNDS))
def test_what_is_missing_is_made_once_however_many_start(racers, url, tmp_path, round_, versions):
    start(racers, url, tmp_path, versions)
