"""One of those who race; a process of its own, told by each line on stdin to make its first apply once more.

usage: python -m tests.live.apply.racer URL PROJECT FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from qschema.apply import run
from qschema.client import QdrantClient
from tests.apply.race import first_apply, watched_lock


def main(url: str, project: str, folder: str) -> None:
    """Answer each line with the id of the run, empty if others did it before."""
    run.ProjectLock = watched_lock(Path(folder))
    with QdrantClient(url) as client:
        client.info()
        print("ready", flush=True)
        for _ in sys.stdin:
            print(first_apply(client, project, url), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
