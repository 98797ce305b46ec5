from __future__ import annotations

import pytest

from qschema.client import QdrantClient, models
from qschema.schema.live import Mark
from tests.cli.session import Shell


@pytest.fixture
def filled(shell: Shell) -> Shell:
    """A folder with an instance that somebody filled by hand; `foreign` belongs to another project."""
    with QdrantClient(path=str(shell.folder / "instance")) as client:
        vectors = {"text": models.VectorParams(size=8, distance=models.Distance.COSINE)}
        client.create_collection("articles", vectors_config=vectors)
        client.create_payload_index("articles", "tenant", models.KeywordIndexParams(type="keyword", is_tenant=True))
        client.create_collection("authors", vectors_config=models.VectorParams(size=3, distance=models.Distance.DOT))
        mark = Mark("archive", "foreign", 1).as_metadata()
        client.create_collection("foreign", vectors_config=vectors, metadata=mark)
        alias = models.CreateAlias(collection_name="articles", alias_name="docs")
        client.update_collection_aliases([models.CreateAliasOperation(create_alias=alias)])
    return shell


def test_the_next_plan_only_adopts(filled):
    imported = filled.qschema("--path", "instance", "import")
    assert imported.code == 0
    assert "Left out foreign: the project 'archive' owns it." in imported.err
    assert filled.qschema("init").code == 0
    planned = filled.qschema("--path", "instance", "plan", "--detailed-exitcode")
    assert planned.code == 0, planned.out
    assert "No changes." in planned.out
    assert "adopts 2 collections" in planned.out


def test_python_is_written_where_that_is_asked_for(filled):
    filled.qschema("init")
    imported = filled.qschema("--path", "instance", "import", "--format", "python")
    assert imported.code == 0
    assert "no entry of schemas: in qschema.yaml names this module yet" in imported.err
    filled.write("qschema.yaml", "project: library\nschemas: [imported]\n")
    planned = filled.process("--path", "instance", "plan", "--detailed-exitcode")
    assert planned.code == 0, planned.out + planned.err
    assert "adopts a collection" in planned.out
    again = filled.process("--path", "instance", "import", "--format", "python", "--overwrite")
    assert again.err.endswith("Next: qschema plan\n")


def test_a_dry_run_prints_and_writes_nothing(filled):
    before = {file for file in filled.files() if not file.startswith("instance")}
    dry = filled.qschema("--path", "instance", "import", "--dry-run")
    assert dry.code == 0
    assert {file for file in filled.files() if not file.startswith("instance")} == before
    filled.qschema("--path", "instance", "import")
    assert (filled.folder / "schema/imported.yaml").read_text() == dry.out


def test_only_a_file_is_written(filled):
    before = filled.files()
    filled.qschema("--path", "instance", "import")
    assert {file for file in filled.files() - before if not file.startswith("instance")} == {
        "schema",
        "schema/imported.yaml",
    }
    with QdrantClient(path=str(filled.folder / "instance")) as client:
        assert {one.name for one in client.get_collections().collections} == {"articles", "authors", "foreign"}


def test_chosen_collections(filled):
    filled.qschema("--path", "instance", "import", "articles", "--out", "one.yaml")
    text = (filled.folder / "one.yaml").read_text()
    assert "articles:" in text
    assert "aliases: [docs]" in text
    assert "authors" not in text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nothing", "nothing: there is no such collection"),
        ("foreign", "foreign: the project 'archive' owns it"),
        ("docs", "docs: it is an alias of articles"),
    ],
)
def test_what_cannot_be_imported_is_an_error_and_writes_nothing(filled, name, said):
    ended = filled.qschema("--path", "instance", "import", "articles", name)
    assert ended.code == 1
    assert said in ended.err
    assert not (filled.folder / "schema").exists()


def test_a_file_that_is_there_stays_unless_it_may_go(filled):
    filled.write("mine.yaml", "# mine\n")
    refused = filled.qschema("--path", "instance", "import", "--out", "mine.yaml")
    assert refused.code == 1
    assert "--overwrite" in refused.err
    assert (filled.folder / "mine.yaml").read_text() == "# mine\n"
    assert filled.qschema("--path", "instance", "import", "--out", "mine.yaml", "--overwrite").code == 0
    assert "articles" in (filled.folder / "mine.yaml").read_text()


def test_what_is_declared_already_is_left_out(filled):
    filled.qschema("--path", "instance", "import")
    filled.qschema("init")
    again = filled.qschema("--path", "instance", "import", "--out", "schema/more.yaml")
    assert again.code == 0
    assert "There is nothing to import." in again.err
    assert not (filled.folder / "schema/more.yaml").exists()


def test_the_file_that_is_replaced_does_not_count_as_declared(filled):
    filled.qschema("--path", "instance", "import")
    filled.qschema("init")
    assert filled.qschema("--path", "instance", "import", "--overwrite").err.startswith("Left out foreign")
    assert "authors" in (filled.folder / "schema/imported.yaml").read_text()


def test_a_file_that_no_entry_names_is_told(filled):
    filled.qschema("init")
    ended = filled.qschema("--path", "instance", "import", "authors", "--out", "elsewhere.yaml")
    assert "no entry of schemas: in qschema.yaml names this file yet" in ended.err


def test_an_instance_that_is_not_there_has_nothing_and_stays_away(shell):
    ended = shell.qschema("--path", "instance", "import")
    assert ended.code == 0
    assert "There is nothing to import." in ended.err
    assert shell.files() == set()
