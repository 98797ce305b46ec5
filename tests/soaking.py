"""Whether whole matrices run, or only the suite's share of them."""

from __future__ import annotations

from hypothesis import settings


def soaking() -> bool:
    """Tell whether this is `make soak`; to be asked within functions, as a `conftest.py` may be loaded before it is."""
    return settings().max_examples >= 1_000
