"""The git commit of a project, for the history."""

from __future__ import annotations

import subprocess
from pathlib import Path


def commit_of(directory: Path) -> str:
    """Return the commit that is checked out in a folder, with `+` where files differ from it; empty without git."""
    commit = _git(directory, "rev-parse", "HEAD")
    if commit is None:
        return ""
    return f"{commit}+" if _git(directory, "status", "--porcelain", "--", ".") else commit


def _git(directory: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(directory), *arguments], capture_output=True, text=True, check=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
