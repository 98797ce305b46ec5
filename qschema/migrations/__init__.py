"""Saved, ordered migrations: files under a project's `migrations/`; written, checked, ordered, made into plans."""

from __future__ import annotations
