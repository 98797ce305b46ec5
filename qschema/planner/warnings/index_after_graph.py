"""Payload indexes that come after the graph, which has no links for them before it is built anew."""

from __future__ import annotations

from qschema.planner.paths import get
from qschema.planner.steps import CreateCollection, CreateIndex, UpdateCollection
from qschema.planner.warnings.warning import Facts, Found, about

ID = "index-after-graph"

_EF_CONSTRUCT = 100
"""What Qdrant takes where nothing is said (1.19.0)."""


def find(facts: Facts) -> Found:
    """Warn of each index that is added to points with a graph; links for a filter are made when a graph is built.

    To have it built anew, `ef_construct` is raised by one and kept (Qdrant's documentation, "Rebuild the HNSW index").
    """
    for situation in facts.situations:
        if situation.live is None or not situation.live.indexed:
            continue
        steps = facts.steps_of(situation)
        if any(isinstance(step, CreateCollection) for step in steps):
            continue  # the indexes are those of a new collection, and come before its points
        if any(isinstance(step, UpdateCollection) and step.rebuild and "hnsw_config" in step.after for step in steps):
            continue  # indexes come first, so that this rebuild links them
        ef = get(situation.shown, ("hnsw_config", "ef_construct")) or _EF_CONSTRUCT
        for step in steps:
            if isinstance(step, CreateIndex) and step.index_params.get("enable_hnsw") is not False:
                yield about(
                    situation,
                    ID,
                    ("payload_indexes", step.field),
                    f"{situation.live.indexed:,} vectors have a graph already, which gets no links for this field",
                    f"to have it built anew, declare hnsw_config: {{ef_construct: {ef + 1}}} and leave it so",
                )
