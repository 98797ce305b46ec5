from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import TypeAdapter

from qschema.client import QdrantClient, models
from qschema.client.errors import Forbidden
from qschema.client.models.reading import read_answer
from qschema.schema.errors import NotVisibleError
from qschema.schema.inspect import inspect, inspect_only
from qschema.schema.live import Mark
from qschema.schema.shown import UNREADABLE, spec_of

VECTOR = models.VectorParams(size=4, distance=models.Distance.DOT)


@pytest.fixture
def client() -> Iterator[QdrantClient]:
    with QdrantClient(":memory:") as client:
        yield client


def alias(client: QdrantClient, name: str, target: str) -> None:
    create = models.CreateAlias(collection_name=target, alias_name=name)
    client.update_collection_aliases([models.CreateAliasOperation(create_alias=create)])


def test_an_empty_instance(client):
    live = inspect(client, ["articles"])
    assert live.version == client.info().version
    assert (live.collections, live.aliases) == ({}, {})


def test_everything_is_read_as_it_would_be_declared(client):
    metadata = {**Mark("library", "articles", 1).as_metadata(), "team": "search"}
    client.create_collection("articles", {"text": VECTOR}, metadata=metadata)
    client.create_payload_index("articles", "bare", "keyword")
    full = models.KeywordIndexParams(type="keyword", is_tenant=True)
    client.create_payload_index("articles", "full", full)
    alias(client, "live", "articles")
    alias(client, "docs", "articles")
    client.upsert("articles", [models.PointStruct(id=1, vector={"text": [1, 2, 3, 4]})], wait=True)
    live = inspect(client)
    (articles,) = live.collections.values()
    said = articles.spec.as_json()
    assert (articles.name, articles.points, articles.status) == ("articles", 1, "green")
    assert articles.mark == Mark("library", "articles", 1)
    assert said["metadata"] == {"team": "search"}
    assert said["aliases"] == ["docs", "live"]
    assert said["payload_indexes"] == {"bare": {"type": "keyword"}, "full": {"type": "keyword", "is_tenant": True}}
    assert said["vectors"] == {"text": {"size": 4, "distance": "Dot"}}
    assert said["optimizers_config"]["indexing_threshold"] == 10000
    assert "quantization_config" not in said
    assert live.aliases == {"docs": "articles", "live": "articles"}


@pytest.mark.parametrize(
    ("metadata", "left"), [(None, None), ({}, {}), (Mark("a", "b", 1).as_metadata(), None), ({"x": None}, {"x": None})]
)
def test_a_mark_leaves_no_trace_in_the_metadata(client, metadata, left):
    client.create_collection("articles", VECTOR, metadata=metadata)
    assert inspect(client).collections["articles"].spec.metadata == left


@pytest.mark.parametrize("mark", ["mine", {}, {"project": "a"}, {"project": "a", "collection": "b", "generation": "1"}])
def test_a_mark_that_cannot_be_read_is_nobodys(client, mark):
    client.create_collection("articles", VECTOR, metadata={"qschema": mark})
    articles = inspect(client).collections["articles"]
    assert articles.mark == UNREADABLE
    assert articles.spec.metadata is None


def test_what_is_reserved_is_hidden(client):
    client.create_collection("_qschema", {})
    client.create_collection("articles", {})
    alias(client, "_qschema.lock.free", "_qschema")
    alias(client, "docs", "articles")
    live = inspect(client, ["articles"])
    assert list(live.collections) == ["articles"]
    assert live.aliases == {"docs": "articles"}


def test_the_alias_that_stands_for_a_replaced_collection_is_no_member(client):
    client.create_collection("articles__g2", {}, metadata=Mark("library", "articles", 2).as_metadata())
    alias(client, "articles", "articles__g2")
    alias(client, "docs", "articles__g2")
    live = inspect(client, ["articles"])
    assert list(live.collections) == ["articles__g2"]
    assert live.collections["articles__g2"].spec.aliases == ["docs"]
    assert live.aliases["articles"] == "articles__g2"


class Meddling(QdrantClient):
    """A client on whose instance something happens, or is forbidden, as a collection is read."""

    def __init__(self, *, vanishing: str = "", forbidden: str = "", unlisted: str = "") -> None:
        super().__init__(":memory:")
        self.vanishing, self.forbidden, self.unlisted = vanishing, forbidden, unlisted

    def get_collections(self, **kwargs):
        listed = super().get_collections(**kwargs)
        kept = [one for one in listed.collections if one.name != self.unlisted]
        return models.CollectionsResponse(collections=kept)

    def get_collection(self, collection_name, **kwargs):
        if collection_name == self.vanishing:
            self.delete_collection(collection_name)
        if collection_name == self.forbidden:
            raise Forbidden("Access to collection is required", method="GET", url="/collections/x", status=403)
        return super().get_collection(collection_name, **kwargs)


def test_a_collection_that_goes_meanwhile_is_not_there():
    with Meddling(vanishing="books") as client:
        client.create_collection("articles", {})
        client.create_collection("books", {})
        assert list(inspect(client, ["books"]).collections) == ["articles"]


def test_one_that_comes_meanwhile_is_there():
    with Meddling(unlisted="books") as client:
        client.create_collection("books", {})
        assert list(inspect(client, ["books"]).collections) == ["books"]
        assert not inspect(client).collections


def test_what_the_key_may_not_see_is_no_missing_collection():
    with Meddling(forbidden="books") as client:
        with pytest.raises(NotVisibleError) as caught:
            inspect(client, ["articles", "books"])
        assert "not visible to this key" in caught.value.what
        assert "Access to collection" in caught.value.why
        assert not inspect(client, ["articles"]).collections


def test_only_what_is_asked_for_is_read(client):
    for name in ("articles", "books"):
        client.create_collection(name, {})
    alias(client, "docs", "books")
    live = inspect_only(client, ["articles", "docs", "nothing"])
    assert list(live.collections) == ["articles"]
    assert live.aliases == {"docs": "books"}


def test_a_newer_server_is_read_as_far_as_it_is_understood():
    config = {
        "params": {"vectors": {"size": 4, "distance": "Hamming", "shape": "round"}, "colour": "red"},
        "hnsw_config": {"m": 16, "ef_construct": 100, "full_scan_threshold": 10000, "layers": 3},
        "optimizer_config": {"default_segment_number": 0, "flush_interval_sec": 5},
    }
    schema = {
        "bare": {"data_type": "path", "points": 0},
        "full": {"data_type": "keyword", "params": {"type": "keyword", "memory": "lukewarm", "fuzzy": 2}, "points": 0},
    }
    answer = {
        "status": "blue",
        "optimizer_status": "ok",
        "segments_count": 1,
        "config": config,
        "payload_schema": schema,
    }
    info = read_answer(TypeAdapter(models.CollectionInfo), answer)
    said = spec_of(info, []).as_json()
    assert said["vectors"] == {"size": 4, "distance": "Hamming"}
    assert said["payload_indexes"] == {"bare": {"type": "path"}, "full": {"type": "keyword", "memory": "lukewarm"}}
