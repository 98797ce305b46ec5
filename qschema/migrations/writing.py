"""Writing a migration as a file that people review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qschema.migrations.content import checksum_of, revision_of
from qschema.migrations.migration import Migration
from qschema.schema.composing import compose
from qschema.schema.dump import dump
from qschema.schema.emitting import entry, scalar
from qschema.schema.errors import Problems
from qschema.schema.nodes import MapNode
from qschema.schema.reading.base import Reading

_ABOUT = """\
# Saved by `qschema plan --save`, to be carried out by `qschema apply`. Review it, and commit it; don't edit it.
# The steps are what it took between the two declarations; each instance gets the ones that it needs.
"""


def text_of(draft: Migration) -> str:
    """Return the text of a migration's file. Its revision and its checksum are made from the rest."""
    said = "\n".join(_lines(draft)) + "\n"
    problems = Problems()
    root = compose(said.encode(), draft.file, problems)
    assert isinstance(root, MapNode)
    checksum = checksum_of(root, Reading({}, problems))
    problems.raise_if_any()
    return f"{_ABOUT}revision: {scalar(revision_of(checksum))}\n{said}checksum: {scalar(checksum)}\n"


def _lines(draft: Migration) -> Iterator[str]:
    yield from entry("parents", list(draft.parents), 0)
    yield f"message: {scalar(draft.message)}"
    yield f"before: {scalar(draft.before)}"
    yield f"after: {scalar(draft.after)}"
    if draft.allow_destroy:
        yield from _list("allow_destroy", draft.allow_destroy)
    yield ""
    yield from _list("steps", draft.steps)
    yield ""
    if draft.removed:
        yield from _list("removed", draft.removed)
        yield ""
    if draft.declared:
        yield dump({name: one.spec for name, one in draft.declared.items()})


def _list(key: str, values: Iterable[str]) -> Iterator[str]:
    lines = [f"  - {scalar(value)}" for value in values]
    yield from (f"{key}:", *lines) if lines else (f"{key}: []",)
