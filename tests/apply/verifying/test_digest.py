from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from qschema.apply.verifying.digest import Digest, hashed

things = st.lists(st.binary(max_size=4), max_size=30)


def digest(of: list[bytes]) -> Digest:
    found = Digest()
    for one in of:
        found.add(hashed(one))
    return found


@given(things, st.randoms(use_true_random=False))
def test_the_order_does_not_count(of: list[bytes], chance: Random):
    shuffled = list(of)
    chance.shuffle(shuffled)
    assert digest(shuffled) == digest(of)


@given(things, things)
def test_different_things_have_different_digests(one: list[bytes], other: list[bytes]):
    assert (digest(one) == digest(other)) == (sorted(one) == sorted(other))


@given(things, things)
def test_digests_of_parts_make_that_of_the_whole(one: list[bytes], other: list[bytes]):
    whole = digest(one)
    whole.merge(digest(other))
    assert whole == digest([*one, *other])
