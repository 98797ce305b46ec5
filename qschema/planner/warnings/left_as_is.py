"""Settings that are no longer declared, and stay."""

from __future__ import annotations

from qschema.planner.compare import settings_of
from qschema.planner.paths import get
from qschema.planner.warnings.warning import Facts, Found, about

ID = "left-as-is"


def find(facts: Facts) -> Found:
    """Warn of each setting that was applied, is no longer declared, and is as it was set: nothing unsets it."""
    for situation in facts.situations:
        if situation.live is None:
            continue
        for path in settings_of(situation.last):
            value = get(situation.shown, path)
            if value is not None and get(situation.full, path) is None and not _beside(situation.full, path):
                yield about(
                    situation,
                    ID,
                    path,
                    f"it is no longer declared, and stays as it is: {value}",
                    "declare the value that you want; to leave it out means that it doesn't matter",
                )


def _beside(declared: object, path: tuple[str, ...]) -> bool:
    """Tell whether what a setting stands in is declared as a whole, with another value or not at all."""
    for key in path[:2] if path[0] in ("vectors", "sparse_vectors") else ():
        if not isinstance(declared, dict) or key not in declared:
            return True  # the vector is gone, too
        declared = declared[key]
    return False
