"""The copy engine against real servers: the same afterwards, over REST and gRPC, with what each version can do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings

from qschema.apply.copying.creating import create_like
from qschema.apply.copying.engine import copy_points
from qschema.apply.copying.ids import after
from qschema.apply.copying.options import CopyOptions
from qschema.apply.copying.side import Side
from qschema.apply.copying.throttle import Throttle
from qschema.apply.transforms import Tools, Transforms
from qschema.client import QdrantClient, models
from tests.apply.copying.contents import SPARSE, Content, content, contents
from tests.live.apply.conftest import free_port
from tests.ports import grpc_port_of

pytestmark = pytest.mark.live

_FEW = settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
_MANY = [str(uuid4()) for _ in range(20)]
BOOKS = Content(
    ("text",),
    [{"id": id, "vector": {"text": [1, 2, n]}, "payload": {"n": n}} for n, id in enumerate([*range(180), *_MANY])],
)


@pytest.fixture(scope="module", params=["rest", "grpc"])
def client(request: pytest.FixtureRequest, own_url: str) -> Iterator[QdrantClient]:
    port = grpc_port_of(own_url)
    with QdrantClient(own_url, grpc_port=port, prefer_grpc=request.param == "grpc", check_compatibility=False) as one:
        yield one


def copied(client: QdrantClient, **how: Any) -> int:
    source, dest = Side(client, "source", "there"), Side(client, "dest", "there")
    return copy_points(source, dest, CopyOptions(page=7, **how), copying=str(uuid4())).written


@_FEW
@given(contents())
def test_a_copy_is_the_same(client: QdrantClient, given: Content) -> None:
    given.fill(client, "source")
    given.create(client, "dest")
    copied(client)
    assert content(client, "dest") == content(client, "source")


@_FEW
@given(contents(max_points=15))
def test_an_embedded_instance_is_copied_to_a_server(client: QdrantClient, given: Content) -> None:
    with QdrantClient(":memory:") as here:
        given.fill(here, "source")
        given.create(client, "dest")
        source, dest = Side(here, "source", "here"), Side(client, "dest", "there")
        copy_points(source, dest, CopyOptions(page=7), copying=str(uuid4()))
        assert content(client, "dest") == content(here, "source")


def test_what_is_there_stays_where_it_is_only_inserted(client: QdrantClient) -> None:
    BOOKS.fill(client, "source")
    BOOKS.create(client, "dest")
    client.upsert("dest", [{"id": id, "vector": {}, "payload": {"mine": True}} for id in (3, _MANY[0])])
    copied(client, write="insert_only")
    found = content(client, "dest")
    assert found[3] == found[_MANY[0]] == ({}, {"mine": True})
    assert len(found) == 200


def test_the_offset_of_a_scroll_is_a_bound(client: QdrantClient) -> None:
    """Ranges begin with ids that no point needs to have."""
    BOOKS.fill(client, "source")
    client.delete("source", [after(100)])
    page, _ = client.scroll("source", offset=after(100), limit=1)
    assert page[0].id == 102
    page, _ = client.scroll("source", offset=after(2**64 - 1), limit=1)
    assert page[0].id == min(_MANY)


def test_it_keeps_to_the_limits_of_strict_mode(client: QdrantClient) -> None:
    BOOKS.fill(client, "source")
    BOOKS.create(client, "dest")
    limits = models.StrictModeConfig(enabled=True, upsert_max_batchsize=5, max_query_limit=6)
    for name in ("source", "dest"):
        client.update_collection(name, strict_mode_config=limits)
    assert copied(client, throttle=Throttle(rate=10_000, max_queue=10)) == 200


def test_an_instance_makes_the_vectors_of_words(client: QdrantClient) -> None:
    BOOKS.fill(client, "source")
    Content((SPARSE,), []).create(client, "dest")
    transforms = Transforms.of(
        [
            {"drop_vectors": ["text"]},
            {"compute": {"title": "number {n}"}},
            {"embed": {"vector": SPARSE, "model": "qdrant/bm25", "from": "title"}},
        ]
    )
    assert transforms.vectors_to_read(["text"]) is False
    copied(client, transform=transforms.with_tools(Tools()), with_vectors=False)
    found = client.query_points(
        "dest", query=models.Document(text="number 17", model="qdrant/bm25"), using=SPARSE, limit=1
    )
    assert found.points[0].id == 17
    assert copied(client, with_vectors=[]) == 200


def test_indexing_is_restored(client: QdrantClient) -> None:
    BOOKS.fill(client, "source")
    BOOKS.create(client, "dest")
    client.update_collection("dest", optimizers_config=models.OptimizersConfigDiff(indexing_threshold=777))
    copied(client)
    assert client.get_collection("dest").config.optimizer_config.indexing_threshold == 777


@pytest.mark.parametrize("version", ["1.19.0", "1.16.3"])
def test_points_stay_under_their_shard_keys(start_server: Callable[..., str], version: str) -> None:
    url = start_server("--version", version, "--cluster", free_port())
    with QdrantClient(url, check_compatibility=False) as client:
        vectors = {"text": models.VectorParams(size=3, distance=models.Distance.DOT)}
        client.create_collection("source", vectors, sharding_method=models.ShardingMethod.CUSTOM)
        for key in ("north", 7):
            client.create_shard_key("source", key)
        for n, key in enumerate(("north", 7)):
            points = [{**point, "id": 1_000 * n + row} for row, point in enumerate(BOOKS.points)]
            client.upsert("source", points, shard_key_selector=key)
        source, dest = Side(client, "source", url), Side(client, "dest", url)
        assert create_like(source, dest)
        copied(client)
        for key in ("north", 7):
            assert client.count("dest", shard_key_selector=key).count == 200
        client.delete_collection("dest")
        client.create_collection("dest", vectors)
        copied(client)
        assert content(client, "dest") == content(client, "source")
