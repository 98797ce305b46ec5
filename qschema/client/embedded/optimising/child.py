"""What builds: `python -m qschema.client.embedded.optimising.child`, a copy of a shard in, an answer out.

The engine holds Python's global lock until it has built everything, so this is done in a process of its own, which
never outlives the one that started it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from qschema.client.children import end_with_parent, pipes_to_parent
from qschema.client.embedded.copying import make_last
from qschema.client.frames import read_frame, write_frame

_NICE = 5
"""Whoever reads and writes goes first."""


def main() -> None:
    """Optimise one shard; answer whether there was anything to build, or what went wrong."""
    requests, answers = pipes_to_parent()
    with suppress(EOFError, BrokenPipeError):
        parent, folder, durable = read_frame(requests)
        end_with_parent(parent)
        if hasattr(os, "nice"):
            os.nice(_NICE)
        try:
            answer: tuple[bool, bool | str] = True, _optimise(Path(folder), durable=durable)
        except Exception as error:
            answer = False, str(error)
        write_frame(answers, answer)


def _optimise(folder: Path, *, durable: bool) -> bool:
    from qschema.client.embedded.shard.engine import engine_errors
    from qschema.client.embedded.shard.opening import open_engine

    shard = open_engine(folder)
    with engine_errors():
        built = bool(shard.optimize())
        if built:
            shard.flush()
        shard.close()
    if built and durable:
        make_last(folder)
    return built


if __name__ == "__main__":
    main()
