"""What is lost when a collection goes back to an older state: counted, and named where it can be."""

from __future__ import annotations

from qschema.apply.records import SnapshotRecord
from qschema.apply.snapshots.sample import POINTS, sample_of
from qschema.apply.strict_mode import count_points
from qschema.client import QdrantClient

_NAMED = 20


def lost_since(client: QdrantClient, collection: str, record: SnapshotRecord) -> str:
    """Say in a sentence what was written to a collection since a snapshot of it.

    Args:
        client: The instance.
        collection: The physical name of the collection as it is now.
        record: The snapshot.

    Raises:
        QdrantError: The collection can't be read.
    """
    since = f"since the snapshot of {record.at:%Y-%m-%d %H:%M:%S} UTC"
    now = count_points(client, collection)
    then = record.sample or {}
    if now > POINTS or not len(then) == record.fewest == record.most:
        return (
            f"{record.declared}: what was written {since} is lost; "
            f"there were {record.most:,} points then, and now there are {now:,}."
        )
    found = sample_of(client, collection)
    lost = _told(
        written=[one for one in found if one not in then],
        changed=[one for one in found if one in then and found[one] != then[one]],
    )
    back = _told(deleted=[one for one in then if one not in found])
    if not lost and not back:
        return f"{record.declared}: no point was written {since}."
    said = [f"{lost} {since}: that is lost"] if lost else []
    said += [f"{back} {since}: that comes back"] if back else []
    return f"{record.declared}: {'; '.join(said)}."


def _told(**ids: list[str]) -> str:
    some = {what: found for what, found in ids.items() if found}
    return ", ".join(
        f"{len(found)} point{'' if len(found) == 1 else 's'} {what} ({_named(found)})" for what, found in some.items()
    )


def _named(ids: list[str]) -> str:
    more = [f"and {len(ids) - _NAMED} more"] if len(ids) > _NAMED else []
    return ", ".join([*ids[:_NAMED], *more])
