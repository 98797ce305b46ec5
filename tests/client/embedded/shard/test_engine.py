"""What the engine raises, as errors of the client; what it does wrong is in the canaries."""

from __future__ import annotations

import json

import pytest

from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.embedded.shard.json_path import values_at
from qschema.client.errors import BadRequest, NotFound, QdrantError, ServerError

UPDATE = edge.UpdateOperation


@pytest.fixture
def raw(tmp_path):
    (tmp_path / "edge_config.json").write_text(
        json.dumps({"vectors": {"d": {"size": 2, "distance": "Dot"}}, "sparse_vectors": {"s": {}}})
    )
    shard = edge.EdgeShard.load(str(tmp_path))
    yield shard
    shard.close()


def count(raw, *conditions):
    return raw.count(edge.CountRequest(filter=edge.Filter(must=list(conditions))))


def test_the_engine_panics_on_a_range_of_what_is_no_number(raw):
    raw.update(UPDATE.create_field_index("n", edge.PayloadSchemaType.Float))
    raw.update(UPDATE.upsert_points([edge.Point(1, {}, {"n": 1.5})]))
    nothing = edge.FieldCondition("n", range=edge.RangeFloat(gte=float("nan"), lt=float("inf")))
    with pytest.raises(ServerError, match="panicked") as error, engine_errors():
        count(raw, nothing)
    assert error.value.status == 500


class PanicException(BaseException):
    pass


@pytest.mark.parametrize(
    ("raised", "kind", "status"),
    [
        (Exception("No point with id 7 found"), NotFound, 404),
        (Exception("Wrong input: no"), BadRequest, 400),
        (Exception("Vector dimension error: expected dim: 2, got 1"), BadRequest, 400),
        (Exception("Operation cancelled: process cancelled by service"), BadRequest, 400),
        (Exception("Service runtime error: disk full"), ServerError, 500),
        (ValueError("invalid JSON path"), BadRequest, 400),
        (TypeError("no"), BadRequest, 400),
        (OverflowError("no"), BadRequest, 400),
        (PanicException("no"), ServerError, 500),
    ],
)
def test_what_the_engine_raises_is_an_error_of_the_client(raised, kind, status):
    with pytest.raises(QdrantError) as error, engine_errors():
        raise raised
    assert type(error.value) is kind
    assert error.value.status == status
    assert error.value.__cause__ is raised


def test_errors_of_the_client_and_of_python_pass():
    for raised in (NotFound("no", status=404), KeyboardInterrupt(), SystemExit(1)):
        with pytest.raises(type(raised)) as error, engine_errors():
            raise raised
        assert error.value is raised


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("a", [[{"b": 1}, {"b": [2, 3]}, 4]]),
        ("a[]", [{"b": 1}, {"b": [2, 3]}, 4]),
        ("a[].b", [1, [2, 3]]),
        ("a[1].b[]", [2, 3]),
        ("a[9]", []),
        ("a.b", []),
        ('"c.d"."e"', [5]),
        ("c.d", []),
    ],
)
def test_values_stand_at_paths(path, values):
    payload = {"a": [{"b": 1}, {"b": [2, 3]}, 4], "c.d": {"e": 5}}
    assert list(values_at(payload, path)) == values
