"""What strict mode answers with: in a server's words, because callers tell these refusals apart by them (1.19.0)."""

from __future__ import annotations

from typing import Any

from qschema.client.embedded.strict.numbers import written
from qschema.client.errors import BadRequest


def refused(what: str, help: str) -> BadRequest:
    """Return the refusal of a call that would be allowed otherwise."""
    return BadRequest(f"Bad request: {what}. Help: {help}", status=400)


def reached(what: str) -> BadRequest:
    """Return the refusal of a write to a collection that is full."""
    return BadRequest(f"Bad request: {what}", status=400)


def check_most(value: Any, most: Any, name: str) -> None:
    """Refuse a value above a limit; without either there is nothing to refuse."""
    if value is not None and most is not None and value > most:
        raise refused(
            f'Limit exceeded {written(value)} > {written(most)} for "{name}"',
            f'Reduce the "{name}" parameter to or below {written(most)}.',
        )
