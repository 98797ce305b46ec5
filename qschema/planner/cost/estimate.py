"""Estimating what a step costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qschema.planner.cost.cost import Cost
from qschema.planner.cost.footprint import dimensions, footprint
from qschema.planner.cost.rates import (
    CLONE,
    CLONE_BASIS,
    COPY,
    COPY_BASIS,
    GRAPH_BASIS,
    INDEX,
    INDEX_BASIS,
    PAYLOAD,
    PAYLOAD_BASIS,
    graph_seconds,
)
from qschema.planner.paths import overlay
from qschema.planner.shape import by_name
from qschema.planner.steps import (
    DELETIONS,
    AnyStep,
    CloneCollection,
    CopyPoints,
    CreateIndex,
    CreateVector,
    DeleteVector,
    FillVector,
    UpdateCollection,
)
from qschema.schema.live import LiveCollection

_SIZES = "sizes of dense vectors, their quantized form and graph; sparse vectors and payload are not in it"


def estimate(
    step: AnyStep, live: LiveCollection | None, anew: Mapping[str, Any], added: Mapping[str, Any]
) -> Cost | None:
    """Return what a step costs; None where it costs nothing, or where there is nothing yet.

    Args:
        step: The step.
        live: The collection as it is before the plan.
        anew: The body of the collection that takes its place; empty if none does.
        added: The parameters of the dense vectors that the plan adds, by name.
    """
    if live is None or not live.points:
        return None
    shown, points = by_name(live.spec.as_json()), live.points
    if isinstance(step, CopyPoints) and step.cloned:
        return None
    if isinstance(step, CloneCollection):
        return _cloned(shown, points)
    if isinstance(step, CopyPoints):
        return _copied(by_name(anew), points)
    if isinstance(step, DELETIONS):
        return _freed(shown, points, None)
    if isinstance(step, DeleteVector):
        return _freed(shown, points, step.name)
    if isinstance(step, CreateIndex):
        return Cost(points=points, scope=f"the index of {step.field!r}", seconds=points / INDEX, basis=INDEX_BASIS)
    if isinstance(step, FillVector):
        return _filled({**shown, "vectors": {**(shown.get("vectors") or {}), **added}}, points, step.name)
    if isinstance(step, CreateVector) and not step.sparse:
        with_it = {**shown, "vectors": {step.name: step.params}}
        size = footprint(with_it)
        return Cost(
            points=points,
            memory_delta=round(points * size.memory),
            disk_delta=round(points * size.disk),
            basis=f"{_SIZES}; once every point has the vector",
        )
    if isinstance(step, UpdateCollection) and step.rebuild:
        return _rebuild(step, live, shown, points)
    return None


def _freed(shown: Mapping[str, Any], points: int, only: str | None) -> Cost:
    size = footprint(shown, only)
    return Cost(
        points=points, memory_delta=-round(points * size.memory), disk_delta=-round(points * size.disk), basis=_SIZES
    )


def _copied(spec: Mapping[str, Any], points: int) -> Cost:
    seconds = points / COPY + graph_seconds(points, list(dimensions(spec)))
    basis = f"{COPY_BASIS}; {GRAPH_BASIS}; {_SIZES}"
    return _beside(spec, points, scope="all points, then the graphs", seconds=seconds, basis=basis)


def _cloned(shown: Mapping[str, Any], points: int) -> Cost:
    basis = f"{CLONE_BASIS}; {_SIZES}; while it is made, the snapshot takes as much again"
    scope = "the snapshot, and what is recovered from it"
    return _beside(shown, points, scope=scope, seconds=points / CLONE, basis=basis)


def _beside(spec: Mapping[str, Any], points: int, **how: Any) -> Cost:
    """Estimate a new generation: both collections are there until the old one is cleaned up."""
    size = footprint(spec)
    disk, memory = round(points * size.disk), round(points * size.memory)
    return Cost(points=points, bytes_moved=disk, memory_delta=memory, disk_delta=disk, **how)


def _filled(spec: Mapping[str, Any], points: int, name: str) -> Cost:
    """Estimate how long a vector of all points takes to be written, and its graph to be built."""
    only = {key: params for key, params in (spec.get("vectors") or {}).items() if key == name}
    return Cost(
        points=points,
        scope="the vector, then its graph" if only else "the vector",
        seconds=points / COPY + graph_seconds(points, list(dimensions({**spec, "vectors": only}))),
        basis=f"{COPY_BASIS}; {GRAPH_BASIS}" if only else COPY_BASIS,
    )


def _rebuild(step: UpdateCollection, live: LiveCollection, shown: Mapping[str, Any], points: int) -> Cost:
    """Estimate a rebuild: the segments that have a graph are written again (config_mismatch_optimizer.rs)."""
    after = changed(shown, step.after)
    old, new = footprint(shown), footprint(after)
    only_payload = set(step.after) <= {"on_disk_payload", "payload", "id_tracker"}
    graphs = [] if only_payload or not live.indexed else list(dimensions(after))
    seconds = points / PAYLOAD + graph_seconds(points, graphs)
    return Cost(
        points=points,
        bytes_moved=round(points * new.disk),
        memory_delta=None if only_payload else round(points * (new.memory - old.memory)),
        disk_delta=round(points * (new.disk - old.disk)),
        scope="the segments, with their graphs" if graphs else "the segments",
        seconds=seconds,
        basis=f"{GRAPH_BASIS if graphs else PAYLOAD_BASIS}; {_SIZES}",
    )


def changed(shown: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return a configuration after an update: maps are merged, a quantization replaces the old one."""
    merged: dict[str, Any] = overlay(shown, after)
    if "quantization_config" in after:
        merged["quantization_config"] = after["quantization_config"]
    for name, params in (after.get("vectors") or {}).items():
        if "quantization_config" in params:
            merged["vectors"][name] = {
                **merged["vectors"][name], "quantization_config": params["quantization_config"]
            }  # fmt: skip
    return merged
