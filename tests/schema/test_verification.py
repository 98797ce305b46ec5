"""What a declaration says of the copy that is to take a collection's place."""

from __future__ import annotations

import pytest

from qschema.schema.errors import BadValueError, MissingKeyError, SchemaError

DECLARED = """\
collections:
  articles:
    lifecycle:
      replace: blue_green
      verify:
        points: 5000
        overlap: {k: 10, at_least: 0.92, queries: tests/queries.jsonl}
        latency: {p95_ratio: 1.5}
        canaries:
          - {text: heat pumps, using: text, expect: [17, "5fae0a5e-0000-4000-8000-000000000000"], within: 5}
"""


def verify(canary: str) -> str:
    return f"collections:\n  a:\n    lifecycle:\n      verify:\n        canaries:\n          - {canary}\n"


def test_it_is_read(files):
    found = files.loaded(DECLARED).collections["articles"].spec.lifecycle.verify
    assert (found.points, found.overlap.at_least, found.latency.p95_ratio) == (5000, 0.92, 1.5)
    assert found.canaries[0].expect == [17, "5fae0a5e-0000-4000-8000-000000000000"]
    everything = files.loaded(DECLARED.replace("5000", "all")).collections["articles"].spec.lifecycle.verify
    assert everything.points == "all"


@pytest.mark.parametrize(
    ("canary", "error", "said"),
    [
        ("{text: a, point: 1, expect: [1]}", BadValueError, "asks one thing"),
        ("{expect: [1]}", BadValueError, "asks one thing"),
        ("{text: a, expect: []}", BadValueError, "expects nothing"),
        ("{text: a, expect: [1, 2], within: 1}", BadValueError, "2 points among 1"),
        ("{text: a}", MissingKeyError, "expect"),
    ],
)
def test_a_canary_asks_one_thing_and_may_fail(files, canary, error, said):
    with pytest.raises(SchemaError, match=said) as caught:
        files.loaded(verify(canary))
    assert isinstance(caught.value, error)
    assert caught.value.where.startswith("schema/schema.yaml:6:")


@pytest.mark.parametrize("part", ["points: 0", "points: some", "overlap: {at_least: 92}", "latency: {p95_ms: -1}"])
def test_bounds(files, part):
    with pytest.raises(SchemaError):
        files.loaded(f"collections:\n  a:\n    lifecycle:\n      verify: {{{part}}}\n")
