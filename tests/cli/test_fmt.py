from __future__ import annotations

import pytest

from tests.cli.conftest import ARTICLES

UGLY = """\
# ours
collections:
    articles:
        payload_indexes: {tenant: {type: keyword}}
        vectors: {text: {distance: "Cosine", size: 4}}  # small
"""

PRETTY = """\
# ours
collections:
  articles:
    vectors:  # small
      text: {size: 4, distance: Cosine}
    payload_indexes:
      tenant: keyword
"""


@pytest.fixture
def ugly(library):
    library.write("schema/ugly.yaml", UGLY)
    return library


def test_the_files_of_the_project_are_formatted(ugly):
    ended = ugly.qschema("fmt")
    assert (ended.code, ended.out, ended.err) == (0, "", "Formatted schema/ugly.yaml.\n")
    assert (ugly.folder / "schema/ugly.yaml").read_text() == PRETTY
    assert (ugly.folder / "schema/articles.yaml").read_text() == ARTICLES
    assert ugly.qschema("fmt") == ugly.qschema("fmt", "--check")


def test_a_check_writes_nothing_and_exits_with_2(ugly):
    ended = ugly.qschema("fmt", "--check")
    assert (ended.code, ended.err) == (2, "schema/ugly.yaml isn't in its canonical form.\n")
    assert (ugly.folder / "schema/ugly.yaml").read_text() == UGLY


def test_chosen_files_need_no_project(shell):
    shell.write("a.yaml", UGLY)
    shell.write("b.yaml", PRETTY)
    ended = shell.qschema("fmt", "a.yaml", "b.yaml")
    assert ended.err == "Formatted a.yaml.\n"
    assert (shell.folder / "a.yaml").read_text() == PRETTY


def test_a_mistake_in_any_file_leaves_all_as_they_are(ugly):
    ugly.write("schema/broken.yaml", "collections: {a: 1\n")
    ugly.write("schema/odd.yaml", "collections:\n  a: {}\n  a: {}\n")
    ended = ugly.qschema("fmt")
    assert ended.code == 1
    assert "schema/broken.yaml:" in ended.err
    assert "schema/odd.yaml:3:3" in ended.err
    assert (ugly.folder / "schema/ugly.yaml").read_text() == UGLY


def test_a_file_that_is_not_there_is_an_error(shell):
    ended = shell.qschema("fmt", "nothing.yaml")
    assert ended.code == 1
    assert "nothing.yaml" in ended.err


def test_modules_are_left_to_the_formatters_of_python(library):
    library.write("qschema.yaml", "project: library\nschemas: [schema/*.yaml, app.models]\n")
    assert library.qschema("fmt").code == 0
