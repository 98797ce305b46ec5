from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.cli.init import NAME, project_name


def test_what_it_writes_can_be_planned_at_once(shell):
    assert shell.qschema("init").code == 0
    assert shell.files() == {"qschema.yaml", "schema", "schema/example.yaml"}
    planned = shell.qschema("plan")
    assert planned.code == 0, planned.err
    assert "Plan: 4 to add" in planned.out
    assert shell.files() == {"qschema.yaml", "schema", "schema/example.yaml"}


def test_the_name_is_the_folders_or_the_one_that_is_given(shell):
    shell.qschema("init")
    assert "\nproject: library\n" in (shell.folder / "qschema.yaml").read_text()
    (shell.folder / "qschema.yaml").unlink()
    shell.qschema("init", "archive")
    assert "\nproject: archive\n" in (shell.folder / "qschema.yaml").read_text()


def test_nothing_is_overwritten(library):
    before = {file: (library.folder / file).read_bytes() for file in ("qschema.yaml", "schema/articles.yaml")}
    ended = library.qschema("init")
    assert ended.code == 1
    assert "there is a project here already" in ended.err
    assert {file: (library.folder / file).read_bytes() for file in before} == before


def test_where_there_are_declarations_no_example_is_added(shell):
    shell.write("schema/imported.yaml", "collections: {}\n")
    assert shell.qschema("init").code == 0
    assert shell.files() == {"qschema.yaml", "schema", "schema/imported.yaml"}


@given(st.text(min_size=1, max_size=80))
def test_any_folder_gives_a_name_that_is_one(tmp_path_factory, text):
    folder = tmp_path_factory.getbasetemp() / text.replace("\0", "").replace("/", "")
    assert re.fullmatch(NAME, project_name(folder))


@pytest.mark.parametrize("name", ["", "Library", "a b", "-a", "_a", "a" * 65, "ä", "a\n"])
def test_other_names_are_refused(shell, name):
    ended = shell.qschema("init", "--", name)
    assert ended.code == 1
    assert "no name for a project" in ended.err
    assert shell.files() == set()
