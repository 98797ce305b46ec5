"""Numbers in words, as a server writes them."""

from __future__ import annotations

import struct
from decimal import Decimal

_DIGITS_OF_FLOAT32 = 9
_MEGABYTE = 1024 * 1024


def written(value: float) -> str:
    """Return a number without an exponent, and without a fraction where there is none: `3`, `0.0000001`."""
    return _plain(repr(float(value)) if isinstance(value, float) else str(value))


def megabytes(size: int) -> str:
    """Return a number of bytes in megabytes, as a server's float32 has it."""
    value = _float32(_float32(size) / _MEGABYTE)
    shortest = (f"{value:.{digits}g}" for digits in range(1, _DIGITS_OF_FLOAT32))
    return _plain(next((text for text in shortest if _float32(float(text)) == value), f"{value:.9g}"))


def _float32(value: float) -> float:
    rounded: float = struct.unpack("f", struct.pack("f", value))[0]
    return rounded


def _plain(text: str) -> str:
    plain = f"{Decimal(text):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
