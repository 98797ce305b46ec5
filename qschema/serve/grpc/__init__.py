"""Qdrant's gRPC API over the same engine, with the same keys, as the REST API beside it."""

from __future__ import annotations
