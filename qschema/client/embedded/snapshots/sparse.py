"""Files that are mostly holes: the engine's are mapped into memory at their full size long before they are full."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

BLOCK = 64 * 1024
"""What a file is read in; a block of nothing but zeros is left out."""

_ZEROS = bytes(BLOCK)


class Readable(Protocol):
    """Something to read bytes from."""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, at most so many; none at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Content:
    """What is in a file.

    Attributes:
        size: How many bytes it has, zeros and all.
        extents: Where something else than zeros is: offsets and lengths.
        crc: A check of the blocks that hold something else than zeros, and of where they are.
    """

    size: int
    extents: tuple[tuple[int, int], ...]
    crc: int


def survey(path: Path) -> Content:
    """Return what is in a file."""
    extents: list[tuple[int, int]] = []
    crc = size = 0
    with path.open("rb") as file:
        for offset, block in _blocks(file):
            size += len(block)
            if _is_zeros(block):
                continue
            crc = _check(crc, offset, block)
            if extents and sum(extents[-1]) == offset:
                extents[-1] = extents[-1][0], extents[-1][1] + len(block)
            else:
                extents.append((offset, len(block)))
    return Content(size, tuple(extents), crc)


def restore(source: Readable, target: BinaryIO) -> tuple[int, int]:
    """Copy a file, leaving holes where there are zeros; return its size and its check."""
    crc = size = 0
    for offset, block in _blocks(source):
        size += len(block)
        if not _is_zeros(block):
            crc = _check(crc, offset, block)
            target.seek(offset)
            target.write(block)
    target.truncate(size)
    return size, crc


def _blocks(source: Readable) -> Iterator[tuple[int, bytes]]:
    """Yield whole blocks with their offsets; only the last one may be shorter."""
    offset = 0
    while block := source.read(BLOCK):
        while len(block) < BLOCK and (more := source.read(BLOCK - len(block))):
            block += more
        yield offset, block
        offset += len(block)


def _is_zeros(block: bytes) -> bool:
    return block == (_ZEROS if len(block) == BLOCK else _ZEROS[: len(block)])


def _check(crc: int, offset: int, block: bytes) -> int:
    return zlib.crc32(block, zlib.crc32(b"%d" % offset, crc))
