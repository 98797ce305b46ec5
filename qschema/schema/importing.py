"""From what an instance shows to declarations that need nothing changed: the next plan only adopts.

Settings that have Qdrant's own default are left out, because what isn't said doesn't matter; the number of shards
stays, because its default depends on the cluster. Members that a declaration can't hold are left out too: the plan
lists them as unmanaged.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from qschema.schema.checks.indexes import canonical
from qschema.schema.checks.names import refusal
from qschema.schema.live import LiveCollection, LiveInstance
from qschema.schema.spec import CollectionSpec

DEFAULTS: dict[str, Any] = {
    "replication_factor": 1,
    "write_consistency_factor": 1,
    "on_disk_payload": True,
    "hnsw_config": {
        "m": 16,
        "ef_construct": 100,
        "full_scan_threshold": 10000,
        "max_indexing_threads": 0,
        "on_disk": False,
    },
    "optimizers_config": {
        "deleted_threshold": 0.2,
        "vacuum_min_vector_number": 1000,
        "default_segment_number": 0,
        "indexing_threshold": 10000,
        "flush_interval_sec": 5,
    },
    "wal_config": {"wal_capacity_mb": 32, "wal_segments_ahead": 0, "wal_retain_closed": 1},
}
"""What a server 1.19.0 fills in where a create call says nothing (measured)."""


@dataclass(frozen=True)
class Imported:
    """What can be declared of an instance, and what can't.

    Attributes:
        specs: Declared name → declaration.
        left: Name → why there is no declaration of it.
    """

    specs: Mapping[str, CollectionSpec] = field(default_factory=dict)
    left: Mapping[str, str] = field(default_factory=dict)


def importable(
    instance: LiveInstance,
    *,
    project: str | None = None,
    declared: Collection[str] = (),
    names: Collection[str] = (),
) -> Imported:
    """Return declarations of an instance's collections.

    Args:
        instance: The instance.
        project: The project that will hold them: its own collections are taken, and those that nobody has marked.
        declared: Names that the project declares already; they are left out.
        names: The collections to take; all of them if there are none.
    """
    specs: dict[str, CollectionSpec] = {}
    left = {name: "an alias of the same name hides it" for name in instance.shadowed if not names}
    left |= {name: _absence(instance, name) for name in names if name not in instance.collections}
    serving = _serving(instance, project)
    for live in instance.collections.values():
        if names and not {live.name, _declared_name(live)} & set(names):
            continue
        name = _declared_name(live)
        if why := _obstacle(live, name, project):
            left[live.name] = why
        elif name in declared:
            if names:
                left[live.name] = "it is declared already"
        elif serving[name] == live.name:
            try:
                specs[name] = _declaration(live, {*declared, *instance.collections, *serving})
                left.pop(name, None)
            except ValidationError as error:  # a server newer than this package has words that are none here
                words = dict.fromkeys(str(one["input"]) for one in error.errors() if one["type"] == "enum")
                left[live.name] = f"this version doesn't know {', '.join(words) or 'all that it says'}"
    return Imported(specs, left)


def _absence(instance: LiveInstance, name: str) -> str:
    if target := instance.aliases.get(name):
        return f"it is an alias of {target}"
    return "there is no such collection"


def _declared_name(live: LiveCollection) -> str:
    return live.mark.collection if live.mark else live.name


def _obstacle(live: LiveCollection, name: str, project: str | None) -> str:
    if live.mark and live.mark.project != project:
        return f"the project {live.mark.project!r} owns it"
    return refusal(name)


def _serving(instance: LiveInstance, project: str | None) -> dict[str, str]:
    """Return declared name → the collection that answers to it: of several generations the one that serves."""
    serving: dict[str, str] = {}
    for live in instance.collections.values():
        name = _declared_name(live)
        ours = live.mark is None or live.mark.project == project
        if ours and (name not in serving or live.name == instance.aliases.get(name, name)):
            serving[name] = live.name
    return serving


def _declaration(live: LiveCollection, taken: Collection[str]) -> CollectionSpec:
    """Return what a collection's declaration says.

    Args:
        live: The collection.
        taken: Names that no alias may have.
    """
    said = {key: value for key, value in live.spec.as_json().items() if DEFAULTS.get(key) != value}
    for key, defaults in DEFAULTS.items():
        if isinstance(defaults, Mapping) and isinstance(said.get(key), Mapping):
            said[key] = {inner: value for inner, value in said[key].items() if defaults.get(inner) != value}
    for key, allowed in (
        ("metadata", lambda key, value: value is not None),
        ("payload_indexes", lambda path, _: canonical(path) == path),
    ):
        if key in said:
            said[key] = {inner: value for inner, value in said[key].items() if allowed(inner, value)}
    said["aliases"] = [alias for alias in said.get("aliases", ()) if alias not in taken and not refusal(alias)]
    _agree(said)
    return CollectionSpec.model_validate({key: value for key, value in said.items() if value not in ({}, [])})


def _agree(node: dict[str, Any]) -> None:
    """Leave out the older flags where the newer way says something else; it is what counts."""
    memory = node.get("memory")
    if isinstance(memory, str):
        if node.get("on_disk", memory == "cold") != (memory == "cold"):
            del node["on_disk"]
        if node.get("always_ram", memory == "pinned") != (memory == "pinned"):
            del node["always_ram"]
    if (payload := node.get("payload")) and isinstance(payload, dict) and isinstance(payload.get("memory"), str):
        node.pop("on_disk_payload", None)
    for key, inner in node.items():
        if isinstance(inner, dict) and key != "metadata":
            _agree(inner)
