from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.client import models, requests
from qschema.client.errors import BadRequest
from qschema.client.requests.reading import NoSuchCall, find_call, read_body, read_call, request_types
from qschema.client.transports.rest_core import build_call
from tests.strategies.bodies import changes, creations


def example(kind: type[requests.Request[Any]], text: str) -> dict[str, Any]:
    """Fields of a request that stand in its path."""
    names = [part[1:-1] for part in kind.rest.path.split("/") if part.startswith("{")]
    return {name: 7 if name in ("shard_id", "peer_id") else text for name in names}


@pytest.mark.parametrize("kind", list(request_types()), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("name", ["plain", "a/b c?d#e%f", "ü", "aliases", "points"])
def test_every_call_is_found_by_the_path_that_it_is_sent_to(kind, name):
    fields = example(kind, name)
    path = kind.rest.path.format(**{key: quote(str(value), safe="") for key, value in fields.items()})
    match = find_call(kind.rest.verb, path)
    if match.kind is kind:
        assert match.fields == {key: str(value) for key, value in fields.items()}
    else:
        # a fixed segment goes before one that holds a name
        assert name in ("aliases", "points")


NAMES = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1).filter(lambda name: name not in (".", ".."))


@given(NAMES, creations(server=(1, 19)))
def test_what_is_sent_is_what_is_read(name, body):
    sent = requests.CreateCollection(name, read_body(models.CreateCollection, json.dumps(body).encode()), timeout=5)
    call = build_call(sent, "")
    assert call.body is not None
    assert read_call(call.method, call.url, call.body) == sent


@given(changes(server=(1, 19)))
def test_a_body_says_what_was_written(body):
    read = read_body(models.UpdateCollection, json.dumps(body).encode())
    assert read.model_dump(mode="json", by_alias=True, exclude_unset=True) == body


@pytest.mark.parametrize(
    ("verb", "target"),
    [
        ("GET", "/nowhere"),
        ("POST", "/collections"),
        ("DELETE", "/collections"),
        ("PUT", "/"),
        ("GET", "/collections/a/points"),
        ("OPTIONS", "/collections/a"),
        ("HEAD", "/"),
        ("get", "/"),
    ],
)
def test_calls_that_there_are_not(verb, target):
    with pytest.raises(NoSuchCall) as caught:
        read_call(verb, target, b"")
    assert caught.value.status == 404


@pytest.mark.parametrize("target", ["/collections/a/", "//collections//a", "/collections/a?x=1", "/collections/a?"])
def test_empty_segments_and_unknown_parameters_do_not_count(target):
    assert read_call("GET", target, b"") == requests.GetCollection("a")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "null",
        "[]",
        "1",
        '"x"',
        '{"a":}',
        "{}{}",
        "\xff",
        '{"vectors": null}',
        '{"vectors": {"size": 4}}',
        '{"vectors": {"size": 4, "distance": "cosine"}}',
        '{"vectors": {"size": 4.0, "distance": "Dot"}}',
        '{"vectors": {"size": "4", "distance": "Dot"}}',
        '{"on_disk_payload": 1}',
        '{"on_disk_payload": "true"}',
        '{"hnsw_config": []}',
        '{"metadata": [1]}',
        '{"metadata": {"a": NaN}}',
        '{"metadata": {"a": 1e999}}',
        '{"metadata": {"a": -Infinity}}',
        '{"quantization_config": {}}',
        '{"quantization_config": "Disabled"}',
        '{"optimizers_config": {}, "optimizer_config": {}}',
        '{"vectors": {"size": 4, "distance": "Dot", "datatype": "turbo8"}, "x": ' + "[" * 300 + "]" * 300 + "}",
    ],
)
def test_bodies_that_can_not_be_read(body):
    with pytest.raises(BadRequest) as caught:
        read_call("PUT", "/collections/a", body.encode("latin1"))
    assert caught.value.status == 400


SCALAR = {"scalar": {"type": "int8"}}


@pytest.mark.parametrize(
    ("body", "same"),
    [
        ({"colour": 1, "hnsw_config": {"colour": 2}}, {"hnsw_config": {}}),
        ({"optimizer_config": {"indexing_threshold": 7}}, {"optimizers_config": {"indexing_threshold": 7}}),
        ({"metadata": {"optimizer_config": 1}}, {"metadata": {"optimizer_config": 1}}),
        ({"id_tracker": {"memory": "cold"}, "shard_number": 2}, {"shard_number": 2}),
        (
            {"quantization_config": {"scalar": {"type": "int8"}, "binary": {}}},
            {"quantization_config": {"scalar": {"type": "int8"}}},
        ),
        ({"metadata": {"a": "NaN 1e500"}}, {"metadata": {"a": "NaN 1e500"}}),
    ],
)
def test_what_a_server_ignores(body, same):
    read, plain = (read_body(models.CreateCollection, json.dumps(one).encode()) for one in (body, same))
    assert read == plain
    assert read.model_fields_set == plain.model_fields_set


@pytest.mark.parametrize(
    ("target", "field", "value"),
    [
        ("?wait=true", "wait", True),
        ("?wait=false", "wait", False),
        ("?ordering=strong", "ordering", models.WriteOrdering.STRONG),
        ("?timeout=0", "timeout", 0),
        ("?timeout=%2B5", "timeout", 5),
        ("?timeout=18446744073709551615", "timeout", 2**64 - 1),
        ("?other=1&other=2", "timeout", None),
    ],
)
def test_parameters(target, field, value):
    read = read_call("DELETE", f"/collections/a/index/f{target}", b"")
    assert getattr(read, field) == value


@pytest.mark.parametrize(
    "target",
    [
        "wait=banana",
        "wait=",
        "wait=1",
        "wait=True",
        "ordering=banana",
        "timeout=x",
        "timeout=-1",
        "timeout=1.5",
        "timeout=",
        "timeout=18446744073709551616",
        "timeout=1&timeout=1",
    ],
)
def test_parameters_that_can_not_be_read(target):
    with pytest.raises(BadRequest) as caught:
        read_call("DELETE", f"/collections/a/index/f?{target}", b"")
    assert caught.value.status == 400


def test_parameters_of_other_types():
    read = read_call("GET", "/collections/a/points/5?consistency=majority", b"")
    assert read == requests.GetPoint("a", 5, models.ReadConsistencyType.MAJORITY)
    read = read_call("GET", "/collections/a/points/x?consistency=2", b"")
    assert read == requests.GetPoint("a", "x", 2)
    read = read_call("GET", "/collections/a/optimizations?with=queued", b"")
    assert read == requests.GetOptimizations("a", with_="queued")
    with pytest.raises(BadRequest):
        read_call("GET", "/collections/a/shards/x/snapshots", b"")


def test_a_file_comes_from_the_form():
    read = read_call("POST", "/collections/a/snapshots/upload?wait=true", b"", "a.snapshot")
    assert read == requests.UploadSnapshot("a", "a.snapshot", wait=True)


def test_mistakes_are_named_where_they_are():
    with pytest.raises(BadRequest, match=r"vectors\.VectorParams\.size"):
        read_call("PUT", "/collections/a", b'{"vectors": {"size": "x", "distance": "Dot"}}')
