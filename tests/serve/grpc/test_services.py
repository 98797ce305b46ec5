"""Keys, the standard services, messages that can't be read, and the end."""

from __future__ import annotations

import signal

import grpc
import pytest
import trustme
from google.protobuf.descriptor_pb2 import FileDescriptorProto

from qschema.client import QdrantClient
from qschema.client.errors import Forbidden, NotFound, Unauthorized
from qschema.client.transports.grpc.methods import SERVICES, methods_of
from qschema.serve.grpc.reflection import PATHS
from qschema.serve.grpc.reflection_messages import message_class
from tests.ports import grpc_port_of
from tests.serve.conftest import KEY, READ_KEY
from tests.serve.grpc.conftest import place_of, status
from tests.servers import Server, serving

METHODS = [method.path for service in SERVICES for method in methods_of(service)]
HEALTH = "/grpc.health.v1.Health"
OPEN = ["/qdrant.Qdrant/HealthCheck", f"{HEALTH}/Check"]


@pytest.mark.parametrize("metadata", [{}, {"api-key": "wrong"}, {"authorization": "Bearer wrong"}], ids=str)
@pytest.mark.parametrize("path", ["/qdrant.Points/Upsert", "/qdrant.Points/Nothing", *PATHS])
def test_without_a_key_nothing_is_told(locked_channel, path, metadata):
    assert status(locked_channel, path, b"\xff", **metadata)[0] == "UNAUTHENTICATED"


@pytest.mark.parametrize("path", OPEN)
def test_without_a_key_one_may_ask_whether_it_lives(locked_channel, path):
    assert status(locked_channel, path)[0] == "OK"


@pytest.mark.parametrize("metadata", [{"api-key": KEY}, {"authorization": f"Bearer {READ_KEY}"}], ids=["key", "read"])
def test_a_key_lets_in(locked_channel, metadata):
    assert status(locked_channel, "/qdrant.Collections/List", **metadata)[0] == "OK"


@pytest.mark.filterwarnings("ignore:the API key:UserWarning")
def test_the_read_only_key_reads(locked, name):
    options = {"url": locked.url, "grpc_port": grpc_port_of(locked.url), "prefer_grpc": True}
    with QdrantClient(**options, api_key=KEY) as owner, QdrantClient(**options, api_key=READ_KEY) as reader:
        owner.create_collection(name, {"size": 2, "distance": "Dot"})
        owner.upsert(name, [{"id": 1, "vector": [1.0, 2.0]}])
        assert reader.count(name).count == 1
        for refused in (
            lambda: reader.upsert(name, [{"id": 2, "vector": [1.0, 2.0]}]),
            lambda: reader.delete_collection(name),
            lambda: reader.update_collection_aliases([]),
        ):
            with pytest.raises(Forbidden):
                refused()
        with pytest.raises(NotFound):
            reader.upsert(f"{name}-2", [{"id": 2, "vector": [1.0, 2.0]}])
    with QdrantClient(**options, api_key="wrong") as stranger, pytest.raises(Unauthorized):
        stranger.get_collections()


def test_there_is_no_such_call(channel):
    for path in ("/qdrant.Points/Nothing", "/qdrant.Nothing/Get", f"{HEALTH}/List"):
        assert status(channel, path) == ("UNIMPLEMENTED", "")


@pytest.mark.parametrize("path", METHODS)
def test_every_method_says_what_it_cannot_read(channel, path):
    code, said = status(channel, path, b"\xff\xff")
    assert code == "INTERNAL"
    assert said.startswith("the message can't be read")


def test_health(channel):
    assert channel.unary_unary(f"{HEALTH}/Check")(b"", timeout=30) == b"\x08\x01"
    watching = channel.unary_stream(f"{HEALTH}/Watch")(b"", timeout=30)
    assert next(watching) == b"\x08\x01"
    watching.cancel()


@pytest.mark.parametrize(("path", "version"), PATHS.items())
def test_reflection(channel, path, version):
    question, answer = (
        message_class(version, "ServerReflectionRequest"),
        message_class(version, "ServerReflectionResponse"),
    )
    asked = [
        question(list_services="*"),
        question(file_containing_symbol="qdrant.Points.Upsert"),
        question(file_by_filename="points.proto"),
        question(file_containing_symbol="qdrant.Nothing"),
        question(all_extension_numbers_of_type="qdrant.PointId"),
    ]
    ask = channel.stream_stream(path, question.SerializeToString, answer.FromString)
    services, symbol, file, *missing = ask(iter(asked), timeout=30)
    assert {*SERVICES, "grpc.health.v1.Health"} <= {found.name for found in services.list_services_response.service}
    for found in (symbol, file):
        files = [FileDescriptorProto.FromString(one) for one in found.file_descriptor_response.file_descriptor_proto]
        names = {one.name for one in files}
        assert {needed for one in files for needed in one.dependency} <= names
    assert [found.error_response.error_code for found in missing] == [5, 5]
    with pytest.raises(grpc.RpcError) as caught:
        list(channel.stream_stream(path)(iter([b"\xff"]), timeout=30))
    assert caught.value.code() is grpc.StatusCode.INTERNAL


def test_it_says_where_it_listens(server):
    assert server.first_line.endswith(server.url)
    assert server.grpc_url.startswith("http://127.0.0.1:")


def test_a_port_that_is_taken(server):
    refused = Server("--memory", "--grpc-port", grpc_port_of(server.url))
    code, complaints = refused.end()
    assert code == 1
    assert "--grpc-port" in complaints


def test_tls(tmp_path):
    authority = trustme.CA()
    leaf = authority.issue_cert("127.0.0.1")
    leaf.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    leaf.private_key_pem.write_to_path(tmp_path / "key.pem")
    files = ("--tls-cert", tmp_path / "cert.pem", "--tls-key", tmp_path / "key.pem")
    with serving("--memory", "--grpc-port", 0, *files) as server:
        options = {"grpc_port": grpc_port_of(server.url), "prefer_grpc": True, "verify": authority.cert_pem.bytes()}
        with QdrantClient(server.url, **options) as client:
            assert client.get_collections().collections == []


def test_told_to_stop_it_finishes_what_it_has_begun(tmp_path):
    with serving("--path", tmp_path / "data", "--grpc-port", 0) as server:
        with grpc.insecure_channel(place_of(server)) as channel:
            watching = channel.unary_stream(f"{HEALTH}/Watch")(b"", timeout=60)
            next(watching)
            asked = [channel.unary_unary("/qdrant.Collections/List").future(b"", timeout=60) for _ in range(50)]
            asked[0].result()
            server.tell(signal.SIGTERM)
            codes = {call.code() for call in asked}
            assert list(watching) == []  # what has no end of its own holds nothing up
        assert server.end() == (0, "")
    # What it has begun is answered; the rest is told that it was never begun.
    assert codes <= {grpc.StatusCode.OK, grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED}
