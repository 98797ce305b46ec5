"""Vectors that stay unread are those that would have been read, whatever else stands beside them."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.client.transports.body import encode_body
from qschema.client.unread import NumberRows, Numbers, read_points

_numbers = st.lists(
    st.floats(width=32, allow_nan=False, allow_infinity=False) | st.integers(-9, 9), min_size=1, max_size=9
)
_long = _numbers.map(lambda some: (some * 600)[:600])
_vectors = _numbers | _long
_named = st.dictionaries(
    st.text(max_size=3),
    _vectors
    | st.lists(_vectors, min_size=1, max_size=3)
    | st.fixed_dictionaries({"indices": st.lists(st.integers(0, 9)), "values": _vectors}),
    max_size=3,
)
_texts = st.text(max_size=5) | st.sampled_from(["#0", '"#0"', str([1] * 600), f"[{'1,' * 600}1]", "][", '\\"['])
_payloads = st.dictionaries(_texts, _texts | _vectors | st.none() | st.lists(_texts, max_size=2), max_size=3)
_points = st.fixed_dictionaries(
    {"id": st.integers(0, 9)}, optional={"vector": st.none() | _vectors | _named, "payload": st.none() | _payloads}
)


def as_read(value: Any) -> Any:
    if isinstance(value, Numbers):
        assert len(value) == len(value.tolist())
        return value.tolist()
    if isinstance(value, list):
        return [as_read(part) for part in value]
    return {key: as_read(part) for key, part in value.items()} if isinstance(value, dict) else value


@given(st.lists(_points, max_size=4))
def test_it_is_what_json_says(points: list[dict[str, Any]]) -> None:
    answer = orjson.dumps({"result": {"points": points, "next_page_offset": None}, "status": "ok", "time": 0.1})
    assert as_read(read_points(answer)) == orjson.loads(answer)["result"]


def test_long_vectors_stay_unread_and_are_written_as_they_came() -> None:
    vectors = [[0.25] * 300, [1.5] * 300]
    points = [{"id": 1, "vector": vectors[0]}, {"id": 2, "vector": {"text": vectors[1], "tokens": vectors}}]
    one, other = read_points(orjson.dumps({"result": {"points": points}}))["points"]
    assert isinstance(one["vector"], Numbers)
    assert isinstance(other["vector"]["text"], Numbers)
    assert other["vector"]["tokens"] == vectors
    rows = NumberRows([one["vector"], other["vector"]["text"]])
    assert orjson.loads(encode_body({"column": rows, "first": rows[:1]})) == {"column": vectors, "first": vectors[:1]}


@pytest.mark.parametrize("answer", [b"", b"<html>[1]", b"[]", b'{"status": "ok"}', b'{"result": {"points": [[1'])
def test_what_is_no_answer_is_refused(answer: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        read_points(answer)
