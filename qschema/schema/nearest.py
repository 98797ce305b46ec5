"""Guessing what was meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that looks most like another one, whatever the case; None if none does."""
    by_lower = {one.lower(): one for one in known}
    close = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None


def one_of(words: Iterable[str]) -> str:
    """Return words as a list to choose from: `a, b or c`."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def all_of(words: Iterable[str]) -> str:
    """Return words as a list of all of them: `a, b and c`."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
