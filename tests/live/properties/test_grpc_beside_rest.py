"""The same random sequences of calls to one real server over REST and to another over gRPC: every answer compared.

The messages are made and read by the table of `qschema.client.grpc.calls`, over a bare channel.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import grpc
import pytest
from hypothesis import Phase, given, settings

from qschema.client import QdrantClient
from qschema.client.errors import QdrantError
from qschema.client.grpc.calls import call_of
from qschema.client.grpc.codecs.base import MessageError
from qschema.client.requests.base import Request, adapter
from qschema.client.requests.reading import read_call
from tests.differential.instances import Instance
from tests.differential.playing import play
from tests.live.server import running
from tests.properties.instances import searching
from tests.strategies.calls.sequences import sequences

pytestmark = pytest.mark.live

IN_MEMORY = "/dev/shm"
REFUSED = 400
"""Any refusal. What REST refuses isn't sent over gRPC, where a server checks less of it (measured on 1.19.0)."""


def over_rest(client: QdrantClient) -> Instance:
    """A server over REST."""
    return instance(client.send)


def over_grpc(channel: grpc.Channel, otherwise: QdrantClient) -> Instance:
    """A server over gRPC; over REST where no message can hold what is sent, as the transport does it."""

    def send(request: Request[Any]) -> Any:
        call = call_of(type(request))
        assert call is not None
        try:
            sent = call.to_wire(request)
        except MessageError:
            return otherwise.send(request)
        assert call.request_class.FromString(call.encode(request)) == sent
        answer = channel.unary_unary(call.path)(call.encode(request), timeout=60)
        return call.from_wire(call.answer_class.FromString(answer), request)

    return instance(send)


def instance(send: Any) -> Instance:
    def answer(verb: str, target: str, body: Any) -> tuple[int, Any]:
        try:
            request = read_call(verb, target, b"" if body is None else json.dumps(body).encode())
            result = send(request)
        except (grpc.RpcError, QdrantError):
            return REFUSED, None
        return 200, {"result": adapter(type(request).result).dump_python(result, mode="json", by_alias=True)}

    return answer


@pytest.fixture(scope="module")
def instances(start_server: Callable[..., str]) -> Iterator[tuple[Instance, Instance]]:
    """Two servers of these tests alone: the second is spoken to over gRPC."""
    with pytest.MonkeyPatch.context() as patch:
        if os.access(IN_MEMORY, os.W_OK):
            patch.setenv("TMPDIR", IN_MEMORY)
            patch.setattr(tempfile, "tempdir", None)
        url = start_server("--version", "1.19.0")
        with running() as other, QdrantClient(url, timeout=60, retries=0) as client:
            options = [("grpc.max_receive_message_length", -1)]
            with (
                grpc.insecure_channel(other.grpc_url.removeprefix("http://"), options=options) as channel,
                QdrantClient(other.url, timeout=60, retries=0) as otherwise,
            ):
                yield over_rest(client), over_grpc(channel, otherwise)


NUMBERS = count()


# Making a failing case smaller would take a server minutes.
@settings(searching(12), phases=[Phase.explicit, Phase.generate])
@given(sequences())
def test_grpc_answers_as_rest(instances, sequence):
    play(sequence, *instances, name=f"wires-{next(NUMBERS)}", refusals=False)
