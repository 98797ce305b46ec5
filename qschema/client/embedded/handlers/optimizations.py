"""What the optimisers do, have still to do, and have done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from qschema.client import models, requests
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.collection import Collection
from qschema.client.embedded.errors import NotInEngine
from qschema.client.embedded.handlers.shard_keys import is_custom
from qschema.client.embedded.handlers.table import Handlers
from qschema.client.embedded.optimising.build import Build
from qschema.client.embedded.optimising.rules import Need
from qschema.client.embedded.optimising.segments import Segment
from qschema.client.errors import BadRequest

_LISTS = ("queued", "completed", "idle_segments")
_TASK = "Segment Optimizing"
"""What a server calls the root of the progress of each."""


def get_optimizations(catalogue: Catalogue, request: requests.GetOptimizations) -> models.OptimizationsResponse:
    """Report what runs and waits, with the lists that were asked for."""
    collection = catalogue.get(request.collection_name)
    asked = [name for name in (request.with_ or "").split(",") if name]
    if unknown := next((name for name in asked if name not in _LISTS), None):
        raise BadRequest(f"there is no list {unknown!r} of optimisations", status=400)
    if "idle_segments" in asked:
        raise NotInEngine("the list of idle segments is not in the embedded engine", status=501)
    build, queued = _under_way(collection)
    busy = len(build.need.segments) if build else sum(len(need.segments) for need in queued)
    summary = models.OptimizationsSummary(
        queued_optimizations=len(queued),
        queued_segments=sum(len(need.segments) for need in queued),
        queued_points=sum(segment.points for need in queued for segment in need.segments),
        idle_segments=0 if is_custom(collection) else max(0, collection.shard.info().segments - busy),
    )
    lists: dict[str, Any] = {
        "queued": [_pending(need) for need in queued],
        "completed": [_optimization(done, done=True) for done in collection.upkeep.completed],
    }
    running = [_optimization(build, done=False)] if build else []
    return models.OptimizationsResponse(summary=summary, running=running, **{name: lists[name] for name in asked})


def _under_way(collection: Collection) -> tuple[Build | None, Sequence[Need]]:
    upkeep = collection.upkeep
    if build := upkeep.build:
        return build, ()
    need = upkeep.need(collection.config, collection.shard)
    return None, (need,) if need else ()


def _pending(need: Need) -> models.PendingOptimization:
    return models.PendingOptimization(optimizer=need.optimizer, segments=_segments(need.segments))


def _optimization(build: Build, *, done: bool) -> models.Optimization:
    return models.Optimization(
        uuid=build.uuid,
        optimizer=build.need.optimizer,
        status=models.TrackerStatusOneOf.DONE if done else models.TrackerStatusOneOf.OPTIMIZING,
        segments=_segments(build.need.segments),
        progress=_progress(build),
    )


def _progress(build: Build) -> models.ProgressTree:
    progress = models.ProgressTree(name=_TASK, started_at=build.started)
    if build.finished is not None:
        progress.finished_at = build.finished
        progress.duration_sec = (build.finished - build.started).total_seconds()
    return progress


def _segments(segments: Iterable[Segment]) -> list[models.OptimizationSegmentInfo]:
    return [
        models.OptimizationSegmentInfo(uuid=UUID(segment.name), points_count=segment.points - segment.deleted)
        for segment in segments
    ]


HANDLERS: Handlers = {requests.GetOptimizations: get_optimizations}
