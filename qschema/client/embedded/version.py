"""The version of the server whose behaviour the engine has, and which it reports."""

from __future__ import annotations

VERSION = "1.19.0"
