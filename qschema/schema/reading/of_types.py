"""Building readers from the wire types, so that no key, word or bound is said a second time."""

from __future__ import annotations

import types
from enum import Enum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from qschema.client import models
from qschema.client.models.bounds import BOUNDS
from qschema.schema.embedding import Embed, VectorSpec
from qschema.schema.lifecycle import Freeze, Lifecycle
from qschema.schema.reading.base import Reader
from qschema.schema.reading.containers import AnyJson, ListOf, MapOf
from qschema.schema.reading.hints import HINTS
from qschema.schema.reading.numbers import MAX_U32, Bounds, Flag, Number, Whole
from qschema.schema.reading.records import Field, Keyed, Record, Tagged
from qschema.schema.reading.texts import Duration, ScalarReader, Text, Word
from qschema.schema.reading.unions import Either, OneOrMany, Short, Vectors
from qschema.schema.spec import WIRE_MODELS, CollectionSpec

_OURS: dict[tuple[str, str], Bounds] = {
    ("CreateCollection", "shard_number"): (1, MAX_U32),
    ("CreateCollection", "replication_factor"): (1, MAX_U32),
    ("CreateCollection", "write_consistency_factor"): (1, MAX_U32),
    ("CollectionParamsDiff", "read_fan_out_factor"): (0, MAX_U32),
    # the server takes 0 and panics (lib/collection/src/config.rs of 1.19.0)
    ("WalConfigDiff", "wal_retain_closed"): (1, None),
    ("Verify", "points"): (1, None),
    ("OverlapRule", "k"): (1, None),
    ("OverlapRule", "at_least"): (0, 1),
    ("OverlapRule", "score_shift"): (0, None),
    ("OverlapRule", "sample"): (1, None),
    ("LatencyRule", "p95_ms"): (0, None),
    ("LatencyRule", "p95_ratio"): (0, None),
    ("Canary", "within"): (1, None),
    ("Freeze", "attempts"): (1, None),
}
"""Bounds that the wire types don't have: what has 32 bits on a server, what no server survives, and our own."""


@cache
def record_of(model: type[BaseModel]) -> Record:
    """Return the reader of a model's maps."""

    def fields() -> dict[str, Field]:
        model.model_rebuild()
        owners = WIRE_MODELS if model is CollectionSpec else tuple(kind.__name__ for kind in model.__mro__)
        return {
            info.alias or name: Field(
                _special(model, name) or reader_of(info.annotation, _bounds(owners, name)), info.is_required()
            )
            for name, info in model.model_fields.items()
        }

    about = (model.__doc__ or "").strip().partition("\n")[0]
    return Record(fields, hints=HINTS.get(model.__name__), name=model.__name__, about=about)


def _bounds(owners: tuple[str, ...], field: str) -> Bounds:
    for table in (_OURS, BOUNDS):
        for owner in owners:
            if bounds := table.get((owner, field)):
                return bounds
    return (None, None)


def _special(model: type[BaseModel], field: str) -> Reader | None:
    """Return the reader of a field whose types look alike, or of one that has a short form."""
    if model is CollectionSpec and field == "vectors":
        return Vectors(record_of(VectorSpec))
    if model is CollectionSpec and field == "shard_keys":
        return ListOf(Short("shard_key", record_of(models.CreateShardingKey)))
    if model is Embed and field == "from_":
        return OneOrMany(Text())
    if (model, field) in ((Lifecycle, "hold"), (Freeze, "at_most")):
        return Duration()
    return None


def reader_of(kind: Any, bounds: Bounds = (None, None)) -> Reader:
    """Return the reader of a type."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return reader_of(args[0], bounds)
    if origin in (Union, types.UnionType):
        return _union([arg for arg in args if arg is not type(None)], bounds)
    if origin is list:
        return ListOf(reader_of(args[0], bounds))
    if origin is dict:
        return MapOf(reader_of(args[1], bounds))
    if kind is Any:
        return AnyJson()
    if issubclass(kind, BaseModel):
        return record_of(kind)
    return _scalar(kind, bounds)


def _scalar(kind: type, bounds: Bounds) -> ScalarReader:
    if issubclass(kind, Enum):
        return Word(str(member.value) for member in kind)
    if kind is bool:
        return Flag()
    if kind is int:
        return Whole(bounds)
    return Number(bounds) if kind is float else Text()


def _union(kinds: list[Any], bounds: Bounds) -> Reader:
    flat = [inner for kind in kinds for inner in _alternatives(kind)]
    if len(flat) == 1:
        return reader_of(flat[0], bounds)
    maps = [kind for kind in flat if issubclass(kind, BaseModel)]
    scalars = [_scalar(kind, bounds) for kind in flat if kind not in maps]
    of_map = _one_of_models(maps, short=not scalars) if maps else None
    return Either(scalars, of_map) if scalars or of_map is None else of_map


def _alternatives(kind: Any) -> list[Any]:
    origin = get_origin(kind)
    if origin is Annotated:
        return _alternatives(get_args(kind)[0])
    if origin in (Union, types.UnionType):
        return [inner for arg in get_args(kind) for inner in _alternatives(arg)]
    return [kind]


def _one_of_models(kinds: list[type[BaseModel]], *, short: bool) -> Reader:
    """Return the reader of models that a tag tells apart, or else a key that only one of them has."""
    if len(kinds) == 1:
        return record_of(kinds[0])
    for model in kinds:
        model.model_rebuild()
    if all("type" in model.model_fields for model in kinds):
        # a model that has nothing but its tag beside a required key can't be said by the tag alone
        short = short and all(len(_required(model)) == 1 for model in kinds)
        return Tagged({word: record_of(model) for model in kinds for word in _tags(model)}, short=short)
    return Keyed({_required(model)[0]: record_of(model) for model in kinds})


def _required(model: type[BaseModel]) -> list[str]:
    return [name for name, info in model.model_fields.items() if info.is_required()]


def _tags(model: type[BaseModel]) -> list[str]:
    kind: Any = model.model_fields["type"].annotation
    return [str(member.value) for member in kind]
