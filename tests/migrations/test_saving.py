"""What is saved leads to what was declared, and whatever is changed in a file is noticed."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qschema.migrations.drafting import draft, slug
from qschema.migrations.errors import AlteredError, SecretError
from qschema.migrations.folding import fold
from qschema.migrations.reading import read_migrations
from qschema.planner.plan import fingerprint
from qschema.schema import secrets
from qschema.schema.errors import SchemaError
from tests.migrations.folder import said, schema_of
from tests.strategies.specs import schemas

few = settings(
    max_examples=max(15, settings().max_examples // 5),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""A schema is large, so the suite looks at few; the soak at as many as ever."""

ONE = schema_of(
    {"articles": {"vectors": {"text": {"size": 4, "distance": "Cosine"}}, "description": "what's on: ${x}"}}
)
TWO = schema_of({"articles": {"vectors": {"text": {"size": 8, "distance": "Cosine"}}}, "books": {}})


@few
@given(st.lists(schemas(), min_size=1, max_size=3))
def test_what_is_saved_leads_to_what_was_declared(shared_folder, declared):
    shared_folder.clear()
    before = {}
    for number, schema in enumerate(declared):
        one = shared_folder.save(schema, f"number {number}")
        after = said(schema.collections)
        assert said(fold(shared_folder.saved())) == after
        assert (one.before, one.after) == (fingerprint(before), fingerprint(after))
        assert {*one.declared, *one.removed} == {
            name for name in {*before, *after} if before.get(name) != after.get(name)
        }
        before = after


def test_each_builds_on_the_one_before(folder):
    first, second = folder.save(ONE, "one"), folder.save(TWO, "Two: more!")
    assert (first.name, first.parents) == ("0001_one", ())
    assert (second.name, second.parents) == ("0002_two_more", (first.revision,))
    assert second.message == "Two: more!"
    assert [one.before for one in folder.saved()][1] == first.after


def test_steps_are_told_in_words(folder):
    folder.save(ONE, "one")
    assert list(folder.save(TWO, "two").steps) == [
        "± articles/vectors/text: drop the vector 'text' from all points, and create it anew; size 4 → 8",
        "+ books: create the collection",
    ]
    assert list(folder.save(schema_of({}), "none").steps) == [
        "- articles: delete the collection: it is no longer declared",
        "- books: delete the collection: it is no longer declared",
    ]


def test_what_changes_nothing_on_an_instance_is_saved_too(folder):
    folder.save(schema_of({"articles": {"hnsw_config": {"m": 24}}}), "one")
    two = folder.save(schema_of({"articles": {"owner": "search"}}), "two")
    assert two.steps == ()
    assert said(fold(folder.saved())) == {"articles": {"owner": "search"}}


def test_where_nothing_is_declared_otherwise_there_is_nothing_to_save(folder):
    folder.save(ONE, "one")
    assert draft(folder.saved(), ONE, "again").empty
    assert not draft(folder.saved(), TWO, "again").empty


def edited(text: str, seed: int) -> str:
    """Return a text with one character more, less, or another one."""
    chance = random.Random(seed)
    at, other = chance.randrange(len(text)), chance.choice("abc019 -:#'\"\n{}[]~ü")
    return text[:at] + chance.choice(["", other, text[at] + other]) + text[at + 1 :]


@settings(max_examples=max(150, settings().max_examples))
@given(st.integers(0, 2**32))
def test_a_changed_byte_is_noticed_if_it_changes_what_is_said(shared_folder, seed):
    shared_folder.clear()
    shared_folder.save(ONE, "one")
    one = shared_folder.save(TWO, "two")
    path = shared_folder.directory / one.file
    path.write_text(edited(path.read_text(encoding="utf-8"), seed), encoding="utf-8", newline="")
    try:
        found = {read.file: read for read in read_migrations(shared_folder.directory)}[one.file]
    except SchemaError:
        return
    told = [(read.revision, read.parents, read.message, read.before, read.after, read.steps) for read in (found, one)]
    same = told[0] == told[1] and said(found.declared) == said(one.declared) and found.removed == one.removed
    assert same or not found.intact


def test_line_ends_and_comments_may_change(folder):
    one = folder.save(ONE, "one")
    path = folder.directory / one.file
    path.write_bytes(b"# looked at by somebody\n" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert [read.revision for read in folder.saved()] == [one.revision]


def test_what_was_altered_is_refused(folder):
    one = folder.save(ONE, "one")
    path = folder.directory / one.file
    path.write_text(path.read_text(encoding="utf-8").replace("size: 4", "size: 5"), encoding="utf-8")
    with pytest.raises(AlteredError) as caught:
        folder.saved()
    assert caught.value.where == one.file
    assert "qschema plan --save 'one'" in caught.value.fix


def test_a_secret_is_not_saved(monkeypatch):
    monkeypatch.setattr(secrets, "_secrets", set())
    monkeypatch.setattr(secrets, "_pattern", None)
    secrets.remember("hunter2")
    with pytest.raises(SecretError, match="notes"):
        draft((), schema_of({"notes": {"metadata": {"key": "hunter2"}}, "articles": {}}), "one")


@pytest.mark.parametrize(
    ("message", "there"), [("Add tenant index", "add_tenant_index"), ("--", ""), ("ü", ""), ("a" * 99, "a" * 60)]
)
def test_a_file_is_named_after_its_message(message, there):
    assert slug(message) == there
