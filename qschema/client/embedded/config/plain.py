"""Wire types to plain JSON values: what a configuration is made of."""

from __future__ import annotations

import struct
from typing import Any

from pydantic import BaseModel

from qschema.client.errors import BadRequest

Json = dict[str, Any]


def plain(model: BaseModel) -> Json:
    """Return what a declaration says; what was left out and what is null (which servers take alike) is missing.

    Raises:
        BadRequest: It holds something that has no JSON form.
    """
    try:
        document: Json = model.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"the body of the call can't be written as JSON: {error}", status=400) from error
    return document


def single(number: float) -> float:
    """Return a number as a 32-bit one reads back: the shortest text that names the same 32 bits, as a number.

    Servers keep some settings in 32 bits and print them so: 0.123456789 comes back as 0.12345679.
    """
    bits = _bits(number)
    return next(short for digits in range(6, 18) if _bits(short := float(f"{number:.{digits}g}")) == bits)


def _bits(number: float) -> bytes:
    return struct.pack("f", number)
