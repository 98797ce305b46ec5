"""Small things around embedding, under the official client's names."""

from __future__ import annotations

import os
from base64 import b64encode
from pathlib import Path


def read_base64(file_path: str | os.PathLike[str]) -> str:
    """Return the bytes of a file, such as an image to embed, as Base64.

    Raises:
        FileNotFoundError: There is no such file.
    """
    return b64encode(Path(file_path).read_bytes()).decode()
