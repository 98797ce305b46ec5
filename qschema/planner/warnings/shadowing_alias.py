"""Aliases that hide a collection of the same name."""

from __future__ import annotations

from qschema.planner.warnings.warning import Facts, Found, PlanWarning

ID = "alias-shadows-collection"


def find(facts: Facts) -> Found:
    """Warn of each: the alias wins (lib/storage/src/content_manager/toc/mod.rs of Qdrant 1.19.0)."""
    for name in facts.instance.shadowed:
        serving = facts.instance.collections.get(facts.instance.aliases[name])
        if serving and serving.mark and serving.mark.collection == name:
            continue  # its older generation, kept to go back to
        yield PlanWarning(
            id=ID,
            address=name,
            what=f"an alias of {facts.instance.aliases[name]!r} hides a collection of the same name; every call goes "
            "past it, and so does qschema",
            fix="delete the alias to reach the collection, or the collection if nobody needs it",
        )
