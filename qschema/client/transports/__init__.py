"""Ways to an instance: REST, or the engine in this process."""

from __future__ import annotations
