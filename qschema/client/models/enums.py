"""The base of all enumerations, and how an unknown word of a newer server is read."""

from __future__ import annotations

from enum import Enum


class WireEnum(str, Enum):
    """Base of all enumerations: a member is equal to the word that stands for it in JSON."""
