from __future__ import annotations

from tests.live.client.test_payloads_and_vectors import *  # noqa: F403 - its tests are collected here, without their mark

pytestmark: list[object] = []
