"""The messages themselves: names, pickles, and life beside an installed official client."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys

import pytest
import qdrant_client.grpc as theirs
from google.protobuf import timestamp_pb2
from hypothesis import given

from qschema.client import grpc
from qschema.client.grpc.pool import enum_values, message_class
from tests.client.grpc.strategies import ALL_MESSAGES, any_message


@given(any_message())
def test_messages_survive_pickling_and_copying(message):
    assert pickle.loads(pickle.dumps(message)) == message
    assert copy.deepcopy(message) == message == copy.copy(message)


@given(any_message())
def test_messages_of_the_official_client_are_taken_over(message):
    name = message.DESCRIPTOR.full_name.removeprefix("qdrant.")
    foreign = theirs
    for part in name.split("."):
        foreign = getattr(foreign, part)
    same = foreign.FromString(message.SerializeToString())
    taken = grpc.own({"in": [same, (same, "text")]})
    assert taken == {"in": [message, [message, "text"]]}
    assert type(taken["in"][0]) is type(message)
    assert grpc.own(message) is message


def test_a_timestamp_of_the_default_pool_is_taken_over():
    moment = timestamp_pb2.Timestamp(seconds=1_700_000_000, nanos=5)
    made = grpc.DatetimeRange(gt=grpc.own(moment))
    assert (made.gt.seconds, made.gt.nanos) == (1_700_000_000, 5)


def test_what_is_no_message_of_qdrant_stays():
    from google.protobuf.duration_pb2 import Duration

    other = Duration(seconds=1)
    assert grpc.own(other) is other
    assert grpc.own("text") == "text"


@pytest.mark.parametrize("name", ALL_MESSAGES)
def test_messages_are_found_by_name(name):
    kind = message_class(name)
    assert kind is message_class(f"qdrant.{name}")
    found = grpc
    for part in name.split("."):
        found = getattr(found, part)
    assert found is kind


def test_names_of_the_official_module_are_there():
    shown = {name for name in dir(theirs) if name[0].isupper() and not name.endswith("Servicer")}
    shown -= {"DESCRIPTOR", "Collections", "Points", "Qdrant", "Snapshots"}  # what protoc writes for services
    assert {name for name in shown if not hasattr(grpc, name)} == set()
    assert {name for name in shown if name not in dir(grpc)} == set()
    for name in shown:
        if isinstance(getattr(theirs, name), int):
            assert getattr(grpc, name) == getattr(theirs, name)


def test_enumerations_have_their_words():
    assert grpc.Distance.Cosine == grpc.Cosine == enum_values("Distance")["Cosine"] == 1
    assert grpc.MaxOptimizationThreads.Setting.Auto == 0
    with pytest.raises(AttributeError, match="Kosine"):
        _ = grpc.Kosine


PROBE = """
import pickle, qdrant_client.grpc as theirs
from qschema.client import grpc
ours = grpc.PointStruct(id=grpc.PointId(num=7), payload={"a": grpc.Value(integer_value=1)})
there = theirs.PointStruct(id=theirs.PointId(num=7), payload={"a": theirs.Value(integer_value=1)})
assert type(ours) is not type(there)
assert ours.SerializeToString(deterministic=True) == there.SerializeToString(deterministic=True)
assert grpc.own(there) == ours == pickle.loads(pickle.dumps(ours))
"""


@pytest.mark.parametrize("first", ["import qdrant_client", "from qschema.client import grpc; grpc.PointStruct()"])
def test_both_packages_live_in_one_process_in_either_order(first):
    subprocess.run([sys.executable, "-W", "error", "-c", f"{first}\n{PROBE}"], check=True)


def test_importing_loads_neither_protobuf_nor_grpc():
    code = "import sys, qschema, qschema.client.grpc; print('google.protobuf' in sys.modules, 'grpc' in sys.modules)"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "False"]


def test_stubs_call_over_a_channel():
    class Channel:
        def unary_unary(self, path, request_serializer, response_deserializer):
            return lambda message: (path, request_serializer(message), response_deserializer(b""))

    stub = grpc.PointsStub(Channel())
    sent = grpc.CountPoints(collection_name="c")
    path, content, answer = stub.Count(sent)
    assert (path, content) == ("/qdrant.Points/Count", sent.SerializeToString())
    assert isinstance(answer, grpc.CountResponse)
    assert len(vars(stub)) == 30
    with pytest.raises(AttributeError, match="OtherStub"):
        _ = grpc.OtherStub


def test_type_checkers_know_the_messages(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(
        "from qschema.client import grpc\n"
        "point = grpc.PointStruct(id=grpc.PointId(num=1), payload={'a': grpc.Value(integer_value=1)})\n"
        "reveal_type(point.id.num)\n"
        "grpc.PointStruct(identity=1)\n"
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", str(program)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert 'Revealed type is "int"' in done.stdout.replace("builtins.", "")
    assert 'Unexpected keyword argument "identity"' in done.stdout
