"""What an import leaves beside its destination when it is killed: a folder that the next one removes."""

from __future__ import annotations

import re
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from qschema.client.embedded.errors import FolderInUse, NotAFolder
from qschema.client.embedded.folder_lock import FolderLock


def unfinished_beside(destination: Path) -> Path:
    """Return where an instance can grow until it is whole, and remove what killed imports left there."""
    ours = re.compile(re.escape(f".{destination.name}.") + r"[0-9a-f]{8}\.part")
    for path in destination.parent.iterdir():
        # One that is locked belongs to an import that is under way.
        if ours.fullmatch(path.name) and path.is_dir():
            with suppress(FolderInUse, NotAFolder):
                FolderLock(path).release()
                shutil.rmtree(path, ignore_errors=True)
    return destination.with_name(f".{destination.name}.{secrets.token_hex(4)}.part")
