from __future__ import annotations

from typing import Any

import numpy
import orjson
from hypothesis import given
from hypothesis import strategies as st

from qschema.apply.copying.points import PointColumns
from qschema.client.transports.body import encode_body

_floats = st.floats(width=32, allow_nan=False, allow_infinity=False)
_sparse = st.dictionaries(st.integers(0, 1000), _floats, max_size=4).map(
    lambda pairs: {"indices": list(pairs), "values": list(pairs.values())}
)
_vectors = st.fixed_dictionaries(
    {},
    optional={
        "dense": st.lists(_floats, min_size=3, max_size=3),
        "words": _sparse,
        "tokens": st.lists(st.lists(_floats, min_size=2, max_size=2), min_size=1, max_size=3),
    },
)
_points = st.lists(
    st.tuples(_vectors, st.dictionaries(st.text(max_size=3), st.integers(0, 9), max_size=2)), max_size=8
).map(
    lambda rows: [{"id": n, "vector": vector, "payload": payload} for n, (vector, payload) in enumerate(rows)],
)


def _told(points: PointColumns) -> list[dict[str, Any]]:
    """Write points and read what was written, in the order of their ids."""
    found = []
    for batch in points.batches(3):
        body = orjson.loads(encode_body(batch.body))["batch"]
        for row, id in enumerate(body["ids"]):
            columns = body["vectors"].items() if isinstance(body["vectors"], dict) else [("", body["vectors"])]
            vector = {name: column[row] for name, column in columns}
            found.append({"id": id, "vector": vector, "payload": body["payloads"][row]})
    return sorted(found, key=lambda point: point["id"])


def _same(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> bool:
    return bool(_rounded(one) == _rounded(other))


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(numpy.float32(value))
    if isinstance(value, list):
        return [_rounded(part) for part in value]
    return {key: _rounded(part) for key, part in value.items()} if isinstance(value, dict) else value


@given(_points)
def test_points_that_are_read_and_written_are_the_same(points: list[dict[str, Any]]) -> None:
    assert _same(_told(PointColumns.of(points)), points)


@given(_points, st.integers(0, 8))
def test_points_that_are_cut_and_joined_are_the_same(points: list[dict[str, Any]], at: int) -> None:
    whole = PointColumns.of(points)
    joined = PointColumns.joined([whole.take(slice(0, at)), whole.take(slice(at, None))])
    assert _same(_told(joined), points)


@given(_points, st.data())
def test_a_mask_takes_its_rows(points: list[dict[str, Any]], data: st.DataObject) -> None:
    mask = data.draw(st.lists(st.booleans(), min_size=len(points), max_size=len(points)))
    taken = PointColumns.of(points).take(numpy.asarray(mask, bool))
    assert _same(_told(taken), [point for point, kept in zip(points, mask, strict=True) if kept])


def test_a_vector_without_a_name_stays_without_one() -> None:
    (batch,) = PointColumns.of([{"id": 1, "vector": [1.0, 2.0], "payload": None}]).batches()
    assert batch.body["batch"]["vectors"].tolist() == [[1.0, 2.0]]


def test_the_numbers_of_an_upsert_are_those_that_were_read() -> None:
    points = PointColumns.of({"id": n, "vector": [float(n), 0.5], "payload": {}} for n in range(4))
    (batch,) = points.batches()
    assert numpy.shares_memory(batch.body["batch"]["vectors"], points.vectors[""].values)
