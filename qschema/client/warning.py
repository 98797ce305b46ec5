"""Warnings that point at the caller's own code."""

from __future__ import annotations

import sys
import warnings


def warn_caller(message: str, category: type[Warning] = UserWarning) -> None:
    """Warn with the line of the code outside of this package that led here."""
    level = 2
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("qschema."):
        frame = frame.f_back
        level += 1
    warnings.warn(message, category, stacklevel=level)
