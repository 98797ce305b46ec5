from __future__ import annotations

import asyncio
import io
import os
from contextlib import contextmanager
from email.parser import BytesParser
from pathlib import Path

import pytest

from qschema.client import requests
from qschema.client.errors import NotFound, ResponseHandlingException, ServerError, Timeout
from qschema.client.transports.address import read_address
from qschema.client.transports.rest import RestTransport
from qschema.client.transports.rest_async import AsyncRestTransport
from qschema.client.transports.target import RestTarget
from qschema.client.transports.uploads import CHUNK_BYTES
from tests.client.transports.conftest import Answer, good

DOWNLOAD = requests.DownloadSnapshot("c", "s")
BODY = os.urandom(3 * CHUNK_BYTES + 7)


def target(url: str, **options: object) -> RestTarget:
    return RestTarget(address=read_address(url=url), **options)


@contextmanager
def sync_transport(url, **options):
    transport = RestTransport(target(url, **options))

    def send(request, **timing):
        return transport.send(request, **timing)

    def stream(request, **timing):
        with transport.stream(request, **timing) as parts:
            return list(parts)

    yield send, stream
    transport.close()


@contextmanager
def async_transport(url, **options):
    transport = AsyncRestTransport(target(url, **options))
    loop = asyncio.new_event_loop()

    async def streamed(request, **timing):
        async with transport.stream(request, **timing) as parts:
            return [part async for part in parts]

    def send(request, **timing):
        return loop.run_until_complete(transport.send(request, **timing))

    def stream(request, **timing):
        return loop.run_until_complete(streamed(request, **timing))

    yield send, stream
    loop.run_until_complete(transport.close())
    loop.close()


BOTH = pytest.mark.parametrize("transport", [sync_transport, async_transport], ids=["sync", "async"])


@BOTH
def test_a_download_comes_in_parts(transport, web):
    with transport(web.answers(Answer(body=BODY))) as (send, stream):
        parts = stream(DOWNLOAD)
        assert len(parts) > 3
        assert b"".join(parts) == BODY
        assert send(DOWNLOAD) == BODY
    assert web.seen[0].path == "/collections/c/snapshots/s"


@BOTH
def test_a_refused_download_is_an_error_when_it_is_opened(transport, web):
    refusal = Answer(404, b'{"status":{"error":"no such snapshot"}}')
    with transport(web.answers(refusal)) as (_, stream), pytest.raises(NotFound, match="no such snapshot") as caught:
        stream(DOWNLOAD)
    assert caught.value.collection == "c"


@BOTH
def test_a_download_is_begun_again_but_never_continued(transport, web, raw_server):
    with transport(web.answers(Answer(503), Answer(body=b"x"))) as (_, stream):
        assert stream(DOWNLOAD) == [b"x"]
    url = raw_server.says(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nxx")
    with transport(url) as (_, stream), pytest.raises(ResponseHandlingException, match="broke"):
        stream(DOWNLOAD)
    assert len(raw_server.requests) == 1


@BOTH
def test_the_limit_is_for_each_wait(transport, raw_server):
    url = raw_server.says(b"HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n", *[b"x"] * 12, pause=0.1)
    with transport(url) as (_, stream):
        assert b"".join(stream(DOWNLOAD, timeout=1.0)) == b"x" * 12
    url = raw_server.stalls(b"HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\nx")
    with transport(url) as (_, stream), pytest.raises(Timeout):
        stream(DOWNLOAD, timeout=0.2)


@BOTH
def test_texts(transport, web):
    with transport(web.answers(Answer(body=b"# HELP app_info\n"), Answer(503, b"not ready"))) as (send, _):
        assert send(requests.GetMetrics()) == "# HELP app_info\n"
    with transport(web.url, retries=0) as (send, _), pytest.raises(ServerError, match="not ready"):
        send(requests.CheckReadiness())


def parts_of(seen) -> dict[str, tuple[str | None, bytes]]:
    message = BytesParser().parsebytes(
        b"content-type: " + seen.headers["content-type"].encode() + b"\r\n\r\n" + seen.body
    )
    return {
        part.get_param("name", header="content-disposition"): (part.get_filename(), part.get_payload(decode=True))
        for part in message.get_payload()
    }


@BOTH
def test_an_upload_by_path(transport, web, tmp_path: Path):
    path = tmp_path / 'a "quoted" ü.snapshot'
    path.write_bytes(b"\x00\r\n--" * 1000)
    with transport(web.answers(good(True))) as (send, _):
        assert send(requests.UploadSnapshot("c", path)) is True
    (seen,) = web.seen
    assert (seen.verb, seen.path) == ("POST", "/collections/c/snapshots/upload")
    assert parts_of(seen) == {"snapshot": ("a%20%22quoted%22%20%C3%BC.snapshot", path.read_bytes())}


class Counting(io.BytesIO):
    largest = 0

    def read(self, size: int | None = -1) -> bytes:
        part = super().read(size)
        self.largest = max(self.largest, len(part))
        return part


@BOTH
def test_an_upload_never_stands_in_memory_as_a_whole(transport, web):
    file = Counting(BODY)
    with transport(web.answers(good(True))) as (send, _):
        assert send(requests.UploadSnapshot("c", file)) is True
    assert parts_of(web.seen[0]) == {"snapshot": ("snapshot", BODY)}
    assert file.largest == CHUNK_BYTES
    assert not file.closed


@BOTH
def test_an_upload_is_repeated_only_if_the_file_can_be_read_again(transport, web, tmp_path):
    path = tmp_path / "s"
    path.write_bytes(b"data")
    with transport(web.answers(Answer(503), good(True))) as (send, _):
        assert send(requests.UploadSnapshot("c", path)) is True
    web.seen.clear()
    with transport(web.url) as (send, _), pytest.raises(ServerError):
        send(requests.UploadSnapshot("c", io.BytesIO(b"data")))
    assert [parts_of(seen)["snapshot"][1] for seen in web.seen] == [b"data"]


@BOTH
def test_a_file_that_isnt_there(transport, web, tmp_path):
    with transport(web.url) as (send, _), pytest.raises(FileNotFoundError):
        send(requests.UploadSnapshot("c", tmp_path / "none"))
