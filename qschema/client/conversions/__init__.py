"""Modules that applications know by the official client's names."""

from __future__ import annotations
