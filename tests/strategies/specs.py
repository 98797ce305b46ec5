"""Random declarations over the whole vocabulary that the spec knows, for any server version.

The types themselves say which fields there are, so that a field that is added is tried at once; written here is only
what the types don't say.
"""

from __future__ import annotations

import types
from enum import Enum
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel

from qschema.client.gate_table import FIELDS, VALUES, Version
from qschema.client.models.bounds import BOUNDS
from qschema.schema.embedding import Embed, VectorSpec
from qschema.schema.lifecycle import Freeze, Lifecycle, ReplaceStrategy, Switch
from qschema.schema.source import Source
from qschema.schema.spec import WIRE_MODELS, CollectionSpec, Declared, Schema
from qschema.schema.verification import Canary, LatencyRule, OverlapRule, Verify
from tests.strategies import words

SOMEWHERE = Source("schema.yaml", 1, 1)


class Vocabulary(NamedTuple):
    """What may be said.

    Attributes:
        tame: Leave out what stalls or locks out a target: no optimiser threads, limits so tight that nothing passes,
            files of gigabytes; what a single node hasn't (shard keys); and what says that differences may stay.
        server: The newest server whose fields and words may be used.
        destroyable: Leave out `prevent_destroy: true`.
        custom_sharding: Whether sharding may be custom; such a collection has no shards before somebody makes keys.
    """

    tame: bool = False
    server: Version = (1, 20)
    destroyable: bool = False
    custom_sharding: bool = True


def collection_specs(
    *, tame: bool = False, server: Version = (1, 20), destroyable: bool = False, custom_sharding: bool = True
) -> st.SearchStrategy[CollectionSpec]:
    """Declarations of collections that `load_schema` takes; see `Vocabulary`."""
    return _specs(Vocabulary(tame, server, destroyable, custom_sharding), words.alias_names())


@st.composite
def schemas(
    draw: st.DrawFn,
    *,
    tame: bool = False,
    server: Version = (1, 20),
    destroyable: bool = False,
    custom_sharding: bool = True,
    project: str = "library",
    max_collections: int = 3,
) -> Schema:
    """Everything that a project declares; no alias is claimed twice. See `Vocabulary` for the rest."""
    vocabulary = Vocabulary(tame, server, destroyable, custom_sharding)
    names = draw(st.lists(words.collection_names(), unique=True, max_size=max_collections))
    free = draw(st.lists(words.alias_names(), unique=True, max_size=3))
    collections: dict[str, Declared] = {}
    for name in names:
        spec = draw(_specs(vocabulary, st.sampled_from(free) if free else st.nothing()))
        if draw(st.booleans()):
            spec = spec.model_copy(update={"renamed_from": f"was-{len(collections)}"})
        free = [alias for alias in free if alias not in (spec.aliases or ())]
        collections[name] = Declared(name, spec, SOMEWHERE)
    return Schema(project, collections)


@st.composite
def _specs(draw: st.DrawFn, vocabulary: Vocabulary, aliases: st.SearchStrategy[str]) -> CollectionSpec:
    said: dict[str, Any] = draw(_model(CollectionSpec, vocabulary, owners=WIRE_MODELS, left_out=_DRAWN_APART))
    dense = draw(_vectors(vocabulary))
    if dense is not None:
        said["vectors"] = dense
    taken = set(dense) if dense and not isinstance(dense.get("size"), int) else set()
    for name in taken & set(said.get("sparse_vectors", {})):
        del said["sparse_vectors"][name]
    if draw(st.booleans()):
        said["aliases"] = [] if aliases.is_empty else draw(st.lists(aliases, unique=True, max_size=2))
    _agree(said)
    if said.get("sharding_method") == "custom" and not vocabulary.custom_sharding:
        del said["sharding_method"]
    if said.get("sharding_method") == "custom" and not vocabulary.tame and draw(st.booleans()):
        said["shard_keys"] = draw(st.lists(_shard_keys(), unique_by=lambda key: str(key["shard_key"]), max_size=3))
    if said.get("sharding_method") == "custom" and vocabulary.server < (1, 19):
        said.pop("payload_indexes", None)  # before there are shard keys, 1.16.3 refuses indexes and 1.19.0 takes them
    if vocabulary.destroyable and (said.get("lifecycle") or {}).get("prevent_destroy"):
        said["lifecycle"] = {}
    if vocabulary.tame and "lifecycle" in said:
        for key in ("ignore_changes", "replace", "verify", "freeze"):  # not every copy shows what some would have it
            said["lifecycle"].pop(key, None)
    return CollectionSpec.model_validate(said)


_DRAWN_APART = ("vectors", "aliases", "shard_keys", "renamed_from")


def _shard_keys() -> st.SearchStrategy[dict[str, Any]]:
    few = st.integers(1, 3)
    return st.fixed_dictionaries(
        {"shard_key": st.one_of(words.texts(), st.integers(0, 2**64 - 1))},
        optional={"shards_number": few, "replication_factor": few, "placement": st.lists(few, max_size=2)},
    )


def _vectors(vocabulary: Vocabulary) -> st.SearchStrategy[dict[str, Any] | None]:
    one = _model(VectorSpec, vocabulary)
    named = st.dictionaries(words.vector_names(), one, max_size=3)
    return st.one_of(st.none(), one, named, named)


def _model(
    model: type[BaseModel], vocabulary: Vocabulary, *, owners: tuple[str, ...] = (), left_out: tuple[str, ...] = ()
) -> st.SearchStrategy[dict[str, Any]]:
    """The JSON of a model: its required fields, and any of the others that a server of the version knows."""
    model.model_rebuild()
    required: dict[str, st.SearchStrategy[Any]] = {}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    names = owners or tuple(kind.__name__ for kind in model.__mro__)
    for name, info in model.model_fields.items():
        if name in left_out or any(FIELDS.get((owner, name), (0, 0)) > vocabulary.server for owner in names):
            continue
        values = _SPECIAL[name] if name in _SPECIAL else _values(info.annotation, names, name, vocabulary)
        (required if info.is_required() else optional)[name] = values
    return st.fixed_dictionaries(required, optional=optional)


def _values(kind: Any, owners: tuple[str, ...], field: str, vocabulary: Vocabulary) -> st.SearchStrategy[Any]:
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _values(args[0], owners, field, vocabulary)
    if origin in (Union, types.UnionType):
        known = [arg for arg in args if arg is not type(None) and _known(arg, vocabulary)]
        return st.one_of([_values(arg, owners, field, vocabulary) for arg in known])
    if origin is list:
        return st.lists(_values(args[0], owners, field, vocabulary), max_size=3, unique=True)
    if origin is dict:
        names = words.field_paths() if field == "payload_indexes" else words.vector_names()
        return st.dictionaries(names, _values(args[1], owners, field, vocabulary), max_size=3)
    if issubclass(kind, BaseModel):
        return _model(kind, vocabulary)
    if issubclass(kind, Enum):
        return st.sampled_from([str(one.value) for one in kind if _value_known(one, vocabulary)])
    if kind is bool:
        return st.booleans()
    return _numbers(kind, owners, field, vocabulary) if kind in (int, float) else words.texts()


def _known(kind: Any, vocabulary: Vocabulary) -> bool:
    """Tell whether a server of the version knows one of several types: a type without its tag is none."""
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return True
    kind.model_rebuild()
    gates = [FIELDS.get((kind.__name__, name)) for name, info in kind.model_fields.items() if info.is_required()]
    return all(gate is None or gate <= vocabulary.server for gate in gates)


def _value_known(value: Enum, vocabulary: Vocabulary) -> bool:
    return VALUES.get((type(value).__name__, str(value.value)), (0, 0)) <= vocabulary.server


def _numbers(kind: type, owners: tuple[str, ...], field: str, vocabulary: Vocabulary) -> st.SearchStrategy[Any]:
    bounds = next((BOUNDS[owner, field] for owner in owners if (owner, field) in BOUNDS), (None, None))
    least, greatest = bounds
    if kind is float:
        return st.floats(1.0 if least is None else least, 100.0 if greatest is None else greatest, width=32)
    low, high = _MODEST.get(field, (int(least or 0), int(greatest or 1000)))
    modest = st.integers(low, high)
    if vocabulary.tame or field in _FILES:
        return modest
    most = 2**32 - 1 if field in _SHORT else 2**64 - 1
    return st.one_of(modest, st.integers(_least(owners, field, least), int(greatest or most)))


def _least(owners: tuple[str, ...], field: str, least: float | None) -> int:
    return 1 if field == "wal_retain_closed" else int(least or 0)


_SHORT = ("shard_number", "replication_factor", "write_consistency_factor", "read_fan_out_factor")
"""What a server has 32 bits for."""

_FILES = ("wal_capacity_mb", "wal_segments_ahead", "shard_number", "default_segment_number")
"""What makes files at once, as many and as large as it says."""

_MODEST: dict[str, tuple[int, int]] = {
    "size": (1, 64),
    "shard_number": (1, 2),
    "replication_factor": (1, 3),
    "write_consistency_factor": (1, 1),
    "wal_capacity_mb": (1, 3),
    "wal_segments_ahead": (0, 2),
    "wal_retain_closed": (1, 3),
    "default_segment_number": (0, 3),
    "max_indexing_threads": (0, 2),
    "max_optimization_threads": (1, 3),
    "max_query_limit": (1000, 9999),
    "max_timeout": (100, 999),
    "search_max_hnsw_ef": (1000, 9999),
    "upsert_max_batchsize": (1000, 9999),
    "search_max_batchsize": (1000, 9999),
    "max_collection_vector_size_bytes": (10**10, 10**12),
    "max_collection_payload_size_bytes": (10**10, 10**12),
    "read_rate_limit": (10**6, 10**7),
    "write_rate_limit": (10**6, 10**7),
    "max_points_count": (10**9, 10**12),
    "filter_max_conditions": (1000, 9999),
    "condition_max_size": (1000, 9999),
    "max_payload_index_count": (100, 999),
    "max_resident_memory_percent": (99, 100),
    "max_vectors": (1000, 9999),
    "max_length": (1000, 9999),
}
"""Values that a small machine bears, and limits that let work pass."""

_IGNORED = ("hnsw_config", "vectors/a b/on_disk", "metadata/no")
"""Paths of what may be left as it is."""

_WHOLE = st.integers(1, 2**64 - 1)
_SHARE = st.floats(0, 1)
_IDS = st.one_of(st.integers(0, 2**64 - 1), st.uuids().map(str))
_CANARY_PARTS = {"using": words.vector_names(), "within": st.integers(3, 2**64 - 1)}
_EXPECTED = {"expect": st.lists(_IDS, min_size=1, max_size=3)}

_VERIFY = st.fixed_dictionaries(
    {},
    optional={
        "points": st.one_of(_WHOLE, st.just("all")),
        "overlap": st.fixed_dictionaries(
            {},
            optional={
                "k": _WHOLE,
                "at_least": _SHARE,
                "score_shift": _SHARE,
                "queries": words.texts(),
                "sample": _WHOLE,
            },
        ),
        "latency": st.fixed_dictionaries({}, optional={"p95_ms": st.floats(0, 1e6), "p95_ratio": st.floats(0, 1e6)}),
        "canaries": st.lists(
            st.one_of(
                st.fixed_dictionaries({"text": words.texts(), **_EXPECTED}, optional=_CANARY_PARTS),
                st.fixed_dictionaries({"point": _IDS, **_EXPECTED}, optional=_CANARY_PARTS),
            ),
            max_size=2,
        ),
    },
)

_SPECIAL: dict[str, st.SearchStrategy[Any]] = {
    "metadata": words.metadata(),
    "nested": words.field_paths(),
    "lifecycle": st.fixed_dictionaries(
        {},
        optional={
            "prevent_destroy": st.booleans(),
            "replace": st.sampled_from([one.value for one in ReplaceStrategy]),
            "switch": st.sampled_from([one.value for one in Switch]),
            "ignore_changes": st.lists(st.sampled_from(_IGNORED), max_size=2),
            "verify": _VERIFY,
            "freeze": st.fixed_dictionaries(
                {}, optional={"at_most": st.integers(0, 50).map("{}s".format), "attempts": _WHOLE}
            ),
            "hold": st.builds("{}{}".format, st.integers(0, 1_000), st.sampled_from(["ms", "s", "m", "h", "d"])),
        },
    ),
    "embed": st.fixed_dictionaries(
        {
            "model": words.texts().filter(bool),
            "from": st.one_of(words.field_paths(), st.lists(words.field_paths(), min_size=1, max_size=2)),
        },
        optional={"options": st.dictionaries(words.texts(), words.json_values(), max_size=2)},
    ),
}


def _agree(node: Any, at: tuple[str, ...] = ()) -> None:
    """Take out what speaks against itself or what every server refuses."""
    if not isinstance(node, dict):
        return
    memory = node.get("memory")
    if isinstance(memory, str):
        if memory == "pinned" and at[0] in ("vectors", "payload") and (at[-1] not in ("hnsw_config", *_QUANTIZATIONS)):
            memory = node["memory"] = "cached"
        if node.get("on_disk", memory == "cold") != (memory == "cold"):
            del node["on_disk"]
        if node.get("always_ram", memory == "pinned") != (memory == "pinned"):
            del node["always_ram"]
    if node.get("type") == "integer" and node.get("lookup") is False and node.get("range") is False:
        del node["range"]
    if at[:1] == ("sparse_vectors",) and str(node.get("datatype", "")).startswith("turbo"):
        del node["datatype"]
    payload = node.get("payload")
    if not at and payload and "memory" in payload and node.get("on_disk_payload") != (payload["memory"] == "cold"):
        node.pop("on_disk_payload", None)
    for key, inner in node.items():
        if key != "metadata":
            _agree(inner, (*at, key))


_QUANTIZATIONS = ("scalar", "product", "binary", "turbo")

for _ours, _fields in (
    (Lifecycle, {"prevent_destroy", "replace", "ignore_changes", "verify", "freeze", "switch", "hold"}),
    (Freeze, {"at_most", "attempts", "updated_at"}),  # the last one needs an index
    (Verify, {"points", "overlap", "latency", "canaries"}),
    (OverlapRule, {"k", "at_least", "score_shift", "queries", "sample"}),
    (LatencyRule, {"p95_ms", "p95_ratio"}),
    (Canary, {"text", "point", "using", "expect", "within"}),
    (Embed, {"model", "from_", "options"}),
):
    assert set(_ours.model_fields) == _fields, "tell the strategy of new fields"
