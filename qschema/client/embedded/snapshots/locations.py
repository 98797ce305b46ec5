"""Where a snapshot is recovered from, as a server 1.19.0 reads it (all measured)."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from urllib.request import url2pathname

from qschema.client.embedded.snapshots.checksums import checksum_of
from qschema.client.embedded.snapshots.shelf import SNAPSHOTS
from qschema.client.errors import BadRequest, Forbidden, ValidationFailed

REMOTE = ("http", "https")
"""The schemes of what is fetched."""

_SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]*:")
_SHA256 = re.compile("[0-9a-fA-F]{64}")


def is_remote(location: str) -> bool:
    """Whether a snapshot is to be fetched from somewhere else."""
    return bool(_SCHEME.match(location)) and read_url(location).scheme in REMOTE


def read_url(location: str) -> SplitResult:
    """Return the parts of a URL.

    Raises:
        BadRequest: It is none.
    """
    try:
        parts = urlsplit(location)
        _ = parts.port
    except ValueError as error:
        raise BadRequest(f"the location {location!r} isn't a URL: {error}", status=400) from error
    if not _SCHEME.match(location):
        raise BadRequest(f"the location {location!r} isn't a URL", status=400, fix="begin it with file:// or http://")
    if parts.scheme in REMOTE and not parts.hostname:
        raise BadRequest(f"the location {location!r} names no host", status=400)
    return parts


def local_file(instance: Path, location: str) -> Path:
    """Return the file that a `file://` location of the instance names.

    Raises:
        BadRequest: It isn't such a location, or there is no such file.
        Forbidden: The file is none of the instance's snapshots.
    """
    parts = read_url(location)
    if parts.scheme != "file":
        raise BadRequest(f"a snapshot can't be recovered from a URL of the scheme {parts.scheme!r}", status=400)
    if parts.netloc not in ("", "localhost"):
        raise BadRequest(f"the file {location!r} is on another machine", status=400)
    path = Path(url2pathname(parts.path))
    try:
        found = path.resolve(strict=True)
    except (OSError, ValueError) as error:
        raise BadRequest(f"there is no snapshot file {str(path)!r}", status=400) from error
    shelves = (instance / SNAPSHOTS).resolve()
    if not found.is_relative_to(shelves):
        raise Forbidden(
            f"a snapshot file must lie in the folder of the snapshots, {str(shelves)!r}",
            status=403,
            fix="upload the file instead",
        )
    return found


def check_form_of_checksum(checksum: str | None) -> None:
    """Check that a checksum can be one.

    Raises:
        ValidationFailed: It can't.
    """
    if checksum is not None and not _SHA256.fullmatch(checksum):
        raise ValidationFailed(f"a checksum has 64 hexadecimal digits, unlike {checksum!r}", status=422)


def check_checksum(path: Path, checksum: str | None) -> None:
    """Check that a file has a checksum; no checksum is any.

    Raises:
        BadRequest: It has another one.
    """
    if checksum is None:
        return
    found = checksum_of(path)
    if found != checksum.lower():
        raise BadRequest(f"the snapshot's checksum is {found}, not {checksum}", status=400, fix="fetch it again")
