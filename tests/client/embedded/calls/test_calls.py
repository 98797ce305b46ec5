from __future__ import annotations

from tests.live.client.test_calls import *  # noqa: F403 - its tests are collected here, without their mark

pytestmark: list[object] = []
