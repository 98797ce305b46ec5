"""The checksums of snapshots: SHA-256, as a server's."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

_PART = 1024 * 1024


def checksum_of(path: Path) -> str:
    """Return the checksum of a file, in hexadecimal digits."""
    found = sha256()
    with path.open("rb") as file:
        while part := file.read(_PART):
            found.update(part)
    return found.hexdigest()
