from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import grpc
import pytest

from qschema.client.grpc.pool import message_class
from qschema.client.transports.compatibility import Compatibility
from tests.blocking import KINDS


@dataclass
class Seen:
    """A call as it came in."""

    path: str
    data: bytes
    metadata: dict[str, Any]
    seconds: float | None
    peer: str


@dataclass
class Failure:
    """A status to answer with."""

    code: str
    said: str = ""
    metadata: dict[str, str] = field(default_factory=lambda: {"date": "today"})


Answer = bytes | Failure


def version(number: str = "1.19.0") -> bytes:
    return message_class("HealthCheckReply")(title="qdrant", version=number).SerializeToString()


class ScriptedServer(grpc.GenericRpcHandler):
    """A gRPC server that writes down what it is asked, and answers as it is told."""

    def __init__(self, credentials: grpc.ServerCredentials | None = None) -> None:
        self.seen: list[Seen] = []
        self.answer: Callable[[Seen], Answer] = lambda seen: version()
        self._server = grpc.server(ThreadPoolExecutor(8), handlers=(self,), options=[("grpc.so_reuseport", 0)])
        self.scheme = "http" if credentials is None else "https"
        if credentials is None:
            self.port = self._server.add_insecure_port("127.0.0.1:0")
        else:
            self.port = self._server.add_secure_port("127.0.0.1:0", credentials)
        self._server.start()

    @property
    def options(self) -> dict[str, Any]:
        """What a client is made with to talk to it."""
        url = f"{self.scheme}://127.0.0.1:1"  # nothing listens where REST would be
        return {"url": url, "grpc_port": self.port, "prefer_grpc": True, "check_compatibility": False}

    def answers(self, *answers: Answer) -> None:
        """Give these answers in turn, the last one for ever."""
        self.answer = lambda seen: answers[min(len(self.seen), len(answers)) - 1]

    def service(self, details: Any) -> Any:
        def answered(data: bytes, context: grpc.ServicerContext) -> bytes:
            metadata = dict(context.invocation_metadata())
            seen = Seen(details.method, data, metadata, context.time_remaining(), context.peer())
            self.seen.append(seen)
            answer = self.answer(seen)
            if isinstance(answer, Failure):
                context.set_trailing_metadata(tuple(answer.metadata.items()))
                context.abort(grpc.StatusCode[answer.code], answer.said)
            return answer

        return grpc.unary_unary_rpc_method_handler(answered)

    def stop(self) -> None:
        self._server.stop(0).wait()


@pytest.fixture(autouse=True)
def nobody_asked_yet() -> None:
    """Forget which servers were asked for their version: ports are given out again."""
    Compatibility._asked.clear()


@pytest.fixture
def scripted() -> Iterator[ScriptedServer]:
    server = ScriptedServer()
    yield server
    server.stop()


@pytest.fixture(params=KINDS.values(), ids=KINDS)
def make(request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    """Makes blocking clients, and others that behave as such; all are closed at the end."""
    made: list[Any] = []

    def one(**options: Any) -> Any:
        made.append(request.param(**options))
        return made[-1]

    yield one
    for client in made:
        client.close()


@pytest.fixture
def client(make: Callable[..., Any], scripted: ScriptedServer) -> Any:
    return make(**scripted.options)
