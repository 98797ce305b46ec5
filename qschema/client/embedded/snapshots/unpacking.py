"""Reading the file of a snapshot, which may come from anywhere: nothing that it says is believed."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from qschema.client.embedded.files import Files
from qschema.client.embedded.snapshots.errors import DamagedSnapshot, NewerSnapshot, NotASnapshot
from qschema.client.embedded.snapshots.packing import MANIFEST
from qschema.client.embedded.snapshots.sparse import restore

SNAPSHOT_FORMAT = 1
"""It goes up whenever an older version of this package could misread what this one writes."""

_LARGEST_MANIFEST = 64 * 1024 * 1024
_FILES = "files/"
_NOWHERE = frozenset(("", ".", ".."))


class Snapshot:
    """A snapshot that is being read.

    Attributes:
        manifest: What it says of itself.
    """

    def __init__(self, tar: tarfile.TarFile, manifest: Mapping[str, Any]) -> None:
        self._tar = tar
        self.manifest = manifest

    def unpack(self, folder: Path, files: Files) -> None:
        """Write all files of the snapshot into a new folder.

        Raises:
            DamagedSnapshot: A file is missing, altered, or not one that the snapshot should have.
        """
        wanted: dict[str, Mapping[str, int]] = dict(self.manifest["files"])
        folder.mkdir()
        with _damage():
            for member in self._tar:
                if member.name == MANIFEST:
                    continue
                said = wanted.pop(member.name.removeprefix(_FILES), None)
                if said is None or not member.isreg() or not member.name.startswith(_FILES):
                    raise DamagedSnapshot(f"the snapshot holds something odd: {member.name!r}", status=500)
                self._write(member, said, folder.joinpath(*member.name.split("/")[1:]), files)
        if wanted:
            raise DamagedSnapshot(f"the snapshot lacks {len(wanted)} of its files: it isn't whole", status=500)
        for path in (folder, *(found for found in folder.rglob("*") if found.is_dir())):
            files.settle(path)

    def _write(self, member: tarfile.TarInfo, said: Mapping[str, int], path: Path, files: Files) -> None:
        source = self._tar.extractfile(member)
        assert source  # it is a regular file
        if member.size != said["size"]:
            raise DamagedSnapshot(f"{member.name} hasn't the size that it should have", status=500)
        path.parent.mkdir(parents=True, exist_ok=True)
        with source, path.open("xb") as target:
            if restore(source, target) != (said["size"], said["crc32"]):
                raise DamagedSnapshot(f"{member.name} isn't what it was when the snapshot was taken", status=500)
            if files.durable:
                target.flush()
                os.fsync(target.fileno())


@contextmanager
def opened(path: Path, kind: str) -> Iterator[Snapshot]:
    """Open a snapshot.

    Args:
        path: Its file.
        kind: What it should be of.

    Raises:
        NotASnapshot: It is no snapshot, or one of something else.
        NewerSnapshot: A newer version of this package made it.
        DamagedSnapshot: It isn't whole.
    """
    try:
        tar = tarfile.open(path, "r:")  # noqa: SIM115 - closed below
    except (tarfile.TarError, EOFError, OSError) as error:
        raise NotASnapshot("the file isn't a snapshot: it isn't even a tar", status=500) from error
    with tar:
        manifest = _manifest(tar)
        if manifest["kind"] != kind:
            raise NotASnapshot(f"it is a snapshot of a {manifest['kind']}, not of a {kind}", status=500)
        yield Snapshot(tar, manifest)


def _manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    with _damage():
        first = tar.next()
        if first is None or first.name != MANIFEST or not first.isreg() or first.size > _LARGEST_MANIFEST:
            raise NotASnapshot(
                "the file isn't a snapshot of the embedded engine",
                status=500,
                why="a server's snapshots have another form",
                fix="copy a collection between a server and this engine with `migrate`",
            )
        source = tar.extractfile(first)
        assert source  # it is a regular file
        text = source.read()
    try:
        document = orjson.loads(text)
    except ValueError as error:
        raise DamagedSnapshot("what the snapshot says of itself can't be read", status=500) from error
    version = document.get("format") if isinstance(document, dict) else None
    if isinstance(version, int) and version > SNAPSHOT_FORMAT:
        raise NewerSnapshot(
            f"a newer version of qschema made the snapshot (format {version}; this version knows {SNAPSHOT_FORMAT})",
            status=500,
            fix="upgrade qschema",
        )
    if version != SNAPSHOT_FORMAT or not isinstance(document.get("kind"), str) or not _are_files(document.get("files")):
        raise DamagedSnapshot("what the snapshot says of itself can't be right", status=500)
    return dict(document)


def _are_files(files: Any) -> bool:
    return isinstance(files, dict) and all(
        _stays_inside(name)
        and isinstance(said, dict)
        and isinstance(said.get("size"), int)
        and isinstance(said.get("crc32"), int)
        for name, said in files.items()
    )


def _stays_inside(name: str) -> bool:
    """Whether a name leads into the folder and nowhere else, on any system."""
    return not any(part in _NOWHERE for part in name.split("/")) and not any(sign in name for sign in "\\:\0")


@contextmanager
def _damage() -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError, ValueError, OverflowError, FileExistsError, NotADirectoryError) as error:
        raise DamagedSnapshot(f"the snapshot can't be read to its end: {error}", status=500) from error
