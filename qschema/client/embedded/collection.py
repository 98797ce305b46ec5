"""One collection: what was declared, in a file, and its shard."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from qschema.client import models
from qschema.client.embedded.config.plain import Json
from qschema.client.embedded.config.reach import within_reach
from qschema.client.embedded.files import Files, read_document
from qschema.client.embedded.format import check_format, new_document
from qschema.client.embedded.locking.shared_lock import SharedLock
from qschema.client.embedded.optimising.build import PREFIX
from qschema.client.embedded.optimising.rules import is_small, never
from qschema.client.embedded.optimising.upkeep import Upkeep
from qschema.client.requests.base import adapter

if TYPE_CHECKING:
    from qschema.client.embedded.shard import Shard

_DOCUMENT = "collection.json"
_SHARD = "shard"


class Collection:
    """A collection in its folder.

    The file `collection.json` says what was declared; the shard follows it. A change is written down first, marked
    as unsettled, and marked as settled once the shard has it; where a crash came between, opening makes up for it.

    Attributes:
        config: The configuration, in the shape that GET shows.
        indexes: Payload field → its index as it was declared: a type, or an object with options.
        lock: Held by whoever uses the collection.
        gone: Whether it is deleted.
        upkeep: What its optimisers do.
        noted: Is called with the collection when there may be something to optimise.
    """

    def __init__(
        self,
        files: Files,
        folder: Path,
        config: Json,
        indexes: Json,
        *,
        settled: bool = True,
        outdated: bool = False,
        shard: str = _SHARD,
    ) -> None:
        self._files = files
        self._folder = folder
        self._settled = settled
        self._outdated = outdated
        self._place = shard
        self._shard: Shard | None = None
        self._operations = count(1)
        self._opening = Lock()
        self.lock = SharedLock()
        self.gone = False
        self.upkeep = Upkeep()
        self.noted: Callable[[Collection], None] = _nobody
        self.config: Mapping[str, Any] = config
        self.indexes: Mapping[str, Any] = indexes

    @classmethod
    def create(cls, files: Files, folder: Path, config: Json) -> Collection:
        """Make a collection in a folder that doesn't exist yet."""
        from qschema.client.embedded.shard import Shard

        collection = cls(files, folder, config, {})
        folder.mkdir()
        collection._write()
        collection._shard = Shard.create(folder / _SHARD, collection.engine_config())
        collection._shard.written = collection._note
        collection._flush(collection._shard)
        return collection

    @classmethod
    def open(cls, files: Files, folder: Path) -> Collection:
        """Read what was declared; the shard itself is opened when it is first needed."""
        path = folder / _DOCUMENT
        document = check_format(path, read_document(path), "config", "indexes", "settled")
        place = document.get("shard", _SHARD)
        _sweep(folder, place)
        return cls(
            files,
            folder,
            document["config"],
            document["indexes"],
            settled=document["settled"],
            outdated=document.get("outdated", False),
            shard=place,
        )

    @classmethod
    def adopt(cls, files: Files, folder: Path, config: Json, indexes: Json) -> Collection:
        """Make a collection of a folder that has a shard already, and bring the shard to what is declared."""
        collection = cls(files, folder, config, indexes, settled=False)
        collection._write()
        try:
            _ = collection.shard
        except BaseException:
            collection.abandon()
            raise
        return collection

    @staticmethod
    def shard_in(folder: Path) -> Path:
        """Return where the shard of a collection that is made in a folder belongs."""
        return folder / _SHARD

    @property
    def folder(self) -> Path:
        """Where the collection is."""
        return self._folder

    @property
    def durable(self) -> bool:
        """Whether what is answered is to survive a loss of power."""
        return self._files.durable

    @property
    def shard_folder(self) -> Path:
        """Where its shard is."""
        return self._folder / self._place

    @property
    def shard(self) -> Shard:
        """The shard, with all that was declared."""
        return self._shard or self._open_shard()

    def wire_config(self) -> models.CollectionConfig:
        """Return the configuration as a wire type; what is set in it is what GET shows."""
        config: models.CollectionConfig = adapter(models.CollectionConfig).validate_python(self.config)
        return config

    def engine_config(self) -> models.CollectionConfig:
        """Return the configuration as the shard is told it."""
        config: models.CollectionConfig = adapter(models.CollectionConfig).validate_python(within_reach(self.config))
        return config

    @contextmanager
    def changing(self, *, config: Json | None = None, indexes: Json | None = None) -> Iterator[Shard]:
        """Change what is declared; the shard is changed within, and the old declaration is back if that fails.

        Nobody reads meanwhile; the caller is the one who writes.
        """
        shard, before = self.shard, (self.config, self.indexes)
        self.upkeep.cancel()
        with self.lock.alone():
            self.config = self.config if config is None else config
            self.indexes = self.indexes if indexes is None else indexes
            try:
                self._settled = False
                self._write()
                yield shard
            except BaseException:
                self.config, self.indexes = before
                self._write()
                raise
            self._settle(shard)
        self._note()

    def note(self, config: Json) -> None:
        """Change what is declared in a way that means nothing to the shard."""
        with self.lock.alone():
            before, self.config = self.config, config
            try:
                self._write()
            except BaseException:
                self.config = before
                raise

    def next_operation(self) -> int:
        """Return the number of a write."""
        return next(self._operations)

    def switch(self, place: str, shard: Shard) -> None:
        """Put another shard in place of this one, which is deleted; the caller is the writer.

        Args:
            place: The name of its folder, beside this one's.
            shard: It, open; all that this one has is in it, and all that is wanted was built.
        """
        old, before = self.shard, (self._place, self._outdated)
        self._flush(shard)
        self._place, self._outdated = place, False
        try:
            self._write()
        except BaseException:
            self._place, self._outdated = before
            raise
        shard.written = self._note
        with self.lock.alone():
            self._shard = shard
            old.close()
        shutil.rmtree(old.folder, ignore_errors=True)

    def up_to_date(self) -> None:
        """Note that the shard is built as it is wanted; the caller is the writer."""
        self.shard.outdated = False
        if self._outdated:
            self._outdated = False
            self._write()

    def close(self) -> None:
        """Write out what the shard holds, and let go of it."""
        self.upkeep.cancel()
        shard, self._shard = self._shard, None
        if shard is not None:
            if self._files.durable:
                shard.flush()
            shard.close()

    def abandon(self) -> None:
        """Let go of a shard that is about to be deleted."""
        self.gone = True
        self.upkeep.cancel()
        shard, self._shard = self._shard, None
        if shard is not None:
            shard.close()

    def _note(self) -> None:
        self.noted(self)

    def _open_shard(self) -> Shard:
        from qschema.client.embedded.shard import Shard

        with self._opening:
            if self._shard is None:
                shard = Shard.open(self.shard_folder, self.engine_config())
                shard.outdated |= self._outdated
                if not self._settled:
                    self._follow(shard)
                elif shard.outdated:
                    self._settle(shard)
                shard.written = self._note
                self._shard = shard
                self._note()
            return self._shard

    def _settle(self, shard: Shard) -> None:
        """Make the shard's part of a change last, and note that it has it."""
        points = shard.info().points
        if shard.outdated and is_small(self.config, points) and not (points and never(self.config)):
            shard.optimize()
        self._flush(shard)
        self._settled, self._outdated = True, shard.outdated
        self._write()

    def _flush(self, shard: Shard) -> None:
        if self._files.durable:
            shard.flush()

    def _write(self) -> None:
        document = new_document(
            shard=self._place,
            settled=self._settled,
            outdated=self._outdated,
            config=self.config,
            indexes=self.indexes,
        )
        self._files.write(self._folder / _DOCUMENT, document)

    def _follow(self, shard: Shard) -> None:
        """Bring the shard to what was declared before a crash."""
        try:
            shard.reconfigure(self.engine_config())
            for field in shard.info().index_points.keys() - self.indexes.keys():
                shard.delete_index(field)
            for field, schema in self.indexes.items():
                shard.create_index(field, index_params(schema))
            self._settle(shard)
        except BaseException:
            shard.close()
            raise


def index_params(schema: Any) -> Any:
    """Return a declared payload index with its type spelled out as options."""
    said = {"type": schema} if isinstance(schema, str) else schema
    return adapter(models.PayloadSchemaParams).validate_python(said)


def _sweep(folder: Path, place: str) -> None:
    """Remove what was being built when a process ended, or was not yet removed."""
    for path in folder.iterdir():
        if path.name != place and (path.name == _SHARD or path.name.startswith(PREFIX)):
            shutil.rmtree(path, ignore_errors=True)


def _nobody(collection: Collection) -> None:
    """Nobody wants to know."""
