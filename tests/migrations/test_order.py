"""Each migration comes after its parents; what is missing, unknown or double is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.apply.migration_id import MigrationId
from qschema.migrations.errors import AppliedAlteredError, HoleError, TwoHeadsError, UnknownError
from qschema.migrations.migration import Migration
from qschema.migrations.order import check_one_head, heads_of, in_order, with_ancestors


def migration(
    number: int, parents: tuple[str, ...] = (), *, intact: bool = True, place: int | None = None
) -> Migration:
    file = f"migrations/{number if place is None else place:04}_x.yaml"
    return Migration(file, f"r{number}", parents, "x", "", "", (), (), {}, (), intact)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[Migration, ...]:
    """Any migrations that build on one another, with files in any order, and one that joins all loose ends."""
    size = draw(st.integers(1, 8))
    places = draw(st.permutations(range(size + 1)))
    found: list[Migration] = []
    for number in range(size):
        parents = draw(st.sets(st.sampled_from([one.revision for one in found]), max_size=3)) if found else ()
        found.append(migration(number, tuple(sorted(parents)), place=places[number]))
    loose = heads_of(found)
    return (*found, migration(size, tuple(one.revision for one in loose), place=places[size]))


@given(graphs(), st.randoms(use_true_random=False))
def test_every_migration_comes_after_its_parents_whatever_the_files_are_called(found, chance):
    shuffled = list(found)
    chance.shuffle(shuffled)
    ordered = in_order(shuffled)
    assert sorted(ordered, key=lambda one: one.file) == sorted(found, key=lambda one: one.file)
    assert ordered == in_order(found)
    seen: set[str] = set()
    for one in ordered:
        assert seen.issuperset(one.parents)
        seen.add(one.revision)
    check_one_head(ordered)
    assert with_ancestors([ordered[-1].revision], ordered) == seen


@given(graphs())
def test_what_a_migration_stands_for_is_closed(found):
    ordered = in_order(found)
    for one in ordered:
        stands_for = with_ancestors([one.revision], ordered)
        assert all(stands_for.issuperset(other.parents) for other in ordered if other.revision in stands_for)


def test_two_last_ones_are_told_with_their_files():
    ordered = in_order([migration(1), migration(2, ("r1",)), migration(3, ("r1",))])
    with pytest.raises(TwoHeadsError) as caught:
        check_one_head(ordered)
    assert "migrations/0002_x.yaml and migrations/0003_x.yaml" in caught.value.what
    assert "--merge" in caught.value.fix


def test_a_missing_parent_is_a_hole():
    with pytest.raises(HoleError, match="r1"):
        in_order([migration(2, ("r1",))])


def test_what_an_instance_has_had_must_be_here():
    with pytest.raises(UnknownError, match=r"0009_theirs \(r9\)"):
        in_order([migration(1)], [MigrationId(revision="r1", name="x"), MigrationId(revision="r9", name="0009_theirs")])


def test_a_file_that_was_altered_after_it_was_carried_out_is_another_matter():
    with pytest.raises(AppliedAlteredError, match="what was done stays done"):
        in_order([migration(1, intact=False)], [MigrationId(revision="r1", name="x")])


def test_no_migrations_have_no_order():
    assert in_order([]) == ()
    check_one_head(())
