from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qschema.apply.records import SnapshotRecord
from qschema.apply.snapshots.pruning import overdue

records = st.lists(
    st.builds(
        SnapshotRecord,
        project=st.just("library"),
        snapshot=st.uuids().map(str),
        run=st.sampled_from(["", "one", "two", "three"]),
        declared=st.sampled_from(["articles", "logs"]),
        collection=st.just("articles"),
        fewest=st.just(0),
        most=st.just(0),
        parts=st.just(()),
    ),
    max_size=12,
)


def runs(some):
    return {one.run or one.snapshot for one in some}


@given(records, st.integers(1, 4))
def test_of_each_collection_the_last_runs_stay_whole(some, keep_last):
    gone = overdue(some, keep_last)
    kept = [one for one in some if one not in gone]
    for name in ("articles", "logs"):
        of_it = [one for one in some if one.declared == name]
        assert len(runs(one for one in kept if one.declared == name)) == min(keep_last, len(runs(of_it)))
        assert not runs(one for one in gone if one.declared == name) & runs(one for one in kept if one.declared == name)


@given(records)
def test_what_is_kept_is_kept_again(some):
    kept = [one for one in some if one not in overdue(some, 2)]
    assert not overdue(kept, 2)
