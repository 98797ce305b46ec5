"""Reading nodes as values of a type: one small reader for each kind of value, built from the types themselves."""

from __future__ import annotations
