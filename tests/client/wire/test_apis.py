"""All operations of the low-level API objects beside those of the official client's, over the wire."""

from __future__ import annotations

import asyncio
import inspect
import io
from collections.abc import Callable
from typing import Any

import pytest
import qdrant_client
from qdrant_client.http import api_client as official

from qschema.client import models
from qschema.client.call_log import record_calls
from qschema.client.errors import ConnectionFailed, InvalidRequest
from qschema.client.http import api_client as own
from tests.client.surface.test_apis import OPERATIONS
from tests.client.wire.answers import FILE

Make = Callable[[Any], Any]

PLAIN: dict[str, Any] = {
    "collection_name": "c",
    "shard_id": 0,
    "snapshot_name": "s 1.snapshot",
    "field_name": "a.b[]",
    "vector_name": "v w",
    "id": 7,
    "peer_id": 9000000000000000,
    "wait": True,
    "timeout": 7,
    "consistency": "majority",
    "force": True,
    "details_level": 3,
    "anonymize": True,
    "per_collection": False,
    "completed_limit": 2,
    "_with": "queued",
    "checksum": "abc",
}
"""Parameters of paths and query strings → a value."""

MODELS: dict[str, Make] = {
    "ordering": lambda m: m.WriteOrdering.STRONG,
    "priority": lambda m: m.SnapshotPriority.NO_SYNC,
    "snapshot": lambda m: io.BytesIO(b"bytes"),
    "change_aliases_operation": lambda m: m.ChangeAliasesOperation(
        actions=[m.DeleteAliasOperation(delete_alias=m.DeleteAlias(alias_name="a"))]
    ),
    "cluster_operations": lambda m: m.DropReplicaOperation(drop_replica=m.Replica(shard_id=0, peer_id=1)),
    "count_request": lambda m: m.CountRequest(exact=True),
    "create_collection": lambda m: m.CreateCollection(vectors=m.VectorParams(size=4, distance="Dot")),
    "create_field_index": lambda m: m.CreateFieldIndex(field_name="a", field_schema="keyword"),
    "create_sharding_key": lambda m: m.CreateShardingKey(shard_key="k"),
    "delete_payload": lambda m: m.DeletePayload(keys=["a"], points=[1]),
    "delete_vectors": lambda m: m.DeleteVectors(vector=["a"], points=[1]),
    "drop_sharding_key": lambda m: m.DropShardingKey(shard_key=5),
    "facet_request": lambda m: m.FacetRequest(key="a"),
    "point_insert_operations": lambda m: m.PointsList(points=[m.PointStruct(id=1, vector=[0.5])]),
    "point_request": lambda m: m.PointRequest(ids=[1]),
    "points_selector": lambda m: m.PointIdsList(points=[1]),
    "query_groups_request": lambda m: m.QueryGroupsRequest(group_by="a"),
    "query_request": lambda m: m.QueryRequest(query=[0.5]),
    "query_request_batch": lambda m: m.QueryRequestBatch(searches=[m.QueryRequest(query=[0.5])]),
    "quota_config": lambda m: m.QuotaConfig(enabled=False),
    "scroll_request": lambda m: m.ScrollRequest(limit=3),
    "search_matrix_request": lambda m: m.SearchMatrixRequest(sample=3),
    "set_payload": lambda m: m.SetPayload(payload={"a": None}, points=[1]),
    "shard_snapshot_recover": lambda m: m.ShardSnapshotRecover(location="file:///s"),
    "snapshot_recover": lambda m: m.SnapshotRecover(location="file:///s"),
    "update_collection": lambda m: m.UpdateCollection(metadata={"a": None}),
    "update_operations": lambda m: m.UpdateOperations(operations=[m.DeleteOperation(delete=m.PointIdsList(points=[]))]),
    "update_vectors": lambda m: m.UpdateVectors(points=[m.PointVectors(id=1, vector=[0.5])]),
    "vector_name_config": lambda m: m.SparseVectorNameConfig(sparse=m.SparseVectorConfig()),
}
"""Parameters that are models → how to make one."""


def ask(home: Any, kinds: Any, url: str, group: str, operation: str) -> Any:
    """Call an operation of one of the clients with a value for every parameter."""
    apis = home.AsyncApis(url) if group.startswith("Async") else home.SyncApis(url)
    name = group.removeprefix("Async").removeprefix("Sync").removesuffix("Api").lower() + "_api"
    method = getattr(getattr(apis, name), operation)
    needed = inspect.signature(method).parameters
    values = {name: MODELS[name](kinds) if name in MODELS else PLAIN[name] for name in needed}
    if not inspect.iscoroutinefunction(method):
        try:
            return method(**values)
        finally:
            apis.close()

    async def run() -> Any:
        try:
            return await method(**values)
        finally:
            await apis.aclose()

    return asyncio.run(run())


ONLY_OURS = {
    *("get_issues", "metrics", "healthz", "livez", "readyz"),
    *("get_snapshot", "get_full_snapshot", "get_shard_snapshot", "stream_shard_snapshot"),
    *("recover_from_uploaded_snapshot", "recover_shard_from_uploaded_snapshot"),
}
"""What the official client reads as something else than what comes, or can't send."""


@pytest.mark.parametrize(("group", "operation"), [o for o in OPERATIONS if o[1] not in ONLY_OURS])
def test_same_request_and_same_answer(recorder, group, operation):
    recorder.seen.clear()
    ours = ask(own, models, recorder.url, group, operation)
    (sent,) = recorder.seen
    theirs = ask(official, qdrant_client.models, recorder.url, group, operation)
    assert recorder.seen == [sent, sent]
    assert ours.model_dump(mode="json", exclude_none=True) == theirs.model_dump(mode="json", exclude_none=True)


@pytest.mark.parametrize("way", ["Sync", "Async"])
def test_what_only_ours_can_do(recorder, way):
    def of(group: str, operation: str) -> Any:
        recorder.seen.clear()
        return ask(own, models, recorder.url, f"{way}{group}Api", operation)

    assert of("Service", "metrics") == "app_info 1"
    assert recorder.seen[0][:3] == ("GET", "/metrics", {"anonymize": "true", "per_collection": "false", "timeout": "7"})
    assert of("Service", "readyz") == "fine"
    assert of("Beta", "get_issues").result == {"issues": []}
    for operation in ("get_snapshot", "get_full_snapshot", "get_shard_snapshot", "stream_shard_snapshot"):
        assert of("Snapshots", operation) == FILE
    for operation in ("recover_from_uploaded_snapshot", "recover_shard_from_uploaded_snapshot"):
        assert of("Snapshots", operation).result is True
        assert recorder.seen[0][2] == {"wait": "true", "priority": "no_sync", "checksum": "abc"}
        assert recorder.seen[0][3] == [("snapshot", "bytes")]


@pytest.mark.parametrize("way", ["Sync", "Async"])
def test_answers_say_what_the_call_took_and_those_who_record_calls_learn_of_it(recorder, way):
    with record_calls() as calls:
        answer = ask(own, models, recorder.url, f"{way}CollectionsApi", "collection_exists")
        with pytest.raises(ConnectionFailed):
            ask(own, models, "http://127.0.0.1:1", f"{way}CollectionsApi", "get_collections")
    assert (answer.result.exists, answer.status, answer.time, answer.usage) == (True, "ok", 0.1, None)
    assert [call.status for call in calls] == [200, None]


def last_parameter(group: str, operation: str) -> str:
    return list(inspect.signature(getattr(getattr(own, group), operation)).parameters)[-1]


WITH_BODY = [o for o in OPERATIONS if o[0].startswith("Sync") and last_parameter(*o) in MODELS.keys() - {"ordering"}]


@pytest.mark.parametrize(("group", "operation"), WITH_BODY)
def test_a_body_that_is_missing_is_named(group, operation):
    method = getattr(getattr(own, group)(own.ApiClient("http://127.0.0.1:1")), operation)
    needed = list(inspect.signature(method).parameters)
    with pytest.raises(InvalidRequest, match=f"{needed[-1]} is missing"):
        method(**{name: PLAIN[name] for name in needed if name in PLAIN})
