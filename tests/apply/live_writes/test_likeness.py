"""What is read back counts as what was written, whatever a collection makes of its numbers; anything else doesn't."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qschema.apply.copying.points import PointColumns
from qschema.apply.live_writes.generations import upsert
from qschema.apply.live_writes.likeness import Likeness
from qschema.client import QdrantClient, models

EXAMPLES = settings().max_examples if settings().max_examples >= 1_000 else 60

_numbers = st.floats(-100, 100, width=32).filter(lambda number: abs(number) > 0.01)
_rows = st.lists(_numbers, min_size=3, max_size=3)
_vectors = st.fixed_dictionaries(
    {},
    optional={
        "cosine": _rows,
        "dot": _rows,
        "half": _rows,
        "bytes": st.lists(st.integers(0, 255), min_size=3, max_size=3),
        "tokens": st.lists(_rows, min_size=1, max_size=3),
        "words": st.dictionaries(st.integers(0, 1000), _numbers, min_size=1, max_size=4).map(
            lambda pairs: {"indices": list(pairs), "values": list(pairs.values())}
        ),
    },
)
_payloads = st.dictionaries(
    st.sampled_from("abc"), st.none() | st.integers(-9, 9) | st.text("xy", max_size=2) | st.lists(st.none(), max_size=1)
)
_points = st.lists(st.tuples(_vectors, _payloads), min_size=1, max_size=5).map(
    lambda rows: [{"id": number, "vector": vector, "payload": payload} for number, (vector, payload) in enumerate(rows)]
)


@pytest.fixture(scope="module")
def client() -> Iterator[QdrantClient]:
    params = models.VectorParams(size=3, distance=models.Distance.DOT)
    with QdrantClient(":memory:") as one:
        one.create_collection(
            "things",
            {
                "cosine": models.VectorParams(size=3, distance=models.Distance.COSINE),
                "dot": params,
                "half": params.model_copy(update={"datatype": models.Datatype.FLOAT16}),
                "bytes": params.model_copy(update={"datatype": models.Datatype.UINT8}),
                "tokens": models.VectorParams(
                    size=3,
                    distance=models.Distance.COSINE,
                    multivector_config=models.MultiVectorConfig(comparator="max_sim"),
                ),
            },
            sparse_vectors_config={"words": models.SparseVectorParams()},
        )
        yield one


def told(client: QdrantClient, count: int) -> PointColumns:
    return PointColumns.of(client.retrieve("things", range(count), with_vectors=True))


@settings(max_examples=EXAMPLES)
@given(points=_points, data=st.data())
def test_what_was_written_and_nothing_else(client: QdrantClient, points: list[dict[str, Any]], data: Any) -> None:
    written = PointColumns.of(points)
    upsert(client, "things", written)
    likeness = Likeness(client.get_collection("things").config.params)
    assert likeness.same(written, told(client, len(points))).all()

    row = data.draw(st.integers(0, len(points) - 1))
    changed = [dict(point) for point in points]
    changed[row]["vector"], changed[row]["payload"] = dict(points[row]["vector"]), dict(points[row]["payload"])
    kind = data.draw(st.sampled_from(["payload", *points[row]["vector"]]))
    if kind == "payload":
        changed[row]["payload"]["new"] = 1
    elif data.draw(st.booleans()):
        del changed[row]["vector"][kind]
    elif kind == "words":
        changed[row]["vector"][kind] = {"indices": [1001], "values": [1.0]}
    elif kind == "tokens":
        changed[row]["vector"][kind] = [*points[row]["vector"][kind], [1.0, 2.0, 3.0]]
    else:
        first, *others = points[row]["vector"][kind]
        changed[row]["vector"][kind] = [(first + 100) % 256 if kind == "bytes" else -first, *others]
    same = likeness.same(PointColumns.of(changed), told(client, len(points)))
    assert same.tolist() == [number != row for number in range(len(points))]
