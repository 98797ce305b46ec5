"""Writing the file of a snapshot: a tar with a description in front, and holes where there are only zeros.

Holes are written as GNU tar does in its format 1.0 for POSIX archives ("Storing Sparse Files" in its manual): the
member begins with a list of what is data. Any tar, and Python's, reads them.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from qschema.client.embedded.snapshots.sparse import Content, survey

MANIFEST = "qschema.json"
"""The first member: what the snapshot is of, and which files it has."""

_SECTOR = 512
_PART = 1024 * 1024
_LARGEST_SPARSE = 1 << 32
"""Python's tar loses its way behind a member with holes that needs more than the 8 GiB a plain header can say."""


def pack(target: BinaryIO, folder: Path, description: Mapping[str, Any], without: str | None = None) -> str:
    """Write a snapshot of a folder whose files nobody writes to meanwhile.

    Args:
        target: Where to.
        folder: What is packed.
        description: What the snapshot is of; the list of files is added.
        without: The name of a folder in the folder that is left out.

    Returns:
        The SHA-256 of all that was written, in hexadecimal digits.
    """
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    kept = {name: path for name, path in found.items() if name.split("/", 1)[0] != without}
    contents = {name: survey(path) for name, path in kept.items()}
    files = {name: {"size": content.size, "crc32": content.crc} for name, content in contents.items()}
    sink = _Sink(target)
    with tarfile.open(fileobj=sink, mode="w|", format=tarfile.PAX_FORMAT) as tar:  # type: ignore[call-overload]
        tar.copybufsize = _PART
        manifest = orjson.dumps({**description, "files": files}, option=orjson.OPT_INDENT_2)
        tar.addfile(_member(MANIFEST, len(manifest)), io.BytesIO(manifest))
        for name, path in kept.items():
            with path.open("rb") as file:
                _add(tar, f"files/{name}", file, contents[name])
    return sink.hash.hexdigest()


class _Sink:
    """Takes down the checksum of what is written."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self.hash = sha256()

    def write(self, part: bytes) -> int:
        self.hash.update(part)
        return self._target.write(part)


def _add(tar: tarfile.TarFile, name: str, file: BinaryIO, content: Content) -> None:
    held = sum(length for _, length in content.extents)
    if held == content.size or held > _LARGEST_SPARSE:
        tar.addfile(_member(name, content.size), file)
        return
    listed = _listed(content)
    member = _member(name, len(listed) + held)
    member.pax_headers = {
        "GNU.sparse.major": "1",
        "GNU.sparse.minor": "0",
        "GNU.sparse.name": name,
        "GNU.sparse.realsize": str(content.size),
    }
    tar.addfile(member, _Extents(listed, file, content.extents))


def _listed(content: Content) -> bytes:
    """Return the list of what is data, filled up to a whole sector; the empty one at the end says where the end is."""
    extents = [*content.extents, (content.size, 0)]
    text = "".join(f"{number}\n" for number in (len(extents), *(part for extent in extents for part in extent)))
    return text.encode().ljust(-(-len(text) // _SECTOR) * _SECTOR, b"\0")


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o644
    return member


class _Extents(io.RawIOBase):
    """Reads a list of extents, and then the extents themselves."""

    def __init__(self, listed: bytes, file: BinaryIO, extents: tuple[tuple[int, int], ...]) -> None:
        self._head, self._file = io.BytesIO(listed), file
        self._extents = list(reversed(extents))
        self._left = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self._head.read(len(buffer)) or self._next(len(buffer))
        buffer[: len(part)] = part
        return len(part)

    def read(self, size: int = -1) -> bytes:
        """Return exactly so many bytes, unless the end is nearer; a tar asks for them so."""
        parts = []
        while size and (part := super().read(size)):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _next(self, size: int) -> bytes:
        if not self._left:
            if not self._extents:
                return b""
            offset, self._left = self._extents.pop()
            self._file.seek(offset)
        part = self._file.read(min(size, self._left))
        self._left -= len(part)
        return part
