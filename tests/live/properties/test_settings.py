from __future__ import annotations

import pytest

from tests.planner.settings import SETTINGS
from tests.properties import laws

pytestmark = pytest.mark.live


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: "/".join(setting.path))
def test_a_setting_changes(newest, setting):
    newest.wipe()
    laws.setting_changes(newest, setting)
