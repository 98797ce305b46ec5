"""Files that come in a form: read from the wire to the disk, then handed to the engine by their path."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from qschema.client import requests
from qschema.serve.application import Application
from qschema.serve.settings import Settings

TARGET = "http://serve/collections/a/snapshots/upload?wait=true&checksum=abc"


class Engine:
    """Takes down what it is sent, and the file that came with it, which is gone afterwards."""

    def __init__(self) -> None:
        self.request: Any = None
        self.content = b""

    async def send(self, request: Any, *, timeout: float | None = None) -> Any:
        self.request, self.content = request, Path(request.snapshot).read_bytes()
        return True

    async def close(self) -> None:
        pass


def post(engine: Engine, **body: Any) -> httpx.Response:
    async def work() -> httpx.Response:
        application = Application(engine, Settings(max_body=1000))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=httpx.ASGITransport(application)) as client:
            return await client.post(TARGET, **body)

    return asyncio.run(work())


@pytest.mark.parametrize("size", [0, 10, 3 << 20])
def test_a_file_is_read_whole_however_large_it_is(size):
    engine = Engine()
    answer = post(engine, files={"snapshot": ("name", b"x" * size)})
    assert (answer.status_code, answer.json()["result"]) == (200, True)
    assert isinstance(engine.request, requests.UploadSnapshot)
    assert (engine.request.collection_name, engine.request.wait, engine.request.checksum) == ("a", True, "abc")
    assert engine.content == b"x" * size
    assert not Path(engine.request.snapshot).exists()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"json": {}},
        {"data": {"snapshot": "text"}},
        {"files": {"other": ("name", b"x")}},
        {"files": {"snapshot": ("name", b"x"), "more": ("name", b"x")}},
        {"content": b"no form", "headers": {"content-type": "multipart/form-data; boundary=a"}},
        {"content": b"no form", "headers": {"content-type": "multipart/form-data"}},
    ],
)
def test_what_is_no_form_with_a_file_is_refused(body):
    engine = Engine()
    answer = post(engine, **body)
    assert answer.status_code == 400
    assert answer.json()["status"]["error"]
    assert engine.request is None
