from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qschema.planner.paths import get, leaves, overlay, put, same

scalars = st.none() | st.booleans() | st.integers(-5, 5) | st.floats(-1, 1) | st.text(max_size=3)
trees = st.recursive(scalars, lambda inner: st.dictionaries(st.text(max_size=3), inner, max_size=3), max_leaves=8)
maps = st.dictionaries(st.text(max_size=3), trees, max_size=3)


@given(maps)
def test_leaves_rebuild_the_tree(tree):
    rebuilt: dict = {}
    for path, value in leaves(tree):
        if path:
            put(rebuilt, path, value)
    assert rebuilt == tree


@given(maps, maps)
def test_overlay_keeps_everything_that_is_laid_over(under, over):
    merged = overlay(under, over)
    for path, value in leaves(over):
        if path and value != {}:
            assert get(merged, path) == value
    assert set(merged) == set(under) | set(over)


@given(maps)
def test_a_tree_is_the_same_as_itself_and_lies_over_itself_without_a_trace(tree):
    assert same(tree, tree)
    assert overlay(tree, tree) == tree


def test_numbers_agree_within_single_precision_and_booleans_are_no_numbers():
    assert same(0.99, 0.9900000095)
    assert not same(0.99, 0.991)
    assert same(1, 1.0)
    assert not same(True, 1)
    assert not same([1, 2], [1])
