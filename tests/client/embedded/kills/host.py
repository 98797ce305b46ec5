"""A process that has everything imported, and forks one that does what it is told, opens fast and may be killed.

It reads a line of JSON for each child: `folder`, `operations`, and `die`, if the child is to end itself: after how
many operations, and at which event of its files after that. The child says on the same pipe that the host says things
on: its number, all that it sees of the instance, and how each operation ended. Then it waits for its end.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

from qschema.client.embedded.shard import Shard
from tests.client.embedded.kills.operations import Instance, everything, remains

_CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree", "os.truncate")


def main() -> None:
    assert Shard  # the engine is loaded, and nothing is open
    for line in sys.stdin:
        told = json.loads(line)
        child = os.fork()
        if not child:
            _live(told)
        _, status = os.waitpid(child, 0)
        say({"ended": os.waitstatus_to_exitcode(status)})


def _live(told: dict[str, Any]) -> None:
    try:
        folder = Path(told["folder"])
        say({"pid": os.getpid()})
        at = Instance(folder)
        say({"seen": everything(at), "remains": remains(folder)})
        die_after, die_at = told["die"] or (None, 0)
        for number, operation in enumerate([*told["operations"], None]):
            if number == die_after:
                _die_at_event(die_at)
            if operation is not None:
                say({"refused": at.carry_out(operation)})
        say({"done": True})
        while True:
            signal.pause()
    except BaseException:
        say({"failed": traceback.format_exc()})
        os._exit(1)


def _die_at_event(number: int) -> None:
    left = number

    def count(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if event in _CHANGES or (event == "open" and arguments[1] not in ("r", "rb", None)):
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def say(what: dict[str, Any]) -> None:
    os.write(1, json.dumps(what).encode() + b"\n")


if __name__ == "__main__":
    main()
