"""The client for event loops: the source that `_sync` is generated from by tools/unasync.py."""

from __future__ import annotations
