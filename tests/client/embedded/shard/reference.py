"""What filters mean, in plain Python: slow and short, for comparison."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def meets(filter: dict[str, Any], id: Any, payload: Any) -> bool:
    def check(condition: dict[str, Any]) -> bool:
        return _condition(condition, id, payload)

    must, should, must_not = (_list(filter.get(part)) for part in ("must", "should", "must_not"))
    at_least = filter.get("min_should")
    return (
        all(map(check, must))
        and not any(map(check, must_not))
        and (not should or any(map(check, should)))
        and (at_least is None or sum(map(check, at_least["conditions"])) >= at_least["min_count"])
    )


def _list(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [] if given is None else [given]


def _condition(condition: dict[str, Any], id: Any, payload: Any) -> bool:
    if "has_id" in condition:
        return id in condition["has_id"]
    if "nested" in condition:
        elements = _at(payload, condition["nested"]["key"])
        listed = [e for v in elements for e in (v if isinstance(v, list) else [v]) if isinstance(e, dict)]
        return any(meets(condition["nested"]["filter"], id, element) for element in listed)
    if "is_empty" in condition:
        return all(v is None or v == [] for v in _at(payload, condition["is_empty"]["key"]))
    if "key" in condition:
        return _field(condition, list(_at(payload, condition["key"])))
    return meets(condition, id, payload)


def _at(value: Any, path: str) -> Iterator[Any]:
    head, _, rest = path.partition(".")
    name = head.removesuffix("[]")
    if not isinstance(value, dict) or name not in value:
        return
    inner = value[name]
    for one in (inner if isinstance(inner, list) else []) if head.endswith("[]") else [inner]:
        if rest:
            yield from _at(one, rest)
        else:
            yield one


def _field(condition: dict[str, Any], found: list[Any]) -> bool:
    if "values_count" in condition:
        return any(_within(condition["values_count"], _count(v)) for v in found or [None])
    scalars = [s for v in found for s in (v if isinstance(v, list) else [v])]
    if "range" in condition:
        return any(_is_number(s) and _within(condition["range"], s) for s in scalars)
    kind, wanted = next(iter(condition["match"].items()))
    if kind == "except":
        return any(_type(s) is not type(None) and not _in(s, wanted) for s in scalars)
    return any(_in(s, wanted if kind == "any" else [wanted]) for s in scalars)


def _in(value: Any, wanted: list[Any]) -> bool:
    return any(type(value) is type(one) and value == one for one in wanted)


def _type(value: Any) -> type:
    return type(value)


def _count(value: Any) -> int:
    return 0 if value is None else len(value) if isinstance(value, list) else 1


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _within(bounds: dict[str, float], value: float) -> bool:
    return (
        bounds.get("lt", float("inf")) > value >= bounds.get("gte", float("-inf"))
        and ("gt" not in bounds or value > bounds["gt"])
        and ("lte" not in bounds or value <= bounds["lte"])
    )
