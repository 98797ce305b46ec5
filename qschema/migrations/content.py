"""What a migration's file says, and the checksum of it."""

from __future__ import annotations

from qschema.planner.plan import fingerprint
from qschema.schema.nodes import MapNode
from qschema.schema.reading.base import FAILED, Reading
from qschema.schema.reading.containers import AnyJson

_APART = ("revision", "checksum")
_DIGITS = 12


def checksum_of(root: MapNode, reading: Reading) -> str:
    """Return the checksum of all that a file says, apart from itself and from the revision that is made from it.

    It is taken from what is said, as JSON, and not from the file's bytes: line ends, comments and spaces, which tools
    change in passing, don't matter; neither does how a later version understands what is said.

    Args:
        root: The file.
        reading: Takes note of what can't be read; then the checksum is empty.
    """
    entries = {key: entry for key, entry in root.entries.items() if key not in _APART}
    said = AnyJson().read(MapNode(root.file, root.line, root.column, entries), reading)
    return "" if said is FAILED else fingerprint(said)


def revision_of(checksum: str) -> str:
    """Return the revision that goes with a checksum. As that holds the parents' revisions, it stands for them too."""
    return checksum.removeprefix("sha256:")[:_DIGITS]
