"""The engine in this process: a single Qdrant node without a server, in a folder or in memory."""

from __future__ import annotations
