"""Qdrant's own API over the engine in this process: a server for development and CI, without Docker."""

from __future__ import annotations
