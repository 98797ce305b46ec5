"""The command line: parse, call, render. `main` is the entry point; each command has its own file."""

from __future__ import annotations
