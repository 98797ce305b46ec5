from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.schema import secrets
from qschema.schema.secrets import MASK, redact, remember, remember_url


@pytest.fixture(autouse=True)
def _forget(monkeypatch):
    monkeypatch.setattr(secrets, "_secrets", set())
    monkeypatch.setattr(secrets, "_pattern", None)


def strings_in(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for pair in value.items():
            yield from strings_in(pair)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from strings_in(inner)


SECRETS = st.lists(st.text(min_size=4, max_size=12).filter(lambda text: "*" not in text), min_size=1, max_size=3)


@given(SECRETS, st.data())
def test_no_secret_is_left_at_any_depth(hidden, data):
    for secret in hidden:
        remember(secret)
    around = st.tuples(st.text(max_size=5), st.sampled_from(hidden), st.text(max_size=5)).map("".join)
    leaves = st.one_of(around, st.text(), st.integers(), st.none())
    trees = st.recursive(
        leaves, lambda inner: st.one_of(st.lists(inner), st.dictionaries(around, inner), st.tuples(inner, inner))
    )
    tree = data.draw(trees)
    told = redact(tree)
    assert type(told) is type(tree)
    assert not [text for text in strings_in(told) for secret in hidden if secret in text]


@given(st.recursive(st.one_of(st.text(), st.integers()), st.lists))
def test_without_secrets_everything_stays(tree):
    assert redact(tree) == tree


def test_a_secret_that_holds_another_goes_whole():
    remember("inner-secret")
    remember("the-inner-secret-and-more")
    assert redact("a the-inner-secret-and-more b inner-secret") == f"a {MASK} b {MASK}"


def test_other_types_stay_what_they_are():
    class Pair(NamedTuple):
        name: str
        value: int

    remember("hush-hush")
    assert redact(Pair("hush-hush!", 7)) == Pair(f"{MASK}!", 7)
    assert redact(("hush-hush",)) == (MASK,)
    when = object()
    assert redact([when]) == [when]


def test_what_is_too_short_to_be_a_secret_is_not_taken_for_one():
    for short in ("", "a", "abc"):
        remember(short)
    assert redact("abcabc") == "abcabc"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://me:hush%21hush@host:6333/x", f"https://me:{MASK}@host:6333/x"),
        ("https://hush-token@host", f"https://{MASK}@host"),
        ("https://host:6333", "https://host:6333"),
        ("http://me:hush-hush@[broken", f"http://me:{MASK}@[broken"),
    ],
)
def test_the_password_in_a_url_is_a_secret(url, told):
    remember_url(url)
    assert redact(url) == told
    if "%21" in url:
        assert redact("hush!hush") == MASK
