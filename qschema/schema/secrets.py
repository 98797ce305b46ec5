"""Secrets: remembered where they enter, and blackened in everything that is shown or written."""

from __future__ import annotations

import json
import re
from threading import Lock
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

T = TypeVar("T")

MASK = "***"

SHORTEST = 4
"""Shorter texts aren't remembered: they protect nothing, and occur in ordinary words, names of collections included."""

_lock = Lock()
_secrets: set[str] = set()
_pattern: re.Pattern[str] | None = None


def remember(secret: str) -> None:
    """Note a secret: from now on `redact` blackens it, as it is and as it looks within quotes in JSON."""
    global _pattern
    if len(secret) < SHORTEST:
        return
    forms = {secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    with _lock:
        if not forms <= _secrets:
            _secrets.update(forms)
            _pattern = re.compile("|".join(map(re.escape, sorted(_secrets, key=len, reverse=True))))


def remember_url(url: str) -> None:
    """Note the password in a URL, as it is written and as it is meant; a user's name alone may be a token."""
    try:
        parts = urlsplit(url)
        secret = parts.password if parts.password is not None else parts.username
    except ValueError:
        # it can't be taken apart: what would be the credentials is everything before the last @
        secret = url.rpartition("@")[0].rpartition("//")[2].partition(":")[2]
    if secret:
        remember(secret)
        remember(unquote(secret))


def redact(value: T) -> T:
    """Return a value with every remembered secret replaced by `***`.

    Args:
        value: A text, or lists, tuples and dicts of any depth; anything else in them is left as it is.
    """
    pattern = _pattern
    return value if pattern is None else _redacted(value, pattern)


def _redacted(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(MASK, value)
    if isinstance(value, dict):
        return {_redacted(key, pattern): _redacted(inner, pattern) for key, inner in value.items()}
    if isinstance(value, list):
        return [_redacted(inner, pattern) for inner in value]
    if isinstance(value, tuple):
        inner = [_redacted(one, pattern) for one in value]
        return type(value)(*inner) if hasattr(value, "_fields") else tuple(inner)
    return value
