from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qschema.planner.members import merged_index, same_index, same_metadata


def options(**values):
    return st.fixed_dictionaries({}, optional={key: st.sampled_from(among) for key, among in values.items()})


@st.composite
def indexes(draw):
    flags = [True, False]
    kind = draw(st.sampled_from(["keyword", "integer", "text", "geo"]))
    placed = draw(options(on_disk=flags, memory=["cold", "cached", "pinned"], enable_hnsw=flags))
    if "on_disk" in placed and "memory" in placed:
        del placed[draw(st.sampled_from(["on_disk", "memory"]))]
    own = {
        "keyword": options(is_tenant=flags, prefix=flags),
        "integer": options(lookup=flags, range=flags, is_principal=flags),
        "text": options(
            tokenizer=["word", "whitespace", "prefix"],
            lowercase=flags,
            stopwords=["english", {"languages": ["german"]}, {"custom": ["b", "a", "a"]}],
            stemmer=[{"type": "snowball", "language": "german"}, {"type": "none"}],
            min_token_len=[1, 2],
        ),
        "geo": st.just({}),
    }[kind]
    index = {"type": kind, **placed, **draw(own)}
    if index.get("lookup") is False and index.get("range") is False:
        del index["range"]
    return index


@given(indexes(), indexes())
def test_an_index_that_is_sent_is_as_wanted_and_never_speaks_against_itself(wanted, found):
    sent = merged_index(wanted, found)
    assert same_index(wanted, sent)
    assert not {"on_disk", "memory"} <= sent.keys()
    assert not (sent.get("lookup") is False and sent.get("range") is False)
    assert merged_index(wanted, None) == wanted


@given(indexes())
def test_an_index_is_the_same_as_itself_and_has_what_a_bare_type_asks_for(index):
    assert same_index(index, index)
    assert same_index({"type": index["type"]}, index)
    assert not same_index(index, None)


def test_an_option_at_its_default_is_as_good_as_left_out():
    assert same_index({"type": "integer", "lookup": True, "range": True}, {"type": "integer"})
    assert same_index({"type": "keyword", "memory": "pinned"}, {"type": "keyword", "on_disk": False})
    assert not same_index({"type": "integer", "range": False}, {"type": "integer"})


def test_stop_words_are_sets():
    both = {"languages": ["german", "english"], "custom": ["b", "a", "b"]}
    there = {"languages": ["english", "german"], "custom": ["a", "b"]}
    assert same_index({"type": "text", "stopwords": both}, {"type": "text", "stopwords": there})
    assert same_index(
        {"type": "text", "stopwords": "english"}, {"type": "text", "stopwords": {"languages": ["english"]}}
    )
    sent = merged_index({"type": "text", "stopwords": {"custom": ["a"]}}, {"type": "text", "stopwords": there})
    assert sent["stopwords"] == {"custom": ["a"]}


def test_metadata_is_compared_as_json_and_a_null_is_no_key():
    assert same_metadata(None, None)
    assert not same_metadata(1, True)
    assert not same_metadata(0.1234567, 0.1234568)
    assert not same_metadata({"a": None}, {})
    assert same_metadata(1, 1.0)
