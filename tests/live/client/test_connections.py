"""The ways to a real server: keys, TLS, a path prefix, the wrong port; and what it says of what a call cost."""

from __future__ import annotations

import asyncio
import io
from contextlib import suppress

import numpy as np
import pytest
import trustme

from qschema.client import AsyncQdrantClient, QdrantClient, models, requests
from qschema.client.call_log import record_calls
from qschema.client.errors import (
    ConnectionFailed,
    Forbidden,
    NotFound,
    RateLimited,
    ResponseHandlingException,
    Unauthorized,
)
from tests.live.client.prefix_proxy import proxy_to
from tests.ports import grpc_port_of

pytestmark = pytest.mark.live

KEY, READ_KEY = "the-key", "the-read-key"
BOTH_WIRES = pytest.mark.parametrize("prefer_grpc", [False, True], ids=["rest", "grpc"])


def work(client: QdrantClient, name: str) -> None:
    """Do something of everything: write, read, drop."""
    client.create_collection(name, models.VectorParams(size=2, distance=models.Distance.DOT))
    client.upsert(name, models.Batch(ids=[1, 2], vectors=np.array([[1, 0], [0, 1]], np.float32)))
    assert client.count(name).count == 2
    assert [hit.id for hit in client.query_points(name, np.array([0.0, 1.0])).points] == [2, 1]
    assert client.delete_collection(name)


async def work_async(client: AsyncQdrantClient, name: str) -> None:
    """Do the same without blocking."""
    await client.create_collection(name, models.VectorParams(size=2, distance=models.Distance.DOT))
    await client.upsert(name, models.Batch(ids=[1, 2], vectors=np.array([[1, 0], [0, 1]], np.float32)))
    assert (await client.count(name)).count == 2
    assert [hit.id for hit in (await client.query_points(name, np.array([0.0, 1.0]))).points] == [2, 1]
    assert await client.delete_collection(name)


def work_both(name: str, url: str, **options: object) -> None:
    async def ask() -> None:
        async with AsyncQdrantClient(url, **options) as client:
            await work_async(client, name)

    with QdrantClient(url, **options) as client:
        work(client, name)
    asyncio.run(ask())


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def tls_url(start_server, authority, tmp_path_factory) -> str:
    folder = tmp_path_factory.mktemp("tls")
    leaf = authority.issue_cert("127.0.0.1")
    leaf.cert_chain_pems[0].write_to_path(folder / "cert.pem")
    leaf.private_key_pem.write_to_path(folder / "key.pem")
    files = ("--tls-cert", str(folder / "cert.pem"), "--tls-key", str(folder / "key.pem"))
    return start_server(*files, "--api-key", KEY, "--read-only-api-key", READ_KEY)


@BOTH_WIRES
def test_tls_with_a_private_authority_and_keys(tls_url, authority, name, prefer_grpc):
    options = {"verify": authority.cert_pem.bytes(), "prefer_grpc": prefer_grpc, "grpc_port": grpc_port_of(tls_url)}
    work_both(name, tls_url, **options, api_key=KEY)
    work_both(name, tls_url, **options, auth_token_provider=lambda: KEY)
    with QdrantClient(tls_url, **options, api_key=READ_KEY) as client:
        assert client.get_collections().collections == []
        with pytest.raises(Forbidden):
            client.create_collection(name)
    with QdrantClient(tls_url, **options) as client, pytest.raises(Unauthorized) as caught:
        client.get_collections()
    assert "api_key=" in caught.value.fix


def test_http_2(tls_url, authority, name):
    work_both(name, tls_url, verify=authority.cert_pem.bytes(), api_key=KEY, http2=True)


@BOTH_WIRES
def test_tls_to_a_stranger(tls_url, prefer_grpc):
    options = {"api_key": KEY, "prefer_grpc": prefer_grpc, "grpc_port": grpc_port_of(tls_url)}
    with QdrantClient(tls_url, **options) as client, pytest.raises(ConnectionFailed, match="isn't trusted"):
        client.get_collections()
    with QdrantClient(tls_url, **options, verify=False) as client:
        client.get_collections()


def test_plain_http_to_a_tls_port_and_the_reverse(tls_url, live_url):
    plain, encrypted = tls_url.replace("https:", "http:"), live_url.replace("http:", "https:")
    with QdrantClient(plain) as client, pytest.raises(ResponseHandlingException, match="TLS or gRPC"):
        client.get_collections()
    with QdrantClient(encrypted) as client, pytest.raises(ConnectionFailed, match="plain http"):
        client.get_collections()


def test_a_path_prefix(live_url, name):
    with proxy_to(live_url) as url:
        work_both(name, url)
        base, prefix = url[: url.index("/", 8)], url[url.index("/", 8) :]
        port = int(base.rpartition(":")[2])
        with QdrantClient(host="127.0.0.1", port=port, prefix=prefix) as client:
            work(client, name)
        with QdrantClient(base) as client, pytest.raises(NotFound, match="HTML page") as caught:
            client.get_collections()
        assert "path prefix" in caught.value.fix


def test_the_limit_of_a_client_reaches_the_server(start_server, name):
    with QdrantClient(start_server(), timeout=20) as client:
        work(client, name)
        with record_calls() as calls:
            client.collection_exists(name)
            client.delete_collection(name)
        assert [call.url.rpartition("?")[2] for call in calls[1:]] == ["timeout=20"]


def test_what_calls_cost(start_server, name):
    with QdrantClient(start_server("QDRANT__SERVICE__HARDWARE_REPORTING=true")) as client, record_calls() as calls:
        work(client, name)
    costs = {call.url.rpartition("/")[2]: call.usage for call in calls}
    assert costs["points?wait=true"].hardware.vector_io_write > 0
    assert costs["query"].hardware.cpu > 0


def test_a_rate_limit_says_when_to_come_back(live_url, name):
    limits = models.StrictModeConfig(enabled=True, read_rate_limit=2)
    with QdrantClient(live_url, retries=0) as client:
        client.create_collection(name, strict_mode_config=limits)
        with suppress(RateLimited):
            client.count(name)
            client.count(name)
        with pytest.raises(RateLimited) as caught:
            client.count(name)
        assert caught.value.retry_after > 0
        client.delete_collection(name)


def test_a_snapshot_out_of_one_collection_into_another(live_url, name, tmp_path):
    with QdrantClient(live_url) as client:
        client.create_collection(name, models.VectorParams(size=2, distance=models.Distance.DOT))
        client.upsert(name, models.Batch(ids=[1, 2], vectors=np.array([[1, 0], [0, 1]], np.float32)))
        made = client.send(requests.CreateSnapshot(name, wait=True))
        file = tmp_path / made.name
        with client._transport.stream(requests.DownloadSnapshot(name, made.name)) as parts, file.open("wb") as written:
            for part in parts:
                written.write(part)
        assert file.stat().st_size == made.size
        for number, source in enumerate((file, io.BytesIO(file.read_bytes()))):
            copy = f"{name}-{number}"
            upload = requests.UploadSnapshot(copy, source, wait=True, priority=models.SnapshotPriority.SNAPSHOT)
            assert client.send(upload)
            assert client.count(copy).count == 2
            client.delete_collection(copy)
        client.delete_collection(name)


def test_a_refused_download_tells_what_the_server_said(live_url, name):
    request = requests.DownloadSnapshot(name, "none")
    with QdrantClient(live_url) as client, pytest.raises(NotFound) as caught, client._transport.stream(request):
        pass
    assert caught.value.collection == name


def test_texts(live_url):
    with QdrantClient(live_url) as client:
        assert "# TYPE" in client.send(requests.GetMetrics())
        assert client.send(requests.CheckReadiness())
