"""gRPC: the second wire. Nothing here is imported before a client asks for it, and grpcio no sooner than a call."""

from __future__ import annotations
