"""Snapshots of collections, of their shards, and of a whole instance; docs/embedded-format.md describes the files."""

from __future__ import annotations
