"""The folder of the official client's local mode, `QdrantClient(path=…)` of `qdrant_client`, as an instance of ours.

It keeps collections and aliases in `meta.json`, and the points of each collection in `collection/NAME/storage.sqlite`,
one pickle for each (qdrant-client 1.18 to 1.20). It doesn't keep payload indexes, but for some on texts.
"""

from __future__ import annotations

import pickle
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qschema.client import models, requests
from qschema.client.embedded.engine import Engine
from qschema.client.embedded.errors import DamagedFolder, NotAFolder
from qschema.client.embedded.files import read_document
from qschema.client.embedded.importing.leftovers import unfinished_beside
from qschema.client.embedded.importing.their_lock import their_lock
from qschema.client.embedded.importing.unpickling import unpickle
from qschema.client.requests.base import adapter

_BATCH = 500


@dataclass(frozen=True, slots=True)
class ImportedCollection:
    """A collection that was taken over.

    Attributes:
        name: Its name.
        points: How many points it has.
    """

    name: str
    points: int


def import_local_folder(source: Path, destination: Path) -> tuple[ImportedCollection, ...]:
    """Copy everything in a folder of the official client's local mode into a new embedded instance.

    Nothing in the source is changed. The destination gets its instance when all of it is there: what fails, or is
    killed, on the way leaves nothing there. What a kill leaves beside it, the next import removes.

    Args:
        source: The folder that `qdrant_client.QdrantClient(path=…)` was given.
        destination: The folder of the new instance; it must be empty, or not exist.

    Raises:
        NotAFolder: The source isn't such a folder, or the destination holds something.
        FolderInUse: The official client has the source open.
        DamagedFolder: Something in the source can't be read; it says which point.
        BadRequest: The engine refuses something that the official client let in; it says what.
    """
    meta = _meta(source)
    if destination.exists() and any(destination.iterdir()):
        raise NotAFolder(
            "the destination isn't empty", url=str(destination), fix="choose an empty folder, or a new one"
        )
    destination.parent.mkdir(parents=True, exist_ok=True)
    unfinished = unfinished_beside(destination)
    try:
        with their_lock(source), closing(Engine(unfinished)) as engine:
            imported = _copy(source, meta, engine)
        if destination.exists():
            destination.rmdir()
        unfinished.rename(destination)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return imported


def _meta(source: Path) -> Mapping[str, Any]:
    meta = read_document(source / "meta.json")
    if not isinstance(meta, dict) or not isinstance(meta.get("collections"), dict):
        raise NotAFolder(
            "it isn't a folder of the official client's local mode",
            url=str(source),
            why="it has no meta.json that names collections",
            fix="give the folder that qdrant_client.QdrantClient(path=…) was given",
        )
    return meta


def _copy(source: Path, meta: Mapping[str, Any], engine: Engine) -> tuple[ImportedCollection, ...]:
    done = []
    for name, declared in meta["collections"].items():
        body = adapter(models.CreateCollection).validate_python(_without_none(declared))
        engine.handle(requests.CreateCollection(name, body))
        for field, schema in meta.get("text_indexes", {}).get(name, {}).items():
            # What scoring by texts takes is newer than the server that the engine stands for (Qdrant 1.20).
            params = {key: option for key, option in schema.items() if key != "scoring"}
            index = adapter(models.CreateFieldIndex).validate_python({"field_name": field, "field_schema": params})
            engine.handle(requests.CreatePayloadIndex(name, index, wait=True))
        done.append(ImportedCollection(name, _copy_points(source, name, engine)))
    actions: list[Any] = [
        models.CreateAliasOperation(create_alias=models.CreateAlias(collection_name=collection, alias_name=alias))
        for alias, collection in meta.get("aliases", {}).items()
    ]
    if actions:
        engine.handle(requests.UpdateAliases(models.ChangeAliasesOperation(actions=actions)))
    return tuple(done)


def _copy_points(source: Path, name: str, engine: Engine) -> int:
    number = 0
    batch: list[models.PointStruct] = []
    for point in _points(source / "collection" / name / "storage.sqlite"):
        batch.append(point)
        number += 1
        if len(batch) == _BATCH:
            engine.handle(requests.UpsertPoints(name, models.PointsList(points=batch), wait=True))
            batch = []
    if batch:
        engine.handle(requests.UpsertPoints(name, models.PointsList(points=batch), wait=True))
    return number


def _points(file: Path) -> Iterator[models.PointStruct]:
    if not file.exists():
        return
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as database:
            for key, body in database.execute("SELECT id, point FROM points ORDER BY rowid"):
                yield _point(file, key, body)
    except sqlite3.Error as error:
        raise DamagedFolder(f"the points can't be read: {error}", url=str(file), fix="restore its folder") from error


def _point(file: Path, key: str, body: bytes) -> models.PointStruct:
    try:
        given = unpickle(body)
        point: models.PointStruct = adapter(models.PointStruct).validate_python(
            {**given, "vector": given.get("vector") or {}}
        )
    except (pickle.UnpicklingError, ValueError, TypeError, AttributeError) as error:
        raise DamagedFolder(
            f"the point {key} can't be read: {error}", url=str(file), fix="delete it there, or restore it"
        ) from error
    return point


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: inner if key == "metadata" else _without_none(inner)
            for key, inner in value.items()
            if inner is not None
        }
    return value
