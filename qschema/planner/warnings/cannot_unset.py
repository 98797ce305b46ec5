"""Limits of strict mode, which stay for ever once they are set."""

from __future__ import annotations

from qschema.planner.paths import get
from qschema.planner.steps import UpdateCollection
from qschema.planner.table import implied
from qschema.planner.warnings.warning import Facts, Found, about

ID = "cannot-unset"


def find(facts: Facts) -> Found:
    """Warn of each limit that was unset until now (tests/openapi/test_strictmode.py of Qdrant 1.19.0)."""
    for situation in facts.situations:
        for step in facts.steps_of(situation):
            if not isinstance(step, UpdateCollection) or step.completes:
                continue
            for limit, value in (step.after.get("strict_mode_config") or {}).items():
                path = ("strict_mode_config", limit)
                if get(step.before, path) is None and implied(path) is None:
                    yield about(
                        situation,
                        ID,
                        path,
                        f"the limit {value} can't be unset again once it is set",
                        "be sure of it: later it can only be changed, or strict mode switched off as a whole",
                    )
