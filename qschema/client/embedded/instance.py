"""What lies in an instance's folder: which collections and aliases there are, and where."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from qschema.client.embedded.collection import Collection
from qschema.client.embedded.errors import NotAFolder
from qschema.client.embedded.files import Files, read_document
from qschema.client.embedded.format import check_format, new_document
from qschema.client.embedded.locking.shared_lock import SharedLock
from qschema.client.embedded.optimising.optimiser import Optimiser
from qschema.client.embedded.snapshots.shelf import UNFINISHED

DOCUMENT = "catalogue.json"
COLLECTIONS = "collections"
_PLACE = re.compile("[0-9a-f]{16}")


class Names(NamedTuple):
    """Which collections and aliases there are at one moment; replaced as a whole, so that nobody sees half a change.

    Attributes:
        places: Collection → the name of its folder, which is never used again.
        aliases: Alias → the collection that it stands for.
    """

    places: Mapping[str, str]
    aliases: Mapping[str, str]


class Instance:
    """The collections of an instance, opened when they are first asked for.

    The file `catalogue.json` is what decides: a collection is there from the moment when the file names it, until the
    moment when it doesn't. Folders that it doesn't name are remains of a crash, and are removed at opening.

    Args:
        folder: The instance's folder; locked by the caller.
        files: How to write.

    Attributes:
        folder: The same.
        files: The same.
        calls: Shared by all calls; who closes the instance is alone.
        naming: Held by who changes the names.
        names: Those that there are now; reading them takes no lock.
        open: Whether it isn't closed yet.
        optimiser: Looks after the collections.
    """

    def __init__(self, folder: Path, files: Files) -> None:
        self.folder = folder
        self.files = files
        self.calls = SharedLock()
        self.naming = Lock()
        self.names = Names({}, {})
        self.open = True
        self.optimiser = Optimiser()
        self._path = folder / DOCUMENT
        self._opening = Lock()
        self._opened: dict[str, Collection] = {}
        (folder / COLLECTIONS).mkdir(exist_ok=True)
        document = read_document(self._path)
        if document is None:
            self.rename(self.names)
        else:
            document = check_format(self._path, document, "collections", "aliases")
            self.names = Names(document["collections"], document["aliases"])
        self._sweep()

    @property
    def opened(self) -> Iterable[Collection]:
        """The collections that are open."""
        return list(self._opened.values())

    def at(self, place: str) -> Collection | None:
        """Return the collection in a folder, None if it has just been deleted."""
        found = self._opened.get(place)
        if found is None:
            with self._opening:
                if place not in self.names.places.values():
                    return None
                found = self._opened.get(place) or Collection.open(self.files, self.path_of(place))
                found.noted = self.optimiser.written
                self._opened[place] = found
        return found

    def reserve(self) -> Path:
        """Return a folder for another collection; nobody else gets the same."""
        return self.path_of(secrets.token_hex(8))

    def path_of(self, place: str) -> Path:
        """Return where a collection's folder is."""
        return self.folder / COLLECTIONS / place

    def settle(self) -> None:
        """Make folders of collections last."""
        self.files.settle(self.folder / COLLECTIONS)

    def rename(self, names: Names) -> None:
        """Replace all names."""
        self.files.write(self._path, new_document(collections=names.places, aliases=names.aliases))
        self.names = names

    @contextmanager
    def remembering(self, collections: Iterable[Collection]) -> Iterator[None]:
        """Take in collections that are open, and get their names within."""
        places = {collection.folder.name: collection for collection in collections}
        self._opened.update(places)
        try:
            yield
        except BaseException:
            for place in places:
                del self._opened[place]
            raise
        for collection in places.values():
            collection.noted = self.optimiser.written
            self.optimiser.written(collection)

    def forget(self, place: str) -> None:
        """Delete a collection that has no name any more, when nobody uses it."""
        with self._opening:
            collection = self._opened.pop(place, None)
        if collection is not None:
            with collection.lock.writing(), collection.lock.alone():
                collection.abandon()
        shutil.rmtree(self.path_of(place), ignore_errors=True)

    def close(self) -> None:
        """Write out and close all collections; the first error is raised after the last one is closed."""
        self.open = False
        errors = list(_errors_of_closing(self._opened.values()))
        self._opened.clear()
        if errors:
            raise errors[0]

    def _sweep(self) -> None:
        shutil.rmtree(self.folder / UNFINISHED, ignore_errors=True)
        known = set(self.names.places.values())
        for path in (self.folder / COLLECTIONS).iterdir():
            if _PLACE.fullmatch(path.name) and path.name not in known:
                shutil.rmtree(path, ignore_errors=True)


def check_folder(folder: Path) -> None:
    """Check that a folder is an instance's, or empty.

    Raises:
        NotAFolder: Something else lies there.
    """
    if (folder / DOCUMENT).exists():
        return
    others = sorted(path.name for path in folder.iterdir() if path.name not in ("lock", COLLECTIONS, f"{DOCUMENT}.new"))
    if (folder / COLLECTIONS).is_dir():
        others += sorted(f"{COLLECTIONS}/{path.name}" for path in (folder / COLLECTIONS).iterdir())
    if others:
        raise NotAFolder(
            f"the folder holds something else than an instance: {', '.join(others[:3])}",
            url=str(folder),
            why="an instance wants a folder of its own",
            fix="choose an empty folder, or one that doesn't exist yet",
        )


def _errors_of_closing(collections: Iterable[Collection]) -> Iterator[Exception]:
    for collection in collections:
        try:
            collection.close()
        except Exception as error:  # noqa: PERF203 - each is to be closed
            yield error
