"""Readers of which a share, chosen by keys of theirs, reads from a new generation before everybody is switched."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from threading import Lock
from time import monotonic
from uuid import UUID

from qschema.client import AsyncQdrantClient, QdrantClient
from qschema.client.errors import QdrantError
from qschema.client.models import AliasDescription
from qschema.planner.stages import Stage, stages_in

Key = str | int | bytes | UUID
"""What tells one reader from another: a user, a tenant, a session."""

INTERVAL_SECONDS = 5.0


def place_of(key: Key) -> int:
    """Return the place of a key among a hundred, which is the same in every process; a share takes the first ones.

    It is the SHA-256 of the key, read as a big-endian number, modulo 100. A text counts as its UTF-8, a number or a
    UUID as it is written, so 7 and "7" are one key.

    Args:
        key: The key.

    Raises:
        TypeError: It is nothing that could be one, such as None.
    """
    if not isinstance(key, bytes):
        if not isinstance(key, str | int | UUID):
            raise TypeError(f"a key is a text, a number, bytes or a UUID, not {key!r}")
        key = str(key).encode("utf-8", "surrogatepass")
    return int.from_bytes(sha256(key).digest(), "big") % 100


class StagedReads:
    """Says from which collection whoever has a key reads: from its new generation, or by its name as always.

    `qschema reindex stage NAME --share 10` says which share of the keys reads from the new one. A key gets the same
    answer in every process, and keeps it when the share is raised. After the switch, or when the reindex is given up,
    everybody reads by the name again, at most an interval later.

        reads = StagedReads(client, "articles")
        client.query_points(reads.name_for(user), query=…)

    Ask once for all calls that belong together. Any number of threads may share one. It has no thread of its own: the
    aliases are looked at by whoever asks when the interval is over, and nobody else waits for that. If they can't be
    read, what was known last still counts, at first that nobody reads from a new generation.

    Args:
        client: The client. Its key has to be allowed to read the aliases and, by its own name, the new generation.
        name: The declared name.
        interval: Seconds between two looks at the aliases.
    """

    def __init__(self, client: QdrantClient, name: str, *, interval: float = INTERVAL_SECONDS) -> None:
        self._client = client
        self._known = _Known(name, interval)

    def name_for(self, key: Key) -> str:
        """Return the name of the collection from which whoever has a key reads now.

        Args:
            key: The key.

        Raises:
            TypeError: It is nothing that could be one.
        """
        if look := self._known.begin():
            with suppress(QdrantError):
                self._known.note(look, self._client.get_aliases().aliases)
        return self._known.name_for(key)


class AsyncStagedReads:
    """The same for event loops; see `StagedReads`.

    Args:
        client: The client.
        name: The declared name.
        interval: Seconds between two looks at the aliases.
    """

    def __init__(self, client: AsyncQdrantClient, name: str, *, interval: float = INTERVAL_SECONDS) -> None:
        self._client = client
        self._known = _Known(name, interval)

    async def name_for(self, key: Key) -> str:
        """Return the name of the collection from which whoever has a key reads now.

        Args:
            key: The key.

        Raises:
            TypeError: It is nothing that could be one.
        """
        if look := self._known.begin():
            with suppress(QdrantError):
                self._known.note(look, (await self._client.get_aliases()).aliases)
        return self._known.name_for(key)


class _Known:
    """What is known of the aliases, for any number of threads; the lock is never held while an instance is asked."""

    def __init__(self, name: str, interval: float) -> None:
        self._name, self._interval = name, interval
        self._lock = Lock()
        self._due = monotonic()
        self._looks = self._noted = 0
        self._stage: Stage | None = None

    def begin(self) -> int:
        """Return the number of the look that the caller is to take; 0 if it is too early for one."""
        with self._lock:
            now = monotonic()
            if now < self._due:
                return 0
            self._due = now + self._interval
            self._looks += 1
            return self._looks

    def note(self, look: int, found: Iterable[AliasDescription]) -> None:
        """Note what a look has shown, unless a later one has come back before."""
        aliases = {one.alias_name: one.collection_name for one in found}
        serving = aliases.get(self._name, self._name)
        stages = stages_in(aliases, (self._name,))
        stage = next((one for one in stages if one.collection != serving), None)  # else everybody is switched to it
        with self._lock:
            if look > self._noted:
                self._noted, self._stage = look, stage

    def name_for(self, key: Key) -> str:
        place, stage = place_of(key), self._stage
        return stage.collection if stage and place < stage.share else self._name
