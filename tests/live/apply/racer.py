"""One of those who race; a process of its own that does what each line on stdin says: `apply`, or only `lock`.

usage: python -m tests.live.apply.racer URL PROJECT FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from qschema.apply import run
from qschema.client import QdrantClient
from tests.apply.race import first_apply, first_lock, watched_lock


def main(url: str, project: str, folder: str) -> None:
    """Answer each line: with the id of the run, empty if others did it before; or with nothing at all."""
    run.ProjectLock = watched_lock(Path(folder))
    with QdrantClient(url) as client:
        client.info()
        print("ready", flush=True)
        for line in sys.stdin:
            if line == "apply\n":
                print(first_apply(client, project, url), flush=True)
            else:
                first_lock(client, project)
                print(flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
