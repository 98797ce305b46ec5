from __future__ import annotations

import pytest

from qschema.client import QdrantClient
from tests.planner.settings import SETTINGS
from tests.properties import laws
from tests.properties.instances import Instance


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: "/".join(setting.path))
def test_a_setting_changes(setting):
    with QdrantClient(":memory:") as client:
        laws.setting_changes(Instance(client), setting)
