"""Planning a copy: how many points there are, and into which ranges their ids are cut."""

from __future__ import annotations

from qschema.apply.copying.options import CopyOptions
from qschema.apply.copying.plan import CopyPlan
from qschema.apply.copying.ranges import IdRange, cut
from qschema.apply.copying.shard_keys import shard_keys
from qschema.apply.copying.side import Side
from qschema.apply.strict_mode import count_points

_RANGES_PER_LANE = 8
"""So that no lane is left with a long range when the others have nothing to do any more."""

_LEAST_PAGES = 8
"""A range has as many pages, since the last one is read as far as beyond the range."""


def plan_copy(source: Side, wanted: CopyPlan, options: CopyOptions) -> CopyPlan:
    """Return the plan of a copy with its ranges.

    Args:
        source: The source.
        wanted: The plan without them.
        options: How it is copied.
    """
    ranges: list[IdRange] = []
    points = 0
    keys = shard_keys(source.client, source.collection)
    for key in keys:
        found = count_points(source.client, source.collection, options.where, shard_key=key)
        most = max(found // (options.page * _LEAST_PAGES), 1)
        count = min(most, max(options.lanes * _RANGES_PER_LANE // len(keys), 1))
        ranges += cut(source.client, source.collection, count, where=options.where, shard_key=key)
        points += found
    return wanted.model_copy(update={"points": points, "ranges": tuple(ranges)})
