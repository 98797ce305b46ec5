"""What a plan is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qschema.schema.live import Mark


def names_in(plan: Mapping[str, Any]) -> set[str]:
    """Return the names that a plan is about: declared names of collections, former ones too, and aliases.

    Args:
        plan: The plan as JSON, as the ledger keeps it.
    """
    steps = plan.get("steps", ())
    return {
        *(step["address"].split("/")[0] for step in steps),
        *(step["alias"] for step in steps if "alias" in step),
        *(Mark(*step["before"]).collection for step in steps if step["kind"] == "rename_collection"),
        *plan.get("records", ()),
    }
