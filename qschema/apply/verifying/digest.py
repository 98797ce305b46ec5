"""A hash of many things that is the same in whatever order they come."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

_BYTES = 16
_MODULUS = 1 << (8 * _BYTES)


def hashed(data: bytes) -> int:
    """Return a number of 128 bits that stands for some bytes."""
    return int.from_bytes(blake2b(data, digest_size=_BYTES).digest(), "little")


@dataclass(slots=True)
class Digest:
    """The sum of the hashes of some things, and their number.

    A sum doesn't depend on the order, takes no memory, and counts what comes twice: with exclusive or, pairs would
    vanish. It tells what went wrong by accident, and is no protection against somebody who builds collisions.
    """

    count: int = 0
    total: int = 0

    def add(self, one: int) -> None:
        """Take in the hash of one more thing."""
        self.count += 1
        self.total = (self.total + one) % _MODULUS

    def merge(self, other: Digest) -> None:
        """Take in all that another one has taken in."""
        self.count += other.count
        self.total = (self.total + other.total) % _MODULUS

    def __str__(self) -> str:
        return f"{self.total:0{2 * _BYTES}x}"
