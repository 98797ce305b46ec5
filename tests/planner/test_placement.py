from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qschema.planner.compare import differences
from qschema.planner.paths import put
from qschema.planner.placement import component, tier

PLACES = [
    (),
    ("hnsw_config",),
    ("vectors", "text"),
    ("vectors", "text", "hnsw_config"),
    ("sparse_vectors", "w", "index"),
]


def keys_of(place):
    starred = (place[0], "*", *place[2:]) if len(place) > 1 else place
    kind = component(starred)
    assert kind is not None
    return kind


@st.composite
def placements(draw):
    """A place, what is declared there, and what the instance shows; nothing that speaks against itself."""
    place = draw(st.sampled_from(PLACES))
    kind = keys_of(place)

    def settings():
        inner: dict = {}
        said = draw(st.sampled_from(["flag", "memory", "both", "nothing"]))
        memory = draw(st.sampled_from(["cold", "cached", "pinned"]))
        if said in ("memory", "both"):
            put(inner, kind.memory, memory)
        if said == "both":
            put(inner, kind.flag, memory == "cold")
        if said == "flag":
            put(inner, kind.flag, draw(st.booleans()))
        return inner

    return place, kind, settings(), settings()


def at(place, inner):
    tree: dict = {}
    if not place:
        return dict(inner)
    put(tree, place, inner)
    return tree


@given(placements())
def test_setting_the_values_of_a_difference_leaves_none_and_no_contradiction(case):
    place, kind, wanted, shown = case
    found = list(differences(at(place, wanted), at(place, shown)))
    after = at(place, shown)
    for difference in found:
        for path, value in difference.values.items():
            put(after, path, value)
    assert not list(differences(at(place, wanted), after))
    inner = after
    for key in place:
        inner = inner.get(key, {})
    flag, memory = tier(kind, {**inner, "memory": None, "payload": None}), tier(kind, inner)
    if found and flag is not None:
        assert (flag == "cold") == (memory == "cold")


def test_the_old_flag_and_the_newer_word_mean_the_same():
    assert not list(differences({"vectors": {"a": {"on_disk": True}}}, {"vectors": {"a": {"memory": "cold"}}}))
    assert not list(differences({"vectors": {"a": {"memory": "cached"}}}, {"vectors": {"a": {"size": 4}}}))
    assert not list(differences({"on_disk_payload": True}, {"payload": {"memory": "cold"}, "on_disk_payload": False}))


def test_a_newer_word_takes_the_old_flag_along():
    (found,) = differences({"vectors": {"a": {"memory": "cached"}}}, {"vectors": {"a": {"on_disk": True}}})
    assert found.values == {("vectors", "a", "on_disk"): False, ("vectors", "a", "memory"): "cached"}


def test_what_makes_the_optimiser_rebuild_for_ever_is_mended_where_either_key_is_declared():
    live = {"vectors": {"a": {"on_disk": True, "memory": "cached"}}}
    (found,) = differences({"vectors": {"a": {"memory": "cached"}}}, live)
    assert found.values == {("vectors", "a", "on_disk"): False, ("vectors", "a", "memory"): "cached"}
