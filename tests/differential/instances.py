"""Instances that calls are sent to."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import orjson

from qschema.client.embedded.transport import EmbeddedTransport
from qschema.client.errors import QdrantError
from qschema.client.requests.base import adapter
from qschema.client.requests.reading import NoSuchCall, read_call

Instance = Callable[[str, str, Any], tuple[int, Any]]
"""Takes verb, path and body of a call; returns the status and what was answered."""


def answer(transport: EmbeddedTransport, verb: str, target: str, body: bytes) -> tuple[int, Any]:
    """Return status and JSON of the engine's answer to an HTTP call."""
    try:
        request = read_call(verb, target, body)
        result = transport.send(request)
    except NoSuchCall:
        return 404, None
    except QdrantError as error:
        return error.status or 0, {"status": {"error": str(error)}}
    document = adapter(type(request).result).dump_python(result, mode="json", by_alias=True, exclude_unset=True)
    return 200, {"result": document, "status": "ok"} if request.rest.envelope else document


def engine(transport: EmbeddedTransport) -> Instance:
    """Return an engine in this process."""

    def send(verb: str, target: str, body: Any) -> tuple[int, Any]:
        status, document = answer(transport, verb, target, _content(body))
        return status, orjson.loads(orjson.dumps(document))

    return send


def server(client: httpx.Client) -> Instance:
    """Return a server."""

    def send(verb: str, target: str, body: Any) -> tuple[int, Any]:
        headers = {"content-type": "application/json"}
        found = client.request(verb, target, content=_content(body), headers=headers)
        return found.status_code, found.json() if found.content else None

    return send


@contextmanager
def official() -> Iterator[Instance]:
    """Start the official client's local mode in a process of its own, and end it."""
    command = [sys.executable, "-m", "tests.differential.official"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        sent, received = process.stdin, process.stdout
        assert sent
        assert received

        def send(verb: str, target: str, body: Any) -> tuple[int, Any]:
            print(json.dumps([verb, target, body]), file=sent, flush=True)
            status, document = json.loads(received.readline())
            return status, document

        yield send
        sent.close()


def _content(body: Any) -> bytes:
    return b"" if body is None else json.dumps(body).encode()
