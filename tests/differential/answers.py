"""Whether two instances gave the same answer to a call.

What may differ, and nothing else:

* scores, and numbers in formulas, in their last digits;
* which of several points with the same score come first, and which of them still come in at the end;
* what is drawn at random: then how much it is has to be the same;
* the version of a point, which counts the writes that a segment has seen.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isclose
from typing import Any

Json = Any
Compare = Callable[[Any, Json, Json], str]
"""Takes the body of a call and the results; returns what differs, nothing if they are the same."""

SAME = ""


def same(ours: Json, theirs: Json) -> bool:
    """Return whether two values are the same, the last digits of numbers aside."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(same(value, theirs[key]) for key, value in ours.items())
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(same(*pair) for pair in zip(ours, theirs, strict=True))
    if isinstance(ours, float) or isinstance(theirs, float):
        numbers = not isinstance(ours, (str, bool, type(None), dict, list)) and isinstance(theirs, (int, float))
        return numbers and near(ours, theirs)
    return type(ours) is type(theirs) and bool(ours == theirs)


def near(one: float, other: float) -> bool:
    """Return whether two numbers differ in their last digits at most."""
    return isclose(one, other, rel_tol=2e-5, abs_tol=2e-6)


def compare_points(body: Any, ours: Json, theirs: Json) -> str:
    """Compare points in the order of their scores, or of a field."""
    ours, theirs = ours["points"], theirs["points"]
    if len(ours) != len(theirs):
        return f"{len(ours)} points in place of {len(theirs)}"
    if is_random(body):
        return SAME
    ranks = [_rank(one) for one in ours]
    if not all(_same_rank(mine, _rank(one)) for mine, one in zip(ranks, theirs, strict=True)):
        return "other scores"
    cut_off = len(ours) >= body.get("limit", 10)
    return compare_ranked(ours, theirs, ranks, cut_off=cut_off, begins_later=bool(body.get("offset")))


def compare_ranked(ours: Json, theirs: Json, ranks: list[Any], *, cut_off: bool, begins_later: bool) -> str:
    """Compare what is in the same ranks. Where others were left out, those at that end may be any of their rank."""
    first = 0
    while first < len(ranks):
        last = first
        while last + 1 < len(ranks) and _same_rank(ranks[first], ranks[last + 1]):
            last += 1
        open_ended = (cut_off and last + 1 == len(ranks)) or (begins_later and first == 0)
        if not open_ended or first == last:
            mine, others = _by_id(ours[first : last + 1]), _by_id(theirs[first : last + 1])
            if not open_ended and mine.keys() != others.keys():
                return f"other points: {list(mine)} in place of {list(others)}"
            if any(not same(mine[id], others[id]) for id in mine.keys() & others.keys()):
                return "the same points with other content"
        first = last + 1
    return SAME


def is_random(body: Any) -> bool:
    """Return whether what a search finds is drawn at random."""
    return isinstance(body.get("query"), dict) and "sample" in body["query"]


def _rank(point: Json) -> Any:
    return point.get("order_value", point.get("score"))


def _same_rank(one: Any, other: Any) -> bool:
    return same(one, other)


def _by_id(points: Json) -> dict[str, Json]:
    return {str(one["id"]): {key: value for key, value in one.items() if key != "version"} for one in points}
