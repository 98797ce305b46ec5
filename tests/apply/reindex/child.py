"""A reindex in a process of its own, which dies where QSCHEMA_FAILPOINT says, or a moment after a number of calls.

usage: python -m tests.apply.reindex.child PLACE FOLDER DEED [CALLS]

It says how many calls it has made when it is done.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

from qschema.apply.copying.options import CopyOptions
from qschema.apply.planning import plan_for
from qschema.apply.reindex import filling
from qschema.client import QdrantClient
from tests.apply.bench import schema_of
from tests.apply.kills.child import opened
from tests.apply.reindex.gaps import FROZEN_GAP, give_way
from tests.apply.reindex.library import NAME, Library, declared
from tests.apply.reindex.staged import stage

ALIAS = "docs"
AFTER = declared(8, ALIAS)
FROZEN = declared(8, ALIAS, freeze={})
CLONED = declared(8, ALIAS, replace="clone")
BESIDE = {**AFTER, "logs": {"vectors": {}, "aliases": ["lines"]}}
"""With another collection."""

DEEDS: dict[str, Callable[[Library], Any]] = {
    "apply": lambda library: library.apply(AFTER),
    "apply frozen": lambda library: library.apply(FROZEN),
    "apply cloned": lambda library: library.apply(CLONED),
    "apply with a gap": give_way,
    "apply frozen with a gap": lambda library: give_way(library, FROZEN_GAP),
    "apply one of two": lambda library: library.carry_out(
        plan_for(library.client, schema_of(BESIDE), place=library.place, only=(NAME,))
    ),
    "revert": Library.revert,
    "abort": Library.abort,
    "cleanup": Library.cleanup,
    "rollback": Library.take_back,
    "stage": lambda library: stage(library, 10),
}

SHORTER: dict[str, Any] = {
    "SETTLE_SECONDS": 0.0,
    "CopyOptions": partial(CopyOptions, page=20, checkpoint_seconds=0.0),
}
"""Nobody else writes, and points come in many pages."""


class Calls:
    """Counts the calls of a client, and lets the process die a moment after one of them.

    Args:
        last: The number of that call; 0 for none.
    """

    def __init__(self, last: int) -> None:
        self.count = 0
        self._last = last

    def __call__(self, request: Any, send: Callable[[Any], Any]) -> Any:
        self.count += 1
        if self.count == self._last:
            Thread(target=self._die, daemon=True).start()
        return send(request)

    def _die(self) -> None:
        time.sleep(random.Random(self._last).uniform(0, 0.01))
        os.kill(os.getpid(), signal.SIGKILL)


def do(client: QdrantClient, place: str, folder: str, deed: str) -> None:
    DEEDS[deed](Library.at(client, Path(folder), place))


def main(place: str, folder: str, deed: str, last: str = "0") -> None:
    for name, value in SHORTER.items():
        setattr(filling, name, value)
    calls = Calls(int(last))
    with opened(place) as client:
        client.interceptors.append(calls)
        do(client, place, folder, deed)
    print(calls.count)


if __name__ == "__main__":
    main(*sys.argv[1:])
