"""Settings that change in place: one PATCH for each concern, because a PATCH is not atomic."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qschema.planner.change import Change, ChangeClass
from qschema.planner.compare import Difference
from qschema.planner.paths import Path, get, put
from qschema.planner.situation import Situation
from qschema.planner.steps import UpdateCollection
from qschema.planner.table import row_for

_OWN_CONCERN = ("hnsw_config", "quantization_config", "index")


def concern(path: Path) -> Path:
    """Return the part of a declaration that is patched together with a setting."""
    if path[0] in ("vectors", "sparse_vectors"):
        return path[:3] if path[2] in _OWN_CONCERN else path[:2]
    return path[:1]


def completions(situation: Situation, found: Iterable[Difference], because: Iterable[Change]) -> list[UpdateCollection]:
    """Return the steps that set what the call that creates something can't say."""
    causes = tuple(because)
    unset = {"before": {}, "causes": causes}
    return [step.model_copy(update=unset) for step in updates(situation, found)]


def updates(situation: Situation, found: Iterable[Difference]) -> list[UpdateCollection]:
    """Return the steps that bring settings to their declared values, one for each concern."""
    groups: dict[Path, list[Difference]] = {}
    for difference in found:
        groups.setdefault(concern(difference.path), []).append(difference)
    return [_update(situation, path, group) for path, group in groups.items()]


def _effective(situation: Situation, path: Path) -> Any:
    """Return a setting's value; a vector's graph takes what it doesn't say from the collection's."""
    value = get(situation.shown, path)
    of_graph = path[0] == "vectors" and path[2:3] == ("hnsw_config",) and path[3] not in ("on_disk", "memory")
    return get(situation.shown, path[2:]) if value is None and of_graph else value


def _update(situation: Situation, path: Path, group: list[Difference]) -> UpdateCollection:
    after: dict[str, Any] = {}
    before: dict[str, Any] = {}
    causes: list[Change] = []
    for difference in group:
        for at, value in difference.values.items():
            put(after, at, value)
            put(before, at, _effective(situation, at))
        row = row_for(difference.path)
        causes.append(
            situation.change(
                difference.path,
                ChangeClass.IN_PLACE,
                difference.before,
                difference.after,
                rebuild=bool(row and row.rebuild),
            )
        )
    return UpdateCollection(
        collection=situation.physical,
        address=situation.address(*path),
        after=after,
        before=before,
        causes=tuple(causes),
    )
