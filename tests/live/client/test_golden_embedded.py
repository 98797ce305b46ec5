"""What a real Qdrant 1.19.0 answered, request by request, against the engine in this process."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from qschema.client.embedded.transport import EmbeddedTransport
from tests.differential.instances import answer

pytestmark = pytest.mark.live

RECORDINGS = Path(os.environ.get("QSCHEMA_TEST_GOLDEN") or Path(__file__).parents[4] / "shared" / "golden")

SCENARIOS = (
    "aliases",
    "create-hnsw",
    "create-optimizers",
    "create-params",
    "create-quantization",
    "create-shapes",
    "create-sparse",
    "create-strict",
    "create-vector",
    "create-vector-hnsw",
    "create-vector-quantization",
    "create-wal",
    "index",
    "index-replace",
    "malformed",
    "names",
    "patch-hnsw_config",
    "patch-optimizers_config",
    "patch-params",
    "patch-sequence",
    "patch-sparse",
    "patch-strict_mode_config",
    "patch-unnamed",
    "patch-vector",
    "vector-names",
)
"""The recordings about configuration; all of each is replayed."""

DIFFERENCES: dict[tuple[str, int], str] = {
    ("create-wal", 28): "the server panics at wal_retain_closed: 0 and answers 500; here it is refused with 422",
}
"""Scenario and step → why the engine answers otherwise."""


def recorder() -> ModuleType:
    """The script beside the recordings, which says when two answers agree."""
    spec = importlib.util.spec_from_file_location("qschema_golden_replay", RECORDINGS / "replay.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sent(step: dict[str, Any]) -> bytes:
    return json.dumps(step["json"]).encode() if "json" in step else step.get("raw", "").encode("latin1")


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_engine_answers_as_the_server_did(scenario):
    file = RECORDINGS / "rest" / f"{scenario}.json"
    if not file.exists():
        pytest.fail(f"the recordings aren't there: QSCHEMA_TEST_GOLDEN names no folder with {file.name}")
    replay = recorder()
    transport = EmbeddedTransport(None)
    differing: dict[tuple[str, int], str] = {}
    for number, step in enumerate(json.loads(file.read_text(encoding="utf-8"))["steps"]):
        status, document = answer(transport, *step["do"], sent(step))
        difference = None
        if status != step["status"]:
            difference = f"status {step['status']} expected, got {status}: {document}"
        elif step.get("answer") is not None:
            difference = replay.differs(replay.ordered(step["answer"]), replay.ordered(document))
        if difference:
            differing[scenario, number] = f"{' '.join(step['do'])} {difference}"
        for name in step.get("mentions", ()) if status >= 400 else ():
            assert name in str(document), f"step {number}: the error doesn't mention {name}"
    transport.close()
    known = {key for key in DIFFERENCES if key[0] == scenario}
    assert {key: what for key, what in differing.items() if key not in known} == {}
    assert known <= differing.keys(), "a listed difference is none any more"
