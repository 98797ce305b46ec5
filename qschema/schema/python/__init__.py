"""Declarations in Python modules: importing them, finding what declares, and telling where it stands."""

from __future__ import annotations
