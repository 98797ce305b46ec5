"""Names that no URL can carry."""

from __future__ import annotations

from qschema.planner.shape import DOTS
from qschema.planner.warnings.warning import Facts, Found, about

ID = "name-not-in-url"


def find(facts: Facts) -> Found:
    """Warn of vectors and payload fields that come with a collection, and can't be changed alone over REST later."""
    for situation in facts.situations:
        for part in ("vectors", "sparse_vectors", "payload_indexes"):
            for name in DOTS:
                if name in (situation.full.get(part) or {}):
                    yield about(
                        situation,
                        ID,
                        (part, name),
                        f"a URL can't carry the name {name!r}, so nothing drops it alone",
                        "give it another name as long as there is no data",
                    )
