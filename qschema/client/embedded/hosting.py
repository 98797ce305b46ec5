"""Opening and closing an engine, in a folder or in memory."""

from __future__ import annotations

import shutil
from pathlib import Path

from qschema.client.embedded.engine import Engine
from qschema.client.embedded.read_only import ReadOnlyEngine
from qschema.client.embedded.scratch import make_scratch


def open_engine(path: str | None, *, read_only: bool = False) -> tuple[Engine | ReadOnlyEngine, Path | None]:
    """Return an engine, and the folder to delete after it if it is to be forgotten."""
    if path is not None and read_only:
        return ReadOnlyEngine(Path(path)), None
    if path is not None:
        return Engine(Path(path)), None
    scratch = make_scratch()
    try:
        return Engine(scratch, durable=False), scratch
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise


def close_engine(engine: Engine | ReadOnlyEngine, scratch: Path | None) -> None:
    """Close an engine, and delete what is to be forgotten."""
    try:
        engine.close()
    finally:
        if scratch is not None:
            shutil.rmtree(scratch, ignore_errors=True)
