"""What has to be so of every case, wherever it was carried out."""

from __future__ import annotations

from typing import Any

from qschema.planner.compare import differences
from qschema.planner.members import same_index, same_metadata
from qschema.planner.render_view import items_of
from qschema.planner.shape import by_name
from qschema.planner.steps.effects import Undo
from tests.apply.changes.cases import Case
from tests.apply.changes.trial import Trial

_WORST = (Undo.LOSSLESS, Undo.NONE, Undo.SNAPSHOT)


def check(case: Case, trial: Trial) -> None:
    """Check class, steps, result and inverse."""
    items = [item for item in items_of(trial.plan) if item.address.split("/")[0] == case.collection]
    steps = trial.steps(case)
    assert sorted(item.kind.value for item in items) == sorted(case.signs)
    assert sorted(step.kind for step in steps) == sorted(case.steps)
    assert max((step.reversal().kind for step in steps), key=_WORST.index) is case.undo
    assert all(not change.reason or change.source for step in steps for change in step.causes)
    assert not [step for step in trial.again.steps if step.address.split("/")[0] == case.collection]
    assert as_declared(case.after, trial.after[case.collection])
    if case.undo is Undo.LOSSLESS:
        before, back = trial.before[case.collection], trial.back[case.collection]
        assert as_declared(case.before, back)
        assert same_members(before, back)


def as_declared(declared: dict[str, Any], shown: dict[str, Any]) -> bool:
    """Tell whether an instance shows what is declared."""
    spec = {key: value for key, value in declared.items() if key not in ("aliases", "payload_indexes", "metadata")}
    fields = (shown.get("payload_indexes") or {}), (declared.get("payload_indexes") or {})
    return not [*differences(by_name(spec), by_name(shown))] and all(
        same_index(params, fields[0].get(name)) for name, params in fields[1].items()
    )


def same_members(before: dict[str, Any], back: dict[str, Any]) -> bool:
    """Tell whether what comes and goes one by one is as it was; metadata that had none ends empty."""
    indexes = before.get("payload_indexes") or {}, back.get("payload_indexes") or {}
    return (
        set(before.get("vectors") or {}) == set(back.get("vectors") or {})
        and set(before.get("sparse_vectors") or {}) == set(back.get("sparse_vectors") or {})
        and before.get("aliases") == back.get("aliases")
        and same_metadata(before.get("metadata") or {}, back.get("metadata") or {})
        and indexes[0].keys() == indexes[1].keys()
        and all(same_index(params, indexes[1][name]) for name, params in indexes[0].items())
    )
