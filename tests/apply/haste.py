"""Less patience than people need, for tests in which nothing comes as late as it may in a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from qschema.apply import bootstrap, carrying, guard, ledger, lock_alias, patience
from qschema.apply.reindex import filling, giving_way

_PATIENCE = (
    (bootstrap, "_OTHERS_SECONDS"),
    (carrying, "SETTLE_SECONDS"),
    (carrying, "TRUTH_SECONDS"),
    (giving_way, "TRUTH_SECONDS"),
    (guard, "_PATIENCE_SECONDS"),
    (ledger, "_WRITE_SECONDS"),
    (lock_alias, "_TRUTH_SECONDS"),
    (patience, "READ_SECONDS"),
)


@contextmanager
def patience_of(seconds: float) -> Iterator[None]:
    """Look no longer than so long for what may come late."""
    with pytest.MonkeyPatch.context() as changed:
        for module, name in _PATIENCE:
            changed.setattr(module, name, seconds)
        yield


@contextmanager
def nobody_else_writes() -> Iterator[None]:
    """Copy at once, without waiting for writers that may have begun before there was a ledger."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(filling, "SETTLE_SECONDS", 0.0)
        yield
