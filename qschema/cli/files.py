"""Writing files: never over one that is there, unless that was asked for."""

from __future__ import annotations

from pathlib import Path

from qschema.cli.failures import FileError
from qschema.schema.files import write_whole


def write_new(file: Path, text: str, *, overwrite: bool = False) -> None:
    """Write a text file, making the folders on the way.

    Raises:
        FileError: There is a file of that name and it is not to be overwritten.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    if overwrite:
        write_whole(file, text.encode())
        return
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise FileError(
            "the file is there already", where=str(file), fix="give --overwrite to replace it, or another --out"
        ) from None
