"""What `qschema copy` shows: how far it is, a census, and points before and after."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import Any

import orjson
from rich.console import Console
from rich.status import Status

from qschema.apply.copying.census import Census
from qschema.apply.copying.preview import Preview
from qschema.apply.copying.progress import CopyProgress
from qschema.cli.columns import columns
from qschema.cli.output import say, show, show_json, write
from qschema.cli.pace import Pace, duration
from qschema.cli.progress import LINE_SECONDS
from qschema.planner.render_lines import Line, Role, Span

_JSON_SECONDS = 1.0
"""How often a program is told how far it is."""

_FEW = 6
"""The most numbers of a vector that are shown."""


class CopyWatcher:
    """Says how far a copy is: in a line that changes in a terminal, every ten seconds in a log, or as JSON lines."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._pace = Pace()
        self._status: Status | None = None
        self._said = time.monotonic()

    def __enter__(self) -> CopyWatcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status is not None:
            self._status.stop()

    def told(self, progress: CopyProgress) -> None:
        """Say how far it is. A terminal that went away doesn't stop the copy."""
        self._pace.count(progress.read)
        now = time.monotonic()
        with suppress(OSError):
            if self._as_json:
                if now - self._said >= _JSON_SECONDS:
                    self._said = now
                    self._write("copying", progress)
                return
            console = Console(stderr=True, highlight=False)
            if console.is_terminal:
                if self._status is None:
                    self._status = console.status("")
                    self._status.start()
                self._status.update(self._words(progress))
            elif now - self._said >= LINE_SECONDS:
                self._said = now
                say(self._words(progress))

    def ended(self, progress: CopyProgress) -> None:
        """Say what was copied."""
        if self._as_json:
            self._write("copied", progress)
            return
        before = f", {progress.resumed:,} of them before" if progress.resumed else ""
        say(Span(f"Copied: {progress.read:,} points read{before}, {progress.written:,} written.", Role.STRONG))

    def _words(self, progress: CopyProgress) -> str:
        said = [f"{progress.read:,} of {progress.total:,} points"]
        if self._pace.rate > 0:
            said.append(f"{self._pace.rate:,.0f}/s")
        if (left := self._pace.seconds_for(progress.left)) is not None:
            said.append(f"about {duration(left)} left")
        return ", ".join(said)

    def _write(self, event: str, progress: CopyProgress) -> None:
        said = {
            "event": event,
            "read": progress.read,
            "written": progress.written,
            "resumed": progress.resumed,
            "total": progress.total,
            "rate": round(self._pace.rate, 1),
            "seconds_left": self._pace.seconds_for(progress.left),
        }
        write(orjson.dumps(said).decode() + "\n")


def show_census(found: Census, *, as_json: bool) -> None:
    """Show which fields there are, and of which types; fields of several types are marked."""
    if as_json:
        fields = {path: count.as_json() for path, count in sorted(found.fields.items())}
        show_json({"points": found.points, "fields": fields})
        return
    rows = []
    for path, count in sorted(found.fields.items()):
        mixed = len(set(count.types) - {"null"}) > 1
        types = ", ".join(f"{kind} {number:,}" for kind, number in count.types.most_common())
        examples = ", ".join(count.examples.values())
        rows.append((path, f"{count.points:,}", Span(types, Role.CHANGE if mixed else Role.DIM), examples))
    show(columns(("field", "points", "types", "examples"), rows))
    say(f"{found.points:,} points.")


def show_preview(points: Iterable[Preview], *, as_json: bool) -> None:
    """Show points before and after."""
    for one in points:
        if as_json:
            write(orjson.dumps({"before": one.before, "after": one.after}).decode() + "\n")
        else:
            show(_difference(one))


def _difference(one: Preview) -> Iterator[Line]:
    yield (Span(f"point {one.before['id']}", Role.STRONG),)
    if one.after is None:
        yield (Span("  - left out", Role.DESTROY),)
        return
    before, after = _flat(one.before), _flat(one.after)
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) == after.get(name):
            yield (Span(f"    {name}: {before[name]}", Role.DIM),)
            continue
        if name in before:
            yield (Span(f"  - {name}: {before[name]}", Role.DESTROY),)
        if name in after:
            yield (Span(f"  + {name}: {after[name]}", Role.ADD),)


def _flat(point: dict[str, Any]) -> dict[str, str]:
    """Return what a point has in lines."""
    vectors = {f"vector {name!r}" if name else "vector": _short(value) for name, value in point["vector"].items()}
    payload = {name: orjson.dumps(value).decode() for name, value in point["payload"].items()}
    return {"id": str(point["id"]), **vectors, **payload}


def _short(vector: Any) -> str:
    if isinstance(vector, list) and len(vector) > _FEW:
        shown = ", ".join(f"{value:.4g}" if isinstance(value, float) else "[…]" for value in vector[:_FEW])
        return f"[{shown}, … {len(vector):,} in all]"
    return orjson.dumps(vector).decode()
