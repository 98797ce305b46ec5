"""Protobuf's encoding: numbers of variable length, tags, and parts with their length before them.

Messages are written as bytes and read as objects of protobuf. Writing a message's objects one by one takes several
times longer, and numpy's rows are bytes already (protobuf.dev/programming-guides/encoding).
"""

from __future__ import annotations

import sys
from array import array
from struct import Struct
from typing import Any

VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5

BYTES = tuple(bytes((number,)) for number in range(128))
"""The numbers that take one byte."""

_MASK = 2**64 - 1

double_bytes = Struct("<d").pack


def varint(number: int) -> bytes:
    """Return a whole number, from 0 to 2^64 - 1."""
    if number < 128:
        return BYTES[number]
    if number < 16384:
        return bytes((number & 127 | 128, number >> 7))
    parts = bytearray()
    while number > 127:
        parts.append(number & 127 | 128)
        number >>= 7
    parts.append(number)
    return bytes(parts)


def signed_varint(number: int) -> bytes:
    """Return a whole number that may be negative: those take ten bytes."""
    return varint(number & _MASK)


def tag(number: int, kind: int) -> bytes:
    """Return what stands before a field: its number and how its content is encoded."""
    return varint(number << 3 | kind)


def framed(start: bytes, content: bytes) -> bytes:
    """Return a field whose content has a length."""
    return b"".join((start, varint(len(content)), content))


def floats_bytes(numbers: Any) -> bytes:
    """Return numbers as float32, given as a list, as a numpy array, or as such bytes already."""
    if type(numbers) is memoryview:
        return numbers.tobytes()
    if hasattr(numbers, "astype"):
        data: bytes = numbers.astype("<f4", copy=False).tobytes()
        return data
    found = array("f", numbers)
    if sys.byteorder != "little":
        found.byteswap()
    return found.tobytes()


def rows_of(matrix: Any) -> list[memoryview]:
    """Return the rows of a numpy matrix as float32: views of one piece of memory."""
    data, size = memoryview(matrix.astype("<f4", order="C", copy=False).tobytes()), 4 * matrix.shape[1]
    return [data[at : at + size] for at in range(0, len(data), size)] if size else [data] * len(matrix)


def packed_floats(content: bytes, count: int) -> array[float]:
    """Return the numbers of a message that holds nothing but so many float32, given as its bytes."""
    found = array("f")
    if count:
        found.frombytes(memoryview(content)[-4 * count :])
    if sys.byteorder != "little":
        found.byteswap()
    return found
