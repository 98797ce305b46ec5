"""Vectors that were made before, on disk: a model isn't asked twice for the same text."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy
import orjson

from qschema.client.uploading.batches import part_of

Key = bytes

_AT_ONCE = 500
"""How many keys are looked up by one statement: SQLite takes 999 at least."""

_DENSE, _MULTI, _SPARSE = b"d", b"m", b"s"


def default_path() -> Path:
    """Return where the cache is if nobody says so: in the user's folder for caches."""
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "qschema" / "embeddings.sqlite"


def key_of(model: str, options: Mapping[str, Any] | None, text: str) -> Key:
    """Return what a vector is found by: the hash of the model, its options and the text."""
    said = orjson.dumps([model, options or {}, text], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(said).digest()


class EmbeddingCache:
    """Vectors by the hash of what they were made from. Threads may share it, and processes the file.

    Args:
        path: The file; it is made where there is none.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._base = sqlite3.connect(path, timeout=60, check_same_thread=False, isolation_level=None)
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = NORMAL")  # what a crash of the machine takes is made again
        self._base.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")

    def get(self, keys: Iterable[Key]) -> dict[Key, Any]:
        """Return the vectors that are there."""
        wanted = list(keys)
        found: dict[Key, Any] = {}
        with self._lock:
            for start in range(0, len(wanted), _AT_ONCE):
                some = wanted[start : start + _AT_ONCE]
                holes = ",".join("?" * len(some))
                rows = self._base.execute(f"SELECT key, vector FROM vectors WHERE key IN ({holes})", some)
                found.update((key, _read(vector)) for key, vector in rows)
        return found

    def put(self, vectors: Mapping[Key, Any]) -> None:
        """Keep vectors."""
        rows = [(key, _written(vector)) for key, vector in vectors.items()]
        with self._lock, self._base:
            self._base.execute("BEGIN")
            self._base.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def close(self) -> None:
        """Close the file."""
        self._base.close()


def _written(vector: Any) -> bytes:
    indices = part_of(vector, "indices")
    if indices is not None:
        values = numpy.asarray(part_of(vector, "values"), numpy.float32)
        return _SPARSE + numpy.asarray(indices, numpy.uint32).tobytes() + values.tobytes()
    numbers = numpy.asarray(vector, numpy.float32)
    if numbers.ndim == 1:
        return _DENSE + numbers.tobytes()
    return _MULTI + len(numbers).to_bytes(4, "little") + numbers.tobytes()


def _read(written: bytes) -> Any:
    kind, content = written[:1], written[1:]
    if kind == _SPARSE:
        half = len(content) // 2
        return {
            "indices": numpy.frombuffer(content[:half], numpy.uint32),
            "values": numpy.frombuffer(content[half:], numpy.float32),
        }
    if kind == _DENSE:
        return numpy.frombuffer(content, numpy.float32)
    rows = int.from_bytes(content[:4], "little")
    return numpy.frombuffer(content[4:], numpy.float32).reshape(rows, -1)
