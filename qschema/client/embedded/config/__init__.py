"""A collection's configuration as a server keeps it: plain JSON, in the shape that `GET /collections/NAME` shows."""

from __future__ import annotations
