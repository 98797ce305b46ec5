"""An engine in a process of its own: `python -m qschema.client.embedded.worker`, requests in, answers out.

It ends when its input ends, that is with its parent, however that ends.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, BinaryIO

from qschema.client.children import pipes_to_parent
from qschema.client.embedded.hosting import close_engine, open_engine
from qschema.client.errors import ServerError
from qschema.client.frames import read_frame, write_frame


def main() -> None:
    """Answer requests until there are no more."""
    requests, answers = pipes_to_parent()
    with suppress(EOFError, BrokenPipeError):
        _serve(requests, answers)


def _serve(requests: BinaryIO, answers: BinaryIO) -> None:
    path, read_only = read_frame(requests)
    try:
        engine, scratch = open_engine(path, read_only=read_only)
    except Exception as error:
        write_frame(answers, (False, error))
        return
    try:
        write_frame(answers, (True, scratch))
        while True:
            request = read_frame(requests)
            try:
                answer: tuple[bool, Any] = True, engine.handle(request)
            except Exception as error:
                answer = False, error
            _answer(answers, answer)
    finally:
        close_engine(engine, scratch)


def _answer(answers: BinaryIO, answer: tuple[bool, Any]) -> None:
    try:
        write_frame(answers, answer)
    except (TypeError, AttributeError, ValueError) as error:
        # An exception of somebody else may not be made for pickling; nothing of it was written.
        write_frame(answers, (False, ServerError(f"{answer[1]!r} ({error})", status=500)))


if __name__ == "__main__":
    main()
