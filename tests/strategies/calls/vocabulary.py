"""The few names, ids and vectors that random calls are made of, so that they meet again and again."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

from hypothesis import strategies as st

Json = dict[str, Any]

SIZE = 4
"""Of all dense vectors."""

NAME, OTHER = "@", "@-other"
"""What stands for the name of the collection, and of another one to look points up in; see `named`."""

DENSE, MULTI, SPARSE, LATE = "dense", "multi", "sparse", "late"
"""The vectors; the last one isn't there from the beginning."""

IDS: list[Any] = [*range(1, 15), *(f"00000000-0000-4000-8000-00000000000{digit}" for digit in range(4))]
"""The ids that points are written with."""


def named(value: Any, name: str) -> Any:
    """Return a path or a body about collections of that name."""
    if isinstance(value, str):
        return value.replace(NAME, name)
    if isinstance(value, dict):
        return {key: named(one, name) for key, one in value.items()}
    return [named(one, name) for one in value] if isinstance(value, list) else value


@cache
def ids() -> st.SearchStrategy[Any]:
    """Ids of points, most of them of points that there are."""
    return st.sampled_from([*IDS, *IDS, *IDS, *IDS, 999])


def rarely(strategy: st.SearchStrategy[Any], otherwise: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw from the first one in eight times."""
    return st.integers(0, 7).flatmap(lambda number: strategy if number == 7 else otherwise)


@st.composite
def fields(draw: st.DrawFn, required: dict[str, Any], optional: dict[str, Any]) -> Json:
    """Objects with all of the former and some of the latter."""
    chosen = draw(st.sets(st.sampled_from(sorted(optional)), max_size=3)) if optional else ()
    parts = {**required, **{name: optional[name] for name in sorted(chosen)}}
    return {name: draw(strategy) for name, strategy in parts.items()}


def numbers(seed: int, size: int = SIZE, *, bytes: bool = False) -> list[Any]:
    """Return a vector: the same for the same seed, and as good as never as near to something as another one."""
    random = Random(seed)
    if bytes:
        return [random.randrange(256) for _ in range(size)]
    return [round(random.uniform(-1, 1), 4) for _ in range(size)]
