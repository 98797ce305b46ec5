"""Messages in place of models: each kind passed to the methods that take it, ours and those of qdrant_client."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import numpy as np
import pytest
import qdrant_client.grpc as theirs

from qschema.client import AsyncQdrantClient, QdrantClient, models
from qschema.client import grpc as ours
from qschema.client.errors import InvalidRequest
from qschema.client.grpc.conversion import to_message
from qschema.client.messages import without_messages
from tests.servers import serving

FILTER = models.Filter(must=[models.FieldCondition(key="kind", match=models.MatchValue(value="a"))])
IDS = models.PointIdsList(points=[2])
POINTS = [
    models.PointStruct(id=number, vector=[1.0, number / 4], payload={"kind": "ab"[number % 2], "n": number})
    for number in range(1, 5)
]
NEW = models.PointStruct(id=9, vector=[0.5, 0.5], payload={"kind": "a", "n": {"deep": [1, None]}})
PARAMS = models.SearchParams(exact=True)
NEAREST = models.NearestQuery(nearest=[0.0, 1.0])
ALIAS = models.CreateAliasOperation(create_alias=models.CreateAlias(collection_name="c", alias_name="other"))
QUANTIZED = models.ScalarQuantization(scalar=models.ScalarQuantizationConfig(type=models.ScalarType.INT8))
VECTORS = models.VectorParams(size=2, distance=models.Distance.DOT)


class Marked:
    """A value that is passed as a model, or as the message of that name."""

    def __init__(self, value, message):
        self.value = value
        self.message = message


def given(value, package):
    """Return an argument with its models, or with messages of a package."""
    if isinstance(value, Marked):
        if package is None:
            return value.value
        message = to_message(value.value, value.message)
        return getattr(package, value.message).FromString(message.SerializeToString())
    if isinstance(value, dict):
        return {key: given(inner, package) for key, inner in value.items()}
    return [given(inner, package) for inner in value] if isinstance(value, list) else value


filter_ = Marked(FILTER, "Filter")
point_id = Marked(2, "PointId")
selector = Marked(IDS, "PointsSelector")
only_n = Marked(["n"], "WithPayloadSelector")
hnsw = Marked(models.HnswConfigDiff(m=8), "HnswConfigDiff")
optimizers = Marked(models.OptimizersConfigDiff(default_segment_number=3), "OptimizersConfigDiff")
quantized = Marked(QUANTIZED, "QuantizationConfig")
vectors = Marked(VECTORS, "VectorParams")
point = Marked(NEW, "PointStruct")

CALLS = {
    "upsert": ("upsert", {"points": [point, POINTS[0]]}),
    "upsert, with a filter": ("upsert", {"points": [point], "update_filter": filter_}),
    "upload": ("upload_points", {"points": [point], "wait": True}),
    "delete by filter": ("delete", {"points_selector": filter_}),
    "delete by selector": ("delete", {"points_selector": selector}),
    "delete by ids": ("delete", {"points_selector": [point_id, 1]}),
    "set_payload": ("set_payload", {"payload": {"x": [Marked("text", "Value")]}, "points": [point_id]}),
    "overwrite_payload": ("overwrite_payload", {"payload": {"x": 1}, "points": filter_}),
    "delete_payload": ("delete_payload", {"keys": ["n"], "points": selector}),
    "clear_payload": ("clear_payload", {"points_selector": selector}),
    "update_vectors": ("update_vectors", {"points": [{"id": point_id, "vector": [2.0, 2.0]}]}),
    "delete_vectors": ("delete_vectors", {"vectors": [""], "points": filter_}),
    "batch": ("batch_update_points", {"update_operations": [{"delete": {"filter": filter_}}]}),
    "get_point": ("get_point", {"id": point_id}),
    "retrieve": ("retrieve", {"ids": [point_id, 3], "with_payload": only_n}),
    "scroll": ("scroll", {"scroll_filter": filter_, "offset": point_id, "with_payload": only_n}),
    "count": ("count", {"count_filter": filter_}),
    "query": ("query_points", {"query": Marked(NEAREST, "Query"), "query_filter": filter_, "with_payload": only_n}),
    "query by id": ("query_points", {"query": point_id, "search_params": Marked(PARAMS, "SearchParams")}),
    "query elsewhere": (
        "query_points",
        {"query": 2, "lookup_from": Marked(models.LookupLocation(collection="c"), "LookupLocation")},
    ),
    "prefetch": (
        "query_points",
        {"query": [1.0, 1.0], "prefetch": [{"query": {"nearest": [0.0, 1.0]}, "filter": filter_}]},
    ),
    "query_batch": ("query_batch_points", {"requests": [{"query": {"nearest": [0.0, 1.0]}, "filter": filter_}]}),
    "groups": ("query_points_groups", {"group_by": "n", "query": [0.0, 1.0], "query_filter": filter_}),
    "facet": ("facet", {"key": "kind", "facet_filter": filter_}),
    "matrix": ("search_matrix_pairs", {"query_filter": filter_, "sample": 4}),
    "offsets": ("search_matrix_offsets", {"query_filter": filter_, "sample": 4}),
    "index": (
        "create_payload_index",
        {"field_name": "n", "field_schema": Marked(models.IntegerIndexParams(type="integer"), "PayloadIndexParams")},
    ),
    "aliases": ("update_collection_aliases", {"change_aliases_operations": [Marked(ALIAS, "AliasOperations")]}),
    "create": (
        "create_collection",
        {
            "collection_name": "new",
            "vectors_config": {"v": vectors},
            "hnsw_config": hnsw,
            "optimizers_config": optimizers,
            "quantization_config": quantized,
            "wal_config": Marked(models.WalConfigDiff(wal_capacity_mb=1), "WalConfigDiff"),
        },
    ),
    "update": (
        "update_collection",
        {
            "hnsw_config": hnsw,
            "optimizers_config": optimizers,
            "quantization_config": Marked(QUANTIZED, "QuantizationConfigDiff"),
            "collection_params": Marked(models.CollectionParamsDiff(on_disk_payload=True), "CollectionParamsDiff"),
            "vectors_config": Marked({"": models.VectorParamsDiff(on_disk=True)}, "VectorsConfigDiff"),
        },
    ),
}


def prepare(client):
    client.delete_collection("c")
    client.delete_collection("new")
    client.create_collection("c", vectors_config=VECTORS)
    client.upsert("c", POINTS)
    client.create_payload_index("c", "kind", "keyword")
    client.create_payload_index("c", "n", "integer")


def outcome(client, name, package):
    """Return the answer of a call, and what there is afterwards."""
    method, arguments = CALLS[name]
    prepare(client)
    arguments = {"collection_name": "c"} | given(arguments, package)
    if method == "update_collection_aliases":
        del arguments["collection_name"]
    return without_ids(getattr(client, method)(**arguments)), state(client)


def without_ids(answer):
    """Return an answer without the number of the operation, which goes on from call to call."""
    if isinstance(answer, list):
        return [without_ids(one) for one in answer]
    return answer.status if isinstance(answer, models.UpdateResult) else answer


def state(client):
    names = sorted(found.name for found in client.get_collections().collections)
    infos = [(name, client.get_collection(name)) for name in names]
    return (
        [(name, info.config, info.payload_schema) for name, info in infos],
        client.get_aliases(),
        client.scroll("c", limit=20, with_vectors=True),
    )


@pytest.fixture(scope="module")
def engine():
    with QdrantClient(":memory:") as client:
        yield client


@pytest.mark.parametrize("package", [ours, theirs], ids=["ours", "theirs"])
@pytest.mark.parametrize("name", CALLS)
def test_messages_do_what_models_do(engine, name, package):
    assert outcome(engine, name, package) == outcome(engine, name, None)


OVER_THE_WIRE = ("upsert", "delete by selector", "scroll", "query", "create", "index")


@pytest.fixture(scope="module")
def server():
    with serving("--memory", "--grpc-port", "0") as running:
        yield running


@pytest.mark.parametrize("prefer_grpc", [False, True], ids=["rest", "grpc"])
@pytest.mark.parametrize("package", [ours, theirs], ids=["ours", "theirs"])
def test_messages_do_over_the_wire_what_models_do(server, package, prefer_grpc):
    port = int(server.grpc_url.rpartition(":")[2])
    with QdrantClient(server.url, grpc_port=port, prefer_grpc=prefer_grpc) as client:
        for name in OVER_THE_WIRE:
            assert outcome(client, name, package) == outcome(client, name, None), name


@pytest.mark.parametrize("package", [ours, theirs], ids=["ours", "theirs"])
def test_an_order(engine, package):
    prepare(engine)
    order = models.OrderBy(key="n", direction=models.Direction.DESC)
    message = given(Marked(order, "OrderBy"), package)
    assert engine.scroll("c", order_by=message) == engine.scroll("c", order_by=order)


def test_numbers_of_types_of_indexes(engine):
    prepare(engine)
    engine.create_payload_index("c", "kind", theirs.PayloadSchemaType.Text)
    assert engine.get_collection("c").payload_schema["kind"].data_type == "text"
    with pytest.raises(InvalidRequest, match="no type of an index"):
        engine.create_payload_index("c", "kind", 0)


def test_clients_of_event_loops():
    async def counted():
        async with AsyncQdrantClient(":memory:") as client:
            await client.create_collection("c", vectors_config=given(vectors, theirs))
            await client.upload_points("c", (given(Marked(found, "PointStruct"), ours) for found in POINTS), wait=True)
            found = [found.id async for found in client.scroll_iter("c", given(filter_, theirs))]
            return found, await client.count("c", given(filter_, ours))

    ids, count = asyncio.run(counted())
    assert ids == [2, 4]
    assert count.count == 2


def test_fields_of_messages_are_read_like_lists_and_dictionaries():
    message = given(point, theirs)
    assert without_messages(message.payload) == NEW.payload
    assert without_messages(theirs.PointsIdsList(ids=[given(point_id, theirs)]).ids) == [2]
    assert without_messages(({"a": [message]}, 1)) == [{"a": [NEW]}, 1]


def test_what_holds_no_message_stays_the_same_object():
    rows = np.ones((2, 2))
    for value in (rows, [1.0, 2.0], POINTS, {"a": [POINTS[0], {"b": 1}]}, NEW, "text", (1, 2), {1}, None):
        assert without_messages(value) is value


def test_a_message_that_is_no_argument(engine):
    with pytest.raises(InvalidRequest, match="stands for no argument"):
        engine.count("c", ours.PointId())


def test_without_messages_protobuf_is_not_loaded():
    script = (
        "import sys; from qschema.client import QdrantClient; c = QdrantClient(':memory:')\n"
        "c.create_collection('c', {'v': {'size': 1, 'distance': 'Dot'}}); c.count('c')\n"
        "c.upsert('c', [{'id': 1, 'vector': {'v': [1.0]}}]); c.upload_points('c', iter([]))\n"
        "sys.exit('google.protobuf' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
