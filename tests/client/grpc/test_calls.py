"""The table of calls: every RPC, every request that has one, every field."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qschema.client import models, requests
from qschema.client.errors import BadRequest, NotFound
from qschema.client.grpc.calls import by_path, call_of
from qschema.client.grpc.calls.table import CALLS, LEGACY
from qschema.client.grpc.codecs.base import MessageError
from qschema.client.grpc.conversion import from_message
from qschema.client.grpc.mapping.registry import codecs
from qschema.client.requests.reading import request_types
from tests.client.grpc.left_out import FRAMES, NEVER_READ, WRITTEN_OTHERWISE, is_left_out, lost
from tests.client.grpc.strategies import ALL_MESSAGES, build, message, some
from tests.strategies.wire_types import structures

FACTS = json.loads((Path(__file__).parents[3] / "tools" / "facts" / "grpc.json").read_text(encoding="utf-8"))
PATHS = sorted(by_path())
ONLY_REST = {
    *("CheckHealth", "CheckLiveness", "CheckReadiness", "ClearIssues", "CreateShardSnapshot", "DeleteShardSnapshot"),
    *("DownloadFullSnapshot", "DownloadShardSnapshot", "DownloadSnapshot", "GetClusterStatus", "GetClusterTelemetry"),
    *("GetIssues", "GetMetrics", "GetOptimizations", "GetQuotas", "GetTelemetry", "ListShardSnapshots"),
    *("RecoverCurrentPeer", "RecoverShardSnapshot", "RecoverSnapshot", "RemovePeer", "StreamShardSnapshot"),
    *("UpdateQuotas", "UploadShardSnapshot", "UploadSnapshot"),
}
"""Requests that gRPC has no call for."""


def test_every_call_of_the_fact_table_is_there():
    told = {
        f"/qdrant.{service}/{name}": (method["input"], method["output"])
        for file in FACTS.values()
        for service, methods in file["services"].items()
        for name, method in methods.items()
    }
    assert {path: (f"qdrant.{call.message}", f"qdrant.{call.answer}") for path, call in by_path().items()} == told
    assert len(told) == 51


def test_every_request_goes_over_grpc_or_is_listed():
    assert {kind.__name__ for kind in request_types() if call_of(kind) is None} == ONLY_REST


def test_every_field_of_every_message_has_its_part():
    mapped: dict[str, set[str]] = {}
    for name, codec in codecs().items():
        known = getattr(codec, "message", name)
        mapped.setdefault(known, set()).update(getattr(codec, "fields", ()))
    for call in (*CALLS, *LEGACY):
        mapped.setdefault(call.message, set()).update(call.fields)
    lacking = [
        f"{name}.{field}"
        for name in ALL_MESSAGES
        for field in fields_of(name)
        if field not in mapped.get(name, ()) and f"{name}.{field}" not in READ_AS_A_WHOLE
    ]
    assert [place for place in lacking if not is_left_out(*place.rsplit(".", 1))] == []
    assert set(NEVER_READ) <= set(lacking)


def fields_of(name: str) -> list[str]:
    for file in FACTS.values():
        messages = file["messages"]
        for part in name.split("."):
            messages = {**messages, **messages.get(part, {}).get("messages", {})}
        if name.rsplit(".", 1)[-1] in messages and name.split(".")[0] in file["messages"]:
            return list(messages[name.rsplit(".", 1)[-1]]["fields"])
    raise KeyError(name)


READ_AS_A_WHOLE = {
    f"{name}.{field}"
    for name, fields in {
        "Value": "null_value double_value integer_value string_value bool_value struct_value list_value",
        "Struct": "fields",
        "ListValue": "values",
        "DenseVector": "data",
        "MultiDenseVector": "vectors",
        "SparseVector": "values indices",
        "SparseIndices": "data",
        # what the older calls look for
        "SearchPoints": "vector sparse_indices",
        "SearchPointGroups": "vector sparse_indices",
        "RecommendPoints": "positive negative strategy positive_vectors negative_vectors",
        "RecommendPointGroups": "positive negative strategy positive_vectors negative_vectors",
        "DiscoverPoints": "target context",
        "TargetVector": "single",
        "VectorExample": "id vector",
        "ContextExamplePair": "positive negative",
        **dict.fromkeys(("SearchBatchPoints", "RecommendBatchPoints", "DiscoverBatchPoints"), ""),
    }.items()
    for field in fields.split()
}
"""Fields of messages that a codec reads without naming them; other tests hold them."""


@pytest.mark.parametrize("path", [call.path for call in CALLS])
def test_requests_come_back(path):
    call = by_path()[path]

    @some(12)
    @given(message(call.message))
    def holds(found):
        request = call.request_from(found)
        assert type(request) is call.kind
        again = call.to_wire(request)
        assert call.request_from(again) == request
        assert call.to_wire(call.request_from(again)) == again
        assert lost(found, again) is None

    holds()


@pytest.mark.parametrize("path", PATHS)
def test_answers_come_back(path):
    call = by_path()[path]

    @some(12)
    @given(message(call.answer))
    def holds(found):
        result = call.from_wire(found)
        again = call.answer_from(None, result)
        assert call.from_wire(again) == result
        for name in FRAMES:
            if name in found.DESCRIPTOR.fields_by_name:
                found.ClearField(name)
        assert lost(found, again) is None

    holds()


@pytest.mark.parametrize("call", LEGACY, ids=lambda call: call.path)
def test_older_calls_are_read_as_queries_and_never_written(call):
    @some(12)
    @given(message(call.message))
    def holds(found):
        request = call.request_from(found)
        assert type(request) is call.kind
        newer = call_of(call.kind)
        assert newer is not None
        assert newer.request_from(newer.to_wire(request)) == request
        with pytest.raises(MessageError, match="alone"):
            call.to_wire(request)

    holds()


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.path)
def test_bodies_come_back(call):
    body = call.kind.rest.body
    if body is None:
        assert call.request_from(call.to_wire(built(call.kind))) == built(call.kind)
        return
    kinds = getattr(body, "__args__", (body,))

    @some(10)
    @given(st.sampled_from(kinds).flatmap(structures))
    def holds(given_body):
        try:
            sent = call.to_wire(built(call.kind, given_body))
        except MessageError:
            assume(False)
        try:
            again = call.request_from(sent)
        except BadRequest:
            assume(False)  # what a server refuses
        assert call.request_from(call.to_wire(again)) == again
        assert again.collection == "c" or call.kind is requests.UpdateAliases

    holds()


def built(kind, body=None):
    names = {"collection_name": "c", "vector_name": "v", "snapshot_name": "s", "field_name": "f", "body": body}
    fields = {name: value for name, value in names.items() if name in kind.__dataclass_fields__}
    return kind(**fields)


def test_a_point_without_payload_has_an_empty_one_if_it_was_asked_for():
    from qschema.client import grpc

    point, without = {"id": {"num": 1}}, models.PointRequest(ids=[1])
    for kind, body, answer, shown in (
        (
            requests.RetrievePoints,
            models.PointRequest(ids=[1], with_payload=["a"]),
            grpc.GetResponse(result=[point]),
            {},
        ),
        (requests.RetrievePoints, without, grpc.GetResponse(result=[point]), None),
        (requests.ScrollPoints, models.ScrollRequest(), grpc.ScrollResponse(result=[point]), {}),
        (requests.ScrollPoints, models.ScrollRequest(with_payload=["a"]), grpc.ScrollResponse(result=[point]), {}),
        (requests.QueryPoints, models.QueryRequest(), grpc.QueryResponse(result=[point]), None),
        (requests.QueryPoints, models.QueryRequest(with_payload=True), grpc.QueryResponse(result=[point]), {}),
    ):
        result = call_of(kind).from_wire(answer, kind("c", body))
        found = result if isinstance(result, list) else result.points
        assert [one.payload for one in found] == [shown]
    batch = models.QueryRequestBatch(
        searches=[models.QueryRequest(with_payload=True, with_vector=True), models.QueryRequest()]
    )
    answer = grpc.QueryBatchResponse(result=[{"result": [point]}, {"result": [point]}])
    results = call_of(requests.QueryBatch).from_wire(answer, requests.QueryBatch("c", batch))
    assert [(one.points[0].payload, one.points[0].vector) for one in results] == [({}, {}), (None, None)]
    groups = models.QueryGroupsRequest(group_by="k", with_payload=True, with_lookup="other")
    found_group = {"id": {"string_value": "g"}, "hits": [point], "lookup": point}
    answer = grpc.QueryGroupsResponse(result={"groups": [found_group]})
    result = call_of(requests.QueryGroups).from_wire(answer, requests.QueryGroups("c", groups))
    assert result.groups[0].hits[0].payload == result.groups[0].lookup.payload == {}
    one = call_of(requests.GetPoint).from_wire(grpc.GetResponse(result=[point]), requests.GetPoint("c", 1))
    assert (one.payload, one.vector) == ({}, {})


def test_one_point_is_asked_for_as_several_are():
    request = requests.GetPoint("c", 7)
    call = call_of(requests.GetPoint)
    sent = call.to_wire(request)
    assert [id.num for id in sent.ids] == [7]
    assert sent.with_payload.enable is sent.with_vectors.enable is True
    answer = build("GetResponse", Random(3))
    del answer.result[:]
    with pytest.raises(NotFound):
        call.from_wire(answer)


def test_a_batch_without_changes_goes_another_way():
    with pytest.raises(MessageError, match="without changes"):
        call_of(requests.BatchUpdate).encode(requests.BatchUpdate("c", models.UpdateOperations(operations=[])))


def test_what_is_empty_is_read_as_empty():
    from qschema.client import grpc

    chosen = {"points": {"ids": [{"num": 1}]}}
    set_payload = call_of(requests.SetPayload).request_from(grpc.SetPayloadPoints(points_selector=chosen))
    assert set_payload.body == models.SetPayload(payload={}, points=[1])
    delete = call_of(requests.DeletePayload).request_from(grpc.DeletePayloadPoints(points_selector=chosen))
    assert delete.body == models.DeletePayload(keys=[], points=[1])
    image = from_message(grpc.Image(model="m"))
    assert image == models.Image(image=None, model="m")


def test_what_cannot_be_read_is_a_bad_request():
    from qschema.client import grpc

    create = by_path()["/qdrant.Collections/Create"]
    for broken in (
        {"params": {"size": 4}},
        {"params": {"size": 4, "distance": 77}},
        {},
    ):
        with pytest.raises(BadRequest):
            create.request_from(grpc.CreateCollection(collection_name="c", vectors_config=broken))
    with pytest.raises(BadRequest, match="tokenizer"):
        by_path()["/qdrant.Points/CreateFieldIndex"].request_from(
            grpc.CreateFieldIndexCollection(field_index_params={"text_index_params": {}})
        )


def test_numbers_of_newer_servers_are_words_of_their_own():
    from qschema.client import grpc

    answer = grpc.PointsOperationResponse(result={"status": 77})
    assert by_path()["/qdrant.Points/Upsert"].from_wire(answer).status == "77"
    answer = grpc.PointsOperationResponse(result={"status": grpc.ClockRejected})
    assert by_path()["/qdrant.Points/Upsert"].from_wire(answer).status == "clock_rejected"


def test_reasons_are_given_for_fields_that_there_are():
    for place in (*NEVER_READ, *WRITTEN_OTHERWISE):
        name, field = place.rsplit(".", 1)
        assert field in fields_of(name)
