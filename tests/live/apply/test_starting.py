from __future__ import annotations

import pytest

from tests.apply.racing.starting import SAME, SEVERAL, start
from tests.soaking import soaking

pytestmark = pytest.mark.live

ROUNDS = 20 if soaking() else 1


@pytest.mark.parametrize("versions", [SAME, SEVERAL], ids=["same", "several"])
@pytest.mark.parametrize("round_", range(ROUNDS))
def test_what_is_missing_is_made_once_however_many_start(racers, own_url, tmp_path, round_, versions):
    start(racers, own_url, tmp_path, versions)
