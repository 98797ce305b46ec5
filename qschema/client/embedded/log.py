"""The engine's log, where it can't be read: set aside, and what was in it told."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, TypeVar

import orjson

from qschema.client.embedded.errors import DamagedFolder, LostWrites
from qschema.client.embedded.files import Files, read_document
from qschema.client.warning import warn_caller

T = TypeVar("T")

LOG = "wal"
"""The folder of the log in a shard's. After a flush there is nothing in it that isn't in the segments
(qdrant-edge-py 0.9.0)."""

_ASIDE = "wal.broken-"
_REPORT = "lost.json"
_FLUSHED = "first-index"
"""The file that the engine writes with each flush: the number of the last write that is in the segments."""

_HEADER = 8
_LENGTH = 8
_CHECKSUM = 4


def open_without_log(folder: Path, why: str, open_: Callable[[], T]) -> T:
    """Open a shard with its log moved out of it, and tell of it; the log is back if that fails.

    Args:
        folder: The shard's.
        why: What the engine said of the log.
        open_: Opens the shard.
    """
    log, aside = folder / LOG, _free(folder.parent)
    now = _iso(datetime.now(timezone.utc).timestamp())
    report = {"collection": _name(folder.parent), "at": now, "why": why, **_lost(log)}
    os.replace(log, aside)
    try:
        opened = open_()
    except BaseException:
        shutil.rmtree(log, ignore_errors=True)
        os.replace(aside, log)
        raise
    if aside.is_dir():
        Files(durable=True).write(aside / _REPORT, report)
    warn_caller(_said(aside, report), LostWrites)
    return opened


def losses(folder: Path) -> list[str]:
    """Say of each log that was set aside what was lost; forgotten when the user removes it.

    Args:
        folder: The folder of a collection.
    """
    return [_said(aside, _report(aside)) for aside in sorted(folder.glob(f"{_ASIDE}*"))]


def unflushed(log: Path) -> int:
    """Return how many writes of a log aren't in the segments, as far as that can be told.

    A file of the log has a header, and then, for each write, its length, itself and a checksum, filled up to a
    multiple of 8 bytes (qdrant-edge-py 0.9.0, lib/wal/src/segment.rs).
    """
    files = sorted(log.glob("closed-*"), key=_number) + sorted(log.glob("open-*"), key=_number)
    first = next((_number(file) for file in files if file.name.startswith("closed-")), 0)
    written = first + sum(_entries(file.read_bytes()) for file in files)
    try:
        flushed = orjson.loads((log / _FLUSHED).read_bytes())["ack_index"] + 1
    except (OSError, ValueError, KeyError, TypeError):
        flushed = 0
    return max(0, written - int(flushed))


def _entries(content: bytes) -> int:
    number, at = 0, _HEADER
    while (length := int.from_bytes(content[at : at + _LENGTH], "little")) and at + length < len(content):
        at += -(-(_LENGTH + length + _CHECKSUM) // 8) * 8
        number += 1
    return number


def _number(file: Path) -> int:
    number = file.name.partition("-")[2]
    return int(number) if number.isdecimal() else 0


def _lost(log: Path) -> dict[str, Any]:
    """Return from when on writes are lost, and at least how many; nothing where nobody can tell."""
    lost: dict[str, Any] = {}
    with suppress(OSError):
        lost["writes"] = unflushed(log)
        lost["since"] = _iso((log / _FLUSHED).stat().st_mtime)
    return lost


def _free(folder: Path) -> Path:
    number = 1
    while (folder / f"{_ASIDE}{number}").exists():
        number += 1
    return folder / f"{_ASIDE}{number}"


def _report(aside: Path) -> dict[str, Any]:
    with suppress(OSError, DamagedFolder):
        document = read_document(aside / _REPORT)
        if isinstance(document, dict):
            return document
    return {}


def _said(aside: Path, report: dict[str, Any]) -> str:
    since = f"since the flush at {report['since']}" if "since" in report else "since the last flush"
    number = f" (at least {report['writes']} calls)" if report.get("writes") else ""
    reason = f": {report['why']}" if "why" in report else ""
    whose = f"collection {report['collection']!r}" if report.get("collection") else "a collection"
    return (
        f"the log of {whose} couldn't be read{reason}. What was written {since}{number} is lost; "
        f"the log was set aside in {aside}, and this is said until that folder is removed"
    )


def _name(folder: Path) -> str | None:
    """Return the name of the collection in a folder, None where nothing says it."""
    with suppress(OSError, DamagedFolder, KeyError, TypeError, AttributeError):
        places = read_document(folder.parents[1] / "catalogue.json")["collections"]
        return next((str(name) for name, place in places.items() if place == folder.name), None)
    return None


def _iso(moment: float) -> str:
    return datetime.fromtimestamp(moment, timezone.utc).isoformat(timespec="seconds")
