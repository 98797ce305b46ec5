from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.apply.lock_name import LockName, new_token

projects = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,63}", fullmatch=True)
tokens = st.uuids().map(lambda token: token.hex)


states = st.just("") | tokens
collections = st.sampled_from(["free", "held", ".", "a.b", ".held.", "free." + "0" * 32]) | st.text(min_size=1)
names = (
    st.builds(LockName, token=states)
    | st.builds(LockName, projects | st.sampled_from(["held", "free"]), states)
    | st.builds(LockName, projects | st.sampled_from(["held", "free"]), states, collections)
)


@given(names)
def test_a_name_reads_back_as_it_was_written(name):
    assert LockName.parse(str(name)) == name


@given(names, names)
def test_no_two_locks_have_one_name(one, other):
    assert (str(one) == str(other)) == (one == other)


@given(projects, tokens, st.just("") | collections)
def test_a_freed_lock_is_free(project, token, collection):
    assert LockName(project, token, collection).freed == LockName(project, collection=collection)


@given(st.text())
def test_any_alias_is_a_lock_or_none(alias):
    name = LockName.parse(alias)
    assert name is None or str(name) == alias


@pytest.mark.parametrize(
    "alias",
    [
        "docs",
        "_qschema.lock.",
        "_qschema.lock.a.b.free",
        "_qschema.lock.held.short",
        "_qschema.lock..free",
        "_qschema.lock.a.free.",
    ],
)
def test_other_aliases_are_no_locks(alias):
    assert LockName.parse(alias) is None


def test_tokens_differ():
    assert len({new_token() for _ in range(100)}) == 100


def test_the_names_are_those_of_the_contract():
    token = "0" * 32
    assert str(LockName()) == "_qschema.lock.free"
    assert str(LockName("library")) == "_qschema.lock.library.free"
    assert str(LockName("library", token)) == f"_qschema.lock.library.held.{token}"
    assert str(LockName("library", "", "articles")) == "_qschema.lock.library.free.articles"
    assert str(LockName("library", token, "articles")) == f"_qschema.lock.library.held.{token}.articles"
