"""The collections and aliases of an instance, as one call sees them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType

from qschema.client.embedded.collection import Collection
from qschema.client.embedded.config.plain import Json
from qschema.client.embedded.files import Files
from qschema.client.embedded.instance import Instance, Names
from qschema.client.embedded.locking.modes import Mode
from qschema.client.errors import AlreadyExists, BadRequest, ClientClosed, NotFound


class Catalogue:
    """The collections and aliases, for one call, in one thread.

    A collection that the call asks for is locked as its mode wants it until the call ends, and stays as long.

    Args:
        instance: What lies in the folder.
        mode: What the call does to the collections that it touches.

    The order of locks: names, then writing in a collection, then being alone in it. Only a call that holds the names
    writes in several. So no two wait for each other.
    """

    def __init__(self, instance: Instance, mode: Mode = Mode.READING) -> None:
        self._instance = instance
        self._mode = mode
        self._held: list[Collection] = []
        self._naming = False

    def __enter__(self) -> Catalogue:
        self._instance.calls.begin_reading(self)
        try:
            if not self._instance.open:
                raise ClientClosed("the instance is closed", url=str(self.folder), fix="open it again")
            if self._mode is Mode.NAMING:
                self._instance.naming.acquire()
                self._naming = True
        except BaseException:
            self._instance.calls.end_reading(self)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        while self._held:
            self._let_go(self._held[-1])
        if self._naming:
            self._instance.naming.release()
        self._instance.calls.end_reading(self)

    @property
    def folder(self) -> Path:
        """The instance's folder."""
        return self._instance.folder

    @property
    def files(self) -> Files:
        """How to write in it; the same in every call."""
        return self._instance.files

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all collections."""
        return tuple(self._instance.names.places)

    @property
    def aliases(self) -> Mapping[str, str]:
        """Alias → the collection that it stands for."""
        return self._instance.names.aliases

    def has(self, name: str) -> bool:
        """Whether a collection, or an alias, is called so."""
        names = self._instance.names
        return names.aliases.get(name, name) in names.places

    def is_collection(self, name: str) -> bool:
        """Whether a collection itself is called so."""
        return name in self._instance.names.places

    def get(self, name: str) -> Collection:
        """Return a collection by its name or by an alias; an alias wins over a collection of its name.

        Raises:
            NotFound: There is none.
        """
        return self._find(name, by_alias=True)

    def named(self, name: str) -> Collection:
        """Return a collection by its own name.

        Raises:
            NotFound: There is none.
        """
        return self._find(name, by_alias=False)

    def each(self) -> Iterator[tuple[str, Collection]]:
        """Yield all collections by name; one that is deleted meanwhile is left out."""
        for name in self.names:
            try:
                collection = self.named(name)
            except NotFound:
                continue
            yield name, collection

    def create(self, name: str, config: Json) -> None:
        """Create a collection.

        Raises:
            BadRequest: An alias has the name.
            AlreadyExists: A collection has the name.
        """
        names = self._instance.names
        if name in names.aliases:
            raise BadRequest(f"the name {name!r} is taken by an alias", status=400, collection=name)
        if name in names.places:
            raise AlreadyExists(f"there is a collection {name!r} already", status=409, collection=name)
        folder = self.reserve()
        try:
            collection = Collection.create(self.files, folder, config)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self.install({name: collection})

    def delete(self, name: str) -> bool:
        """Delete a collection and its aliases; say whether there was one. An alias isn't followed."""
        names = self._instance.names
        if name not in names.places:
            return False
        self._instance.rename(
            Names(
                {other: place for other, place in names.places.items() if other != name},
                {alias: target for alias, target in names.aliases.items() if target != name},
            )
        )
        self._instance.forget(names.places[name])
        return True

    def reserve(self) -> Path:
        """Return where a collection can be made that counts only when it is installed."""
        return self._instance.reserve()

    def install(self, made: Mapping[str, Collection], aliases: Mapping[str, str] | None = None) -> None:
        """Give names to collections in reserved places, all at once; what had these names before is deleted.

        Args:
            made: Name → collection.
            aliases: The new aliases; None leaves those that there are.
        """
        self._instance.settle()
        names = self._instance.names
        replaced = [names.places[name] for name in made if name in names.places]
        places = {name: collection.folder.name for name, collection in made.items()}
        with self._instance.remembering(made.values()):
            self._instance.rename(
                Names({**names.places, **places}, dict(names.aliases if aliases is None else aliases))
            )
        for collection in list(self._held):
            if collection.folder.name in replaced:
                self._let_go(collection)
        for place in replaced:
            self._instance.forget(place)

    def set_aliases(self, aliases: Mapping[str, str]) -> None:
        """Replace all aliases."""
        self._instance.rename(Names(self._instance.names.places, dict(aliases)))

    def _find(self, name: str, *, by_alias: bool) -> Collection:
        while True:
            names = self._instance.names
            target = names.aliases.get(name, name) if by_alias else name
            if target not in names.places:
                raise no_such(target)
            collection = self._instance.at(names.places[target])
            if collection is None:
                continue
            if collection not in self._held:
                self._take(collection)
            if not collection.gone:
                return collection
            # Deleted, or replaced, while this call waited for it; the name may stand for another one now.
            self._let_go(collection)

    def _take(self, collection: Collection) -> None:
        if self._mode is Mode.READING:
            self._held.append(collection)
            collection.lock.begin_reading(self, nested=len(self._held) > 1)
        else:
            collection.lock.begin_writing()
            self._held.append(collection)

    def _let_go(self, collection: Collection) -> None:
        self._held.remove(collection)
        if self._mode is Mode.READING:
            collection.lock.end_reading(self)
        else:
            collection.lock.end_writing()


def no_such(name: str) -> NotFound:
    """Return the error for a collection that isn't there."""
    return NotFound(f"there is no collection {name!r}", status=404, collection=name)
