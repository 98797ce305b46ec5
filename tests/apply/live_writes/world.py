"""A collection behind an alias, its next generation, and what is written to it meanwhile."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import numpy

from qschema.apply.copying.options import Transform
from qschema.apply.copying.points import PointColumns
from qschema.apply.copying.vector_column import VectorColumn
from qschema.apply.live_writes.generations import PAGE, Generations, upsert
from qschema.apply.records import MirrorRecord
from qschema.client import QdrantClient, models

PROJECT = "library"
TRANSFORM = "tests:wider"
IDS: list[int | str] = [1, 2, 3, 4, *(str(UUID(int=number)) for number in range(4))]


def wider(points: PointColumns) -> PointColumns:
    """Make vectors of four numbers of those of two, note that in the payload, and leave drafts out."""
    kept = points.take([row for row, payload in enumerate(points.payloads) if not payload.get("draft")])
    if not len(kept):
        return kept
    column = kept.vectors["text"]
    matrix = numpy.hstack([column.values, 2 * numpy.asarray(column.values)]).astype(numpy.float32)
    payloads = [{**payload, "model": "wider"} for payload in kept.payloads]
    return replace(kept, vectors={"text": VectorColumn(matrix, column.present)}, payloads=payloads)


def point(one: int | str, text: str = "", **payload: Any) -> models.PointStruct:
    number = (one if isinstance(one, int) else UUID(one).int) + len(text)
    return models.PointStruct(id=one, vector={"text": [1.0, float(number % 7)]}, payload={"text": text, **payload})


def make(client: QdrantClient, name: str = "articles", *, transform: str = TRANSFORM) -> MirrorRecord:
    """Make both generations, and an alias for the old one."""
    sizes = {name: 2, f"{name}__g2": 4 if transform else 2}
    for collection, size in sizes.items():
        params = models.VectorParams(size=size, distance=models.Distance.COSINE)
        client.create_collection(collection, vectors_config={"text": params})
    alias = models.CreateAlias(collection_name=name, alias_name=f"{name}-now")
    client.update_collection_aliases([models.CreateAliasOperation(create_alias=alias)])
    reindex = str(uuid4())
    return MirrorRecord(
        project=PROJECT,
        reindex=reindex,
        names=(name, f"{name}-now"),
        blue=name,
        green=f"{name}__g2",
        marks=f"_qschema.marks.{reindex}",
        transform=transform,
        phase="mirroring",
    )


def back_fill(client: QdrantClient, mirror: MirrorRecord, page_size: int = PAGE, transform: Transform = wider) -> None:
    """Copy all points that green lacks, page by page."""
    offset = None
    while True:
        page, offset = client.scroll(mirror.blue, limit=page_size, offset=offset, with_vectors=True)
        if page:
            upsert(client, mirror.green, transform(PointColumns.of(page)), update_mode=models.UpdateMode.INSERT_ONLY)
        if offset is None:
            return


def back_fill_slowly(generations: Generations, page_size: int = PAGE) -> None:
    """Copy all points without `insert_only`, which old servers ignore."""
    offset = None
    while True:
        page, offset = generations._client.scroll(generations.blue, limit=page_size, offset=offset, with_payload=False)
        assert generations.converge([one.id for one in page]) == []
        if offset is None:
            return


def content(client: QdrantClient, collection: str) -> dict[Any, Any]:
    """Return all payloads and vectors, by id."""
    found = client.scroll_iter(collection, with_vectors=True)
    return {one.id: (one.payload, one.vector["text"]) for one in found}  # type: ignore[index,call-overload]


def same_content(client: QdrantClient, mirror: MirrorRecord, generations: Generations) -> bool:
    """Whether green is what blue says."""
    green = content(client, mirror.green)
    points = generations.expected(list(client.scroll_iter(mirror.blue, with_vectors=True)))
    for row, one in enumerate(points.ids):
        vector = numpy.asarray(points.vectors["text"].values[row], numpy.float64)
        payload, told = green.pop(one, (None, None))
        if payload != points.payloads[row] or not numpy.allclose(told, vector / numpy.linalg.norm(vector), atol=1e-5):
            return False
    return not green


def _short(text: str) -> models.Filter:
    return models.Filter(must=[models.FieldCondition(key="text", match=models.MatchValue(value=text))])


def _batch(text: str, some: list[int | str]) -> list[Any]:
    vectors = [models.PointVectors(id=some[0], vector={"text": [1.0, float(len(text))]})]
    return [
        models.UpsertOperation(upsert=models.PointsList(points=[point(some[0], text)])),
        models.UpdateVectorsOperation(update_vectors=models.UpdateVectors(points=vectors)),
        models.SetPayloadOperation(set_payload=models.SetPayload(payload={"n": 1}, points=some[:1])),
        models.DeleteOperation(delete=models.FilterSelector(filter=_short(text))),
    ]


Write = Callable[[Any, str, str, list[int | str]], Any]

WRITES: dict[str, Write] = {
    "upsert": lambda client, name, text, some: client.upsert(name, [point(one, text) for one in some]),
    "upsert of drafts": lambda client, name, text, some: client.upsert(name, [point(some[0], text, draft=True)]),
    "upsert without waiting": lambda client, name, text, some: client.upsert(name, [point(some[0], text)], wait=False),
    "upload": lambda client, name, text, some: client.upload_points(
        name, [point(one, text) for one in some], batch_size=1
    ),
    "delete": lambda client, name, text, some: client.delete(name, some[:1]),
    "delete by filter": lambda client, name, text, some: client.delete(name, _short(text)),
    "set": lambda client, name, text, some: client.set_payload(name, {"text": text + "y"}, _short(text)),
    "overwrite": lambda client, name, text, some: client.overwrite_payload(name, {"n": 2}, _short(text)),
    "delete key": lambda client, name, text, some: client.delete_payload(name, ["text"], _short(text)),
    "clear": lambda client, name, text, some: client.clear_payload(name, _short(text)),
    "update vectors": lambda client, name, text, some: client.update_vectors(
        name, [models.PointVectors(id=some[0], vector={"text": [1.0, 5.0]})]
    ),
    "batch": lambda client, name, text, some: client.batch_update_points(name, _batch(text, some)),
}
"""Every way to write to points: given a client, a collection, a text, and two ids."""


def write_something(client: Any, collection: str, chance: random.Random) -> Any:
    """Write something to some points; return what the call returned."""
    text, some = "x" * chance.randrange(4), chance.sample(IDS, 2)
    return WRITES[chance.choice(list(WRITES))](client, collection, text, some)
