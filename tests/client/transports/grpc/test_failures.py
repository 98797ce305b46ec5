from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import grpc
import pytest

from qschema.client import errors, requests
from qschema.client.call_log import record_calls
from qschema.client.transports.grpc.statuses import QUOTA_MARKER
from tests.client.transports.grpc.conftest import Failure, version

ANSWERED = {"date": "today"}

STATUSES = [
    (Failure("INVALID_ARGUMENT", "Wrong input: no"), errors.BadRequest, 400),
    (Failure("INVALID_ARGUMENT", "Validation error in body: [limit: 0]"), errors.ValidationFailed, 422),
    (Failure("UNAUTHENTICATED", "no key"), errors.Unauthorized, 401),
    (Failure("PERMISSION_DENIED", "no"), errors.Forbidden, 403),
    (Failure("NOT_FOUND", "no collection"), errors.NotFound, 404),
    (Failure("UNIMPLEMENTED", "", {}), errors.NotFound, 404),
    (Failure("UNIMPLEMENTED", "standalone mode"), errors.UnexpectedResponse, 405),
    (Failure("DEADLINE_EXCEEDED", "gave up"), errors.ServerTimeout, 408),
    (Failure("ALREADY_EXISTS", "taken"), errors.AlreadyExists, 409),
    (Failure("RESOURCE_EXHAUSTED", "slowly"), errors.RateLimited, 429),
    (Failure("RESOURCE_EXHAUSTED", "full", {**ANSWERED, QUOTA_MARKER: "1"}), errors.QuotaExceeded, 507),
    (Failure("DATA_LOSS", "another checksum"), errors.BadRequest, 400),
    (Failure("FAILED_PRECONDITION", "no"), errors.BadRequest, 400),
    (Failure("INTERNAL", "it broke"), errors.ServerError, 500),
    (Failure("UNKNOWN", "it broke"), errors.ServerError, 500),
    (Failure("UNAVAILABLE", "starting"), errors.ServerError, 503),
    (Failure("UNAVAILABLE", "Received http2 header with status: 502", {}), errors.ServerError, 502),
    (Failure("INTERNAL", "Received RST_STREAM with error code 2", {}), errors.ResponseHandlingException, None),
]


def failing(client, request=None):
    with pytest.raises(errors.QdrantError) as caught:
        client.send(request or requests.GetVersion())
    return caught.value


@pytest.mark.parametrize(("failure", "kind", "status"), STATUSES, ids=lambda value: getattr(value, "code", None))
def test_statuses_are_errors_of_the_same_tree(make, scripted, failure, kind, status):
    scripted.answers(failure)
    error = failing(make(**scripted.options, retries=0), requests.CollectionExists("books"))
    assert (type(error), error.status) == (kind, status)
    assert failure.said in error.what
    assert (error.method, error.collection) == ("gRPC", "books")
    assert error.url == f"http://127.0.0.1:{scripted.port}/qdrant.Collections/CollectionExists"
    assert isinstance(error.__cause__, grpc.RpcError)


def test_what_the_server_said_is_kept(client, scripted):
    scripted.answers(Failure("NOT_FOUND", "no collection", {"date": "today", "x-trace": "7"}))
    error = failing(client)
    assert (error.message, error.content) == ("no collection", b"no collection")
    assert error.headers["x-trace"] == "7"


@pytest.mark.parametrize(("said", "waits"), [("7", 7.0), ("0", 0.0), ("soon", None), (None, None)])
def test_how_long_to_wait(make, scripted, said, waits):
    scripted.answers(Failure("RESOURCE_EXHAUSTED", "slowly", ANSWERED if said is None else {"retry-after": said}))
    error = failing(make(**scripted.options, retries=0))
    assert error.retry_after == waits


def test_calls_that_were_not_let_through_are_repeated(client, scripted):
    scripted.answers(Failure("RESOURCE_EXHAUSTED", "slowly", {"retry-after": "0"}), version())
    with record_calls() as calls:
        assert client.info().version == "1.19.0"
    assert [(call.method, call.status, call.attempts) for call in calls] == [("gRPC", 200, 2)]


def test_a_server_that_is_not_there_yet_is_asked_again(client, scripted):
    scripted.answers(Failure("UNAVAILABLE", "starting"), Failure("UNAVAILABLE", "starting"), version())
    client.info()
    assert len(scripted.seen) == 3


def test_what_can_be_done_only_once_is_not_repeated(client, scripted):
    scripted.answers(Failure("UNAVAILABLE", "starting"))
    assert failing(client, requests.CreateSnapshot("books")).status == 503
    assert len(scripted.seen) == 1


def test_no_retries(make, scripted):
    scripted.answers(Failure("UNAVAILABLE", "starting"))
    failing(make(**scripted.options, retries=0))
    assert len(scripted.seen) == 1


def test_an_answer_that_cannot_be_read(client, scripted):
    scripted.answers(b"\xff\xff")
    error = failing(client)
    assert (type(error), error.status) == (errors.ResponseHandlingException, 200)


@pytest.fixture
def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as held:
        return held.getsockname()[1]


@pytest.fixture
def silent_port():
    with socket.create_server(("127.0.0.1", 0)) as held:
        yield held.getsockname()[1]


@pytest.fixture
def web_port():
    class Quiet(BaseHTTPRequestHandler):
        def log_message(self, *about: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def options(port: int, url: str = "http://127.0.0.1:1") -> dict[str, object]:
    return {"url": url, "grpc_port": port, "prefer_grpc": True, "retries": 0}


def test_nothing_listens(make, closed_port):
    error = failing(make(**options(closed_port)))
    assert isinstance(error, errors.ConnectionFailed)
    assert "nothing listens" in error.why
    assert not error.lasting


def test_nobody_answers(make, silent_port):
    error = failing(make(**options(silent_port), timeout=0.2))
    assert isinstance(error, errors.Timeout)
    assert "0.2 s" in error.what


def test_no_such_host(make):
    error = failing(make(**options(1, "http://no-such-host.invalid")))
    assert isinstance(error, errors.ConnectionFailed)
    assert error.lasting


def test_another_protocol(make, web_port):
    error = failing(make(**options(web_port)))
    assert isinstance(error, errors.ConnectionFailed)
    assert "speaks no gRPC" in error.why


def test_plain_where_tls_is_spoken(make, web_port):
    error = failing(make(**options(web_port, "https://127.0.0.1:1")))
    assert isinstance(error, errors.ConnectionFailed)
    assert "speaks no TLS" in error.why
