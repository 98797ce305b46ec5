"""What the engine does for each type of request: one table, a module for each group of calls."""

from __future__ import annotations

from qschema.client.embedded.handlers import (
    aliases,
    cluster,
    collections,
    indexes,
    metrics,
    optimizations,
    points,
    query,
    quotas,
    service,
    shard_snapshots,
    snapshots,
    telemetry,
    vectors,
    writes,
)
from qschema.client.embedded.handlers.table import Handlers
from qschema.client.embedded.strict.admission import admitted

HANDLERS: Handlers = admitted(
    {
        **aliases.HANDLERS,
        **cluster.HANDLERS,
        **collections.HANDLERS,
        **indexes.HANDLERS,
        **metrics.HANDLERS,
        **optimizations.HANDLERS,
        **points.HANDLERS,
        **query.HANDLERS,
        **quotas.HANDLERS,
        **service.HANDLERS,
        **shard_snapshots.HANDLERS,
        **snapshots.HANDLERS,
        **telemetry.HANDLERS,
        **vectors.HANDLERS,
        **writes.HANDLERS,
    }
)
"""Request type → what answers it, where strict mode allows it."""
