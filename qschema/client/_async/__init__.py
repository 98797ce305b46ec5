"""The client for event loops, from which tools/unasync.py writes the blocking one."""

from __future__ import annotations
