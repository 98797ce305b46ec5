"""An instance in which reindexes are killed, and what has to come of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from qschema.apply.errors import GuardError
from qschema.apply.failpoints import VARIABLE
from qschema.apply.journal import Begun
from qschema.apply.resume import plan_to_resume
from qschema.apply.unlock import repair
from tests.apply.bench import Declaration, schema_of
from tests.apply.kills.child import opened
from tests.apply.reindex.child import AFTER, ALIAS
from tests.apply.reindex.library import NAME, Library, declared

ROOT = Path(__file__).parents[3]
CALLS = 380
"""About so many calls a reindex takes."""


@dataclass(frozen=True)
class Instance:
    """An instance with the first generation, filled.

    Attributes:
        place: Its folder, or its URL.
        folder: The project's folder.
    """

    place: str
    folder: Path

    @contextmanager
    def opened(self) -> Iterator[Library]:
        with opened(self.place) as client:
            yield Library.at(client, self.folder, self.place)

    def killed(self, deed: str, *, point: str = "", calls: int = 0) -> bool:
        """Do something in a process of its own; tell whether it was killed."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.apply.reindex.child", self.place, str(self.folder), deed, str(calls)],
            cwd=ROOT,
            env={**os.environ, VARIABLE: point},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in (0, -signal.SIGKILL), done.stderr[-2000:]
        return done.returncode != 0


def resume(library: Library, declared: Declaration = AFTER) -> None:
    """Go on with the plan of the run that was killed."""
    left = plan_to_resume(library.client, schema_of(declared), place=library.place)
    library.carry_out(left.plan, start=left.start, begun=Begun(resumes=left.run))


def mended(library: Library, go_on: Callable[[Library], object]) -> None:
    """Go on, after a repair where the run was killed in the few calls in which it made a lock: that is never silent."""
    try:
        go_on(library)
    except GuardError:
        assert repair(library.client)
        go_on(library)


def ends_well(instance: Instance, go_on: Callable[[Library], object], after: Declaration = AFTER) -> None:
    with instance.opened() as library:
        mended(library, go_on)
        assert library.plan(after).empty
        assert library.serves(8)
        assert library.serves(8, ALIAS)
        assert library.serves(4, "_qschema.generation.articles")
        assert library.follows()
        assert library.snapshots() == []
        library.cleanup()
        assert library.serves(8)
        assert library.collections() == {"articles__g2"}


def given_up(library: Library) -> None:
    """Give the reindex up; all is as it was, and it may be done anew."""
    mended(library, Library.abort)
    assert library.serves(4)
    assert library.snapshots() == []
    assert library.collections() == {NAME}
    assert library.aliases() == {ALIAS: NAME}
    assert not library.follows()
    assert library.plan(declared(4, ALIAS)).empty
