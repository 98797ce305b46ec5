"""Writes that aren't waited for, and turn out to be wrong only when they are carried out: a server drops them.

It has answered by then (measured on 1.19.0). What it checks before it answers is refused all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from qschema.client.errors import UnexpectedResponse

_LATE = ("Wrong input: ", "Not found: No point with id")
"""What the texts begin with of errors that are found as late as that."""

_SIZE = "Wrong input: Vector dimension error"
_EARLY_SIZE = "upsert"
"""Of the sizes of vectors, a server looks at those of whole points before it answers."""


@contextmanager
def dropped(change: str) -> Iterator[None]:
    """Drop a change if it can't be carried out.

    Args:
        change: What it is called: the name of the shard's method.
    """
    try:
        yield
    except UnexpectedResponse as error:
        early = change == _EARLY_SIZE and error.what.startswith(_SIZE)
        if early or not error.what.startswith(_LATE):
            raise
