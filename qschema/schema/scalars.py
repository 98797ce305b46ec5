"""What a text that is written without quotes means: to us, and to readers of other YAML versions.

YAML 1.1 (PyYAML, Ruby, Kubernetes) and YAML 1.2 (and JSON, which is a part of it) disagree about many words. What both
take for the same is read; what only one of them takes for something else than a text is refused.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import NamedTuple


class Kind(Enum):
    """What a plain text stands for."""

    NULL = "nothing"
    FLAG = "a boolean"
    WHOLE = "a whole number"
    NUMBER = "a number"
    TEXT = "a text"
    DOUBTFUL = "a text that not everybody takes for one"


class Meaning(NamedTuple):
    """The kind of a plain text; for whatever isn't simply a text, what readers of YAML take it for."""

    kind: Kind
    taken_for: str = ""


_NULL = re.compile(r"|~|null|Null|NULL")
_FLAG = re.compile(r"true|True|TRUE|false|False|FALSE")
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")

_DOUBTFUL = (
    (re.compile(r"yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF"), "YAML 1.1 takes it for a boolean"),
    (re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"), "YAML 1.1 takes it for a number to the base of 60"),
    (re.compile(r"[-+]?0(o?[0-7_]+|x[0-9a-fA-F_]+|b[01_]+)"), "YAML takes it for a number that isn't decimal"),
    (re.compile(r"[-+]?[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?"), "some readers of YAML take it for a number"),
    (re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"), "YAML takes it for a number that JSON doesn't have"),
    (re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \t].*)?"), "YAML 1.1 takes it for a date"),
    (re.compile(r"=|<<"), "YAML 1.1 gives it a meaning of its own"),
)

_MAY_BE_MORE = frozenset("0123456789+-.~=<" + "tTfFnNyYoO")
"""How a plain text begins that may be more than a text."""


@lru_cache(maxsize=4096)
def meaning(text: str) -> Meaning:
    """Return what a text without quotes stands for."""
    if text and text[0] not in _MAY_BE_MORE:
        return Meaning(Kind.TEXT)
    for kind, pattern in ((Kind.NULL, _NULL), (Kind.FLAG, _FLAG), (Kind.WHOLE, _WHOLE), (Kind.NUMBER, _NUMBER)):
        if pattern.fullmatch(text):
            return Meaning(kind, f"YAML takes it for {kind.value}")
    for pattern, taken_for in _DOUBTFUL:
        if pattern.fullmatch(text):
            return Meaning(Kind.DOUBTFUL, taken_for)
    return Meaning(Kind.TEXT)
