"""How full a collection may be; a server looks at every 32nd write (measured on 1.19.0)."""

from __future__ import annotations

from typing import Any

import pytest

UPSERT = "PUT /points?wait=true", {"points": [{"id": 1, "vector": {}}]}
SET = "POST /points/payload?wait=true", {"payload": {"a": 1}, "points": [1]}
OVERWRITE = "PUT /points/payload?wait=true", SET[1]
BATCH = "POST /points/batch?wait=true", {"operations": [{"upsert": UPSERT[1]}] * 2}
DELETE = "POST /points/delete?wait=true", {"points": [99]}


def refused_at(ask: Any, call: tuple[str, Any], most: int = 70) -> tuple[int | None, str]:
    """Return at which repetition a call is first refused, counted from 1, and with what."""
    for number in range(1, most):
        status, said = ask(*call)
        if status != 200:
            return number, said.removeprefix("Bad request: ")
    return None, ""


def full(what: str, most: str) -> str:
    return f"Max {what} limit of {most} reached!"


@pytest.mark.parametrize(
    ("limits", "call", "number", "refusal"),
    [
        ({"max_points_count": 10}, UPSERT, 32, full("points count", "10")),
        ({"max_points_count": 11}, UPSERT, None, ""),
        ({"max_points_count": 2}, BATCH, 16, full("points count", "2")),
        ({"max_points_count": 2}, SET, None, ""),
        ({"max_points_count": 2}, DELETE, None, ""),
        ({"max_collection_vector_size_bytes": 0}, UPSERT, 1, full("vector storage size", "0MB")),
        ({"max_collection_vector_size_bytes": 1}, UPSERT, 32, full("vector storage size", "0.0000009536743MB")),
        ({"max_collection_vector_size_bytes": 1}, SET, None, ""),
        ({"max_collection_payload_size_bytes": 1}, SET, 32, full("payload storage size", "0.0000009536743MB")),
        ({"max_collection_payload_size_bytes": 1}, OVERWRITE, 32, full("payload storage size", "0.0000009536743MB")),
        ({"max_collection_payload_size_bytes": 10 * 128}, UPSERT, 32, full("payload storage size", "0.001220703125MB")),
        ({"max_collection_payload_size_bytes": 1 << 20}, UPSERT, None, ""),
    ],
)
def test_writes_are_refused_when_the_collection_was_found_full(collection, limit, limits, call, number, refusal):
    limit(**limits)
    assert refused_at(collection, call) == (number, refusal.replace("0.001220703125", "0.0012207031"))


def test_a_write_that_is_refused_for_another_limit_isnt_counted(collection, limit):
    limit(max_points_count=2, upsert_max_batchsize=1)
    two = {"points": [{"id": 1, "vector": {}}, {"id": 2, "vector": {}}]}
    for _ in range(5):
        assert "upsert limit" in collection(UPSERT[0], two)[1]
    assert refused_at(collection, UPSERT)[0] == 32


def test_room_that_was_made_is_seen_at_the_next_look(collection, limit):
    limit(max_points_count=2)
    assert refused_at(collection, UPSERT)[0] == 32
    assert collection("POST /points/delete?wait=true", {"filter": {}}) == (200, "")
    answers = [collection(*UPSERT)[0] for _ in range(32)]
    assert answers == [400] * 31 + [200]


@pytest.mark.parametrize(
    ("body", "vectors", "size"),
    [
        ({"vectors": {"size": 4, "distance": "Dot"}}, [[1.5, 2, 3, 4]] * 3, 48),
        ({"vectors": {"size": 4, "distance": "Dot", "datatype": "float16"}}, [[1.5, 2, 3, 4]] * 3, 24),
        ({"vectors": {"size": 4, "distance": "Dot", "datatype": "uint8"}}, [[1, 2, 3, 4]] * 3, 12),
        (
            {"vectors": {"size": 2, "distance": "Dot", "multivector_config": {"comparator": "max_sim"}}},
            [[[1.5, 2]] * rows for rows in (1, 2, 4)],
            54,
        ),
        ({"vectors": {}, "sparse_vectors": {"s": {}}}, [{"s": {"indices": [1, 2], "values": [1, 2]}}, {}], 24),
    ],
)
def test_vectors_are_as_large_as_a_server_thinks(ask, body, vectors, size):
    """The figures are those of a server's telemetry, whose average of varying lengths is rounded down."""
    assert ask("PUT ", body) == (200, "")
    points = [{"id": number, "vector": vector} for number, vector in enumerate(vectors)]
    assert ask("PUT /points?wait=true", {"points": points}) == (200, "")
    for most, number in ((size, 32), (size + 1, None)):
        limits = {"enabled": True, "max_collection_vector_size_bytes": most}
        assert ask("PATCH ", {"strict_mode_config": limits}) == (200, "")
        first = {"points": points[:1]}
        if number is None:
            assert [ask("PUT /points?wait=true", first)[0] for _ in range(32)][-1] == 200
        else:
            assert refused_at(ask, ("PUT /points?wait=true", first))[0] == number
