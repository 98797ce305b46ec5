"""Which collections and aliases there are, and where they lie."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from qschema.client.embedded.collection import Collection
from qschema.client.embedded.config.plain import Json
from qschema.client.embedded.errors import NotAFolder
from qschema.client.embedded.files import Files, read_document
from qschema.client.embedded.format import FORMAT, check_format
from qschema.client.embedded.snapshots.shelf import UNFINISHED
from qschema.client.errors import AlreadyExists, BadRequest, NotFound

_DOCUMENT = "catalogue.json"
_COLLECTIONS = "collections"
_PLACE = re.compile("[0-9a-f]{16}")


class Catalogue:
    """The collections and aliases of an instance in a folder.

    The file `catalogue.json` is what decides: a collection is there from the moment when the file names it, until the
    moment when it doesn't. Folders that it doesn't name are remains of a crash, and are removed at opening.

    Args:
        folder: The instance's folder; locked by the caller.
        files: How to write.
    """

    def __init__(self, folder: Path, files: Files) -> None:
        self._folder = folder
        self._files = files
        self._path = folder / _DOCUMENT
        self._collections: dict[str, Collection] = {}
        self._places: dict[str, str] = {}
        self._aliases: dict[str, str] = {}
        (folder / _COLLECTIONS).mkdir(exist_ok=True)
        document = read_document(self._path)
        if document is None:
            self._write(self._places, self._aliases)
        else:
            document = check_format(self._path, document, "collections", "aliases")
            self._places, self._aliases = document["collections"], document["aliases"]
        self._sweep()

    @property
    def folder(self) -> Path:
        """The instance's folder."""
        return self._folder

    @property
    def files(self) -> Files:
        """How to write in it."""
        return self._files

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all collections."""
        return tuple(self._places)

    @property
    def aliases(self) -> Mapping[str, str]:
        """Alias → the collection that it stands for."""
        return self._aliases

    def has(self, name: str) -> bool:
        """Whether a collection, or an alias, is called so."""
        return self._aliases.get(name, name) in self._places

    def is_collection(self, name: str) -> bool:
        """Whether a collection itself is called so."""
        return name in self._places

    def get(self, name: str) -> Collection:
        """Return a collection by its name or by an alias; an alias wins over a collection of its name.

        Raises:
            NotFound: There is none.
        """
        return self.named(self._aliases.get(name, name))

    def named(self, name: str) -> Collection:
        """Return a collection by its own name.

        Raises:
            NotFound: There is none.
        """
        if name not in self._places:
            raise no_such(name)
        if name not in self._collections:
            self._collections[name] = Collection.open(self._files, self._place(self._places[name]))
        return self._collections[name]

    def create(self, name: str, config: Json) -> None:
        """Create a collection.

        Raises:
            BadRequest: An alias has the name.
            AlreadyExists: A collection has the name.
        """
        if name in self._aliases:
            raise BadRequest(f"the name {name!r} is taken by an alias", status=400, collection=name)
        if name in self._places:
            raise AlreadyExists(f"there is a collection {name!r} already", status=409, collection=name)
        place = secrets.token_hex(8)
        try:
            collection = Collection.create(self._files, self._place(place), config)
        except BaseException:
            shutil.rmtree(self._place(place), ignore_errors=True)
            raise
        self._files.settle(self._folder / _COLLECTIONS)
        self._write({**self._places, name: place}, self._aliases)
        self._collections[name] = collection

    def delete(self, name: str) -> bool:
        """Delete a collection and its aliases; say whether there was one. An alias isn't followed."""
        if name not in self._places:
            return False
        place = self._places[name]
        self._write(
            {other: folder for other, folder in self._places.items() if other != name},
            {alias: target for alias, target in self._aliases.items() if target != name},
        )
        collection = self._collections.pop(name, None)
        if collection is not None:
            collection.abandon()
        shutil.rmtree(self._place(place), ignore_errors=True)
        return True

    def reserve(self) -> Path:
        """Return where a collection can be made that counts only when it is installed."""
        return self._place(secrets.token_hex(8))

    def install(self, made: Mapping[str, Collection], aliases: Mapping[str, str] | None = None) -> None:
        """Give names to collections in reserved places, all at once; what had these names before is deleted.

        Args:
            made: Name → collection.
            aliases: The new aliases; None leaves those that there are.
        """
        self._files.settle(self._folder / _COLLECTIONS)
        replaced = [self._places[name] for name in made if name in self._places]
        places = {name: collection.folder.name for name, collection in made.items()}
        self._write({**self._places, **places}, dict(self._aliases if aliases is None else aliases))
        before = [self._collections.pop(name, None) for name in made]
        self._collections.update(made)
        for collection in before:
            if collection is not None:
                collection.abandon()
        for place in replaced:
            shutil.rmtree(self._place(place), ignore_errors=True)

    def set_aliases(self, aliases: Mapping[str, str]) -> None:
        """Replace all aliases."""
        self._write(self._places, dict(aliases))

    def close(self) -> None:
        """Write out and close all collections; the first error is raised after the last one is closed."""
        errors = list(_errors_of_closing(self._collections.values()))
        self._collections.clear()
        if errors:
            raise errors[0]

    def _place(self, name: str) -> Path:
        return self._folder / _COLLECTIONS / name

    def _write(self, places: dict[str, str], aliases: dict[str, str]) -> None:
        self._files.write(self._path, {"format": FORMAT, "collections": places, "aliases": aliases})
        self._places, self._aliases = places, aliases

    def _sweep(self) -> None:
        shutil.rmtree(self._folder / UNFINISHED, ignore_errors=True)
        known = set(self._places.values())
        for path in (self._folder / _COLLECTIONS).iterdir():
            if _PLACE.fullmatch(path.name) and path.name not in known:
                shutil.rmtree(path, ignore_errors=True)


def check_folder(folder: Path) -> None:
    """Check that a folder is an instance's, or empty.

    Raises:
        NotAFolder: Something else lies there.
    """
    if (folder / _DOCUMENT).exists():
        return
    others = sorted(
        path.name for path in folder.iterdir() if path.name not in ("lock", _COLLECTIONS, f"{_DOCUMENT}.new")
    )
    if (folder / _COLLECTIONS).is_dir():
        others += sorted(f"{_COLLECTIONS}/{path.name}" for path in (folder / _COLLECTIONS).iterdir())
    if others:
        raise NotAFolder(
            f"the folder holds something else than an instance: {', '.join(others[:3])}",
            url=str(folder),
            why="an instance wants a folder of its own",
            fix="choose an empty folder, or one that doesn't exist yet",
        )


def no_such(name: str) -> NotFound:
    """Return the error for a collection that isn't there."""
    return NotFound(f"there is no collection {name!r}", status=404, collection=name)


def _errors_of_closing(collections: Iterable[Collection]) -> Iterator[Exception]:
    for collection in collections:
        try:
            collection.close()
        except Exception as error:  # noqa: PERF203 - each is to be closed
            yield error
