"""Whatever is sent, the answer is a status, and the server goes on. `make soak` sends more than 10,000 messages."""

from __future__ import annotations

from random import Random

import grpc
import pytest

from qschema.client.grpc import CreateCollection, Dot, VectorParams, VectorsConfig
from qschema.client.transports.grpc.methods import SERVICES, methods_of
from tests.client.grpc.strategies import build
from tests.serve.grpc.conftest import place_of, status
from tests.servers import serving

METHODS = [method for service in SERVICES for method in methods_of(service)]
SNAPSHOTS = {"/qdrant.Snapshots/Create", "/qdrant.Snapshots/CreateFull"}
TYPED = {
    *("OK", "INVALID_ARGUMENT", "NOT_FOUND", "ALREADY_EXISTS", "UNIMPLEMENTED", "RESOURCE_EXHAUSTED"),
    *("PERMISSION_DENIED", "DEADLINE_EXCEEDED"),
}
UNREADABLE = "the message can't be read:"
NO_INFERENCE = "there is no inference service for the model"
"""What a server without one says of texts to embed; 500, as over REST (measured on 1.19.0)."""
CREATE, NAME = "/qdrant.Collections/Create", "fuzzed"


@pytest.fixture
def count(pytestconfig) -> int:
    """How many messages of each kind to send."""
    return 6_000 if pytestconfig.getoption("--hypothesis-profile") == "soak" else 200


@pytest.fixture(scope="module")
def victim():
    """A server of its own: what is sent may fill it up."""
    with serving("--memory", "--grpc-port", 0) as server:
        yield server


@pytest.fixture(scope="module")
def victims_channel(victim):
    with grpc.insecure_channel(place_of(victim)) as made:
        yield made


def is_typed(code: str, said: str) -> bool:
    return code in TYPED or (code == "INTERNAL" and said.startswith((UNREADABLE, NO_INFERENCE)))


def make_collection(channel) -> None:
    params = VectorParams(size=2, distance=Dot)
    made = CreateCollection(collection_name=NAME, vectors_config=VectorsConfig(params=params))
    assert status(channel, CREATE, made.SerializeToString())[0] in ("OK", "ALREADY_EXISTS")


def random_message(method, random: Random) -> bytes:
    """A message that can be read, most often about the one collection that is there."""
    message = build(method.question.DESCRIPTOR.name, random)
    if "collection_name" in message.DESCRIPTOR.fields_by_name and random.random() < 0.9:
        message.collection_name = NAME
    return message.SerializeToString()


def test_random_bytes(victim, victims_channel, count):
    worker = victim.worker()
    for seed in range(count):
        random = Random(seed)
        method = random.choice(METHODS)
        data = random.randbytes(random.randrange(1, 200))
        code, said = status(victims_channel, method.path, data)
        assert is_typed(code, said), (seed, method.path, code, said)
    assert victim.worker() == worker


def test_broken_messages(victim, victims_channel, count):
    make_collection(victims_channel)
    worker = victim.worker()
    for seed in range(count):
        random = Random(seed)
        method = random.choice([one for one in METHODS if one.path not in SNAPSHOTS])
        data = bytearray(random_message(method, random))
        for _ in range(random.randrange(1, 4)):
            if data:
                data[random.randrange(len(data))] = random.randrange(256)
        code, said = status(victims_channel, method.path, bytes(data))
        assert is_typed(code, said), (seed, method.path, code, said)
    assert victim.worker() == worker


def test_random_messages(victim, victims_channel, count):
    make_collection(victims_channel)
    worker = victim.worker()
    found = set()
    for seed in range(count):
        random = Random(seed)
        method = random.choice([one for one in METHODS if one.path not in SNAPSHOTS])
        if random.random() < 0.05:
            make_collection(victims_channel)
        code, said = status(victims_channel, method.path, random_message(method, random))
        found.add(code)
        assert code in TYPED or said.startswith(NO_INFERENCE), (seed, method.path, code, said)
    assert victim.worker() == worker
    assert {"OK", "INVALID_ARGUMENT"} <= found
