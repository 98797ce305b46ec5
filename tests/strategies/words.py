"""Names, paths and data: mostly plain ones that come up again and again, now and then odd ones."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

_FORBIDDEN = '<>:"/\\|?*\0\x1f'

_ODD = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters=_FORBIDDEN), min_size=1, max_size=20
).filter(lambda name: name not in (".", "..") and not name.startswith("_qschema"))


def collection_names() -> st.SearchStrategy[str]:
    """Names of collections; none of them is one that `alias_names` gives."""
    plain = st.sampled_from(["articles", "books", "films", "no", "2024-01-01", "a b", "Ünder.score-d", "0x1f", "~"])
    odd = _ODD.filter(lambda name: not name.startswith("to-") and "__g" not in name)
    return st.one_of(plain, plain, plain, odd)


def alias_names() -> st.SearchStrategy[str]:
    """Names of aliases."""
    return st.one_of(st.sampled_from(["to-docs", "to-live", "to-$${x}", "to-1.0"]), _ODD.map(lambda name: f"to-{name}"))


def vector_names() -> st.SearchStrategy[str]:
    """Names of vectors, dense and sparse."""
    plain = st.sampled_from(["text", "image", "words", "size", "on", "1.5", "a.b"])
    return st.one_of(plain, plain, plain, _ODD)


def field_paths() -> st.SearchStrategy[str]:
    """Paths of payload fields, as a server shows them."""
    letters = st.characters(whitelist_categories=("Ll", "Lu", "Nd"))
    bare = st.text(st.one_of(letters, st.sampled_from("_-")), min_size=1, max_size=8)
    quoted = st.text(st.sampled_from("ab .[]/:$ü "), min_size=1, max_size=6).map(
        lambda key: f'"{key}"' if not all(one.isalnum() for one in key) else key
    )
    step = st.tuples(st.one_of(bare, bare, quoted), st.sampled_from(["", "", "", "[]", "[0]", "[12]"])).map("".join)
    plain = st.sampled_from(["tenant", "published", "place.at", "tags[]", "no", "7", "true"])
    return st.one_of(plain, plain, st.lists(step, min_size=1, max_size=3).map(".".join))


def texts() -> st.SearchStrategy[str]:
    """Any text, those that YAML might take for something else among them."""
    odd = [
        "no",
        "~",
        "null",
        "012",
        "1:30",
        "2024-01-01",
        "${HOME}",
        "$${x}",
        "a: b",
        "- a",
        "# x",
        "a\nb\n",
        " a",
        "=",
        "1e3",
    ]
    return st.one_of(st.sampled_from(odd), st.text(st.characters(blacklist_categories=("Cs",)), max_size=30))


def json_values() -> st.SearchStrategy[Any]:
    """Whatever a server keeps in metadata as it is."""
    numbers = st.one_of(
        st.integers(-(2**63), 2**64 - 1), st.integers(-5, 5), st.floats(allow_nan=False, allow_infinity=False)
    )
    leaves = st.one_of(st.none(), st.booleans(), numbers, texts())
    return st.recursive(
        leaves,
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts(), inner, max_size=3)),
        max_leaves=8,
    )


def metadata() -> st.SearchStrategy[dict[str, Any]]:
    """The metadata of a collection; none of its own keys is null, because an update takes that for `remove it`."""
    keys = st.one_of(st.sampled_from(["team", "version", "off"]), texts().filter(lambda key: key != "qschema"))
    return st.dictionaries(keys, json_values().filter(lambda value: value is not None), max_size=3)
