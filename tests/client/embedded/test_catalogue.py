from __future__ import annotations

import json

import pytest

from qschema.client.embedded.engine import Engine
from qschema.client.embedded.errors import DamagedFolder, NewerFormat, NotAFolder
from qschema.client.errors import AlreadyExists, BadRequest, NotFound

PLAIN = {"vectors": {"size": 2, "distance": "Dot"}}


def aliased(alias: str) -> dict[str, object]:
    return {"actions": [{"create_alias": {"alias_name": alias, "collection_name": "a"}}]}


def test_everything_is_there_after_reopening(open_engine, folder, say):
    engine = open_engine()
    say(engine, "PUT /collections/a", {"vectors": {"v": {"size": 2, "distance": "Dot"}}, "metadata": {"k": None}})
    say(engine, "PUT /collections/b", PLAIN)
    say(engine, "PUT /collections/a/index?wait=true", {"field_name": "k", "field_schema": "keyword"})
    say(engine, "PUT /collections/a/vectors/s?wait=true", {"sparse": {"modifier": "idf"}})
    say(engine, "PATCH /collections/a", {"hnsw_config": {"m": 7}})
    say(
        engine,
        "PUT /collections/a/points?wait=true",
        {"points": [{"id": 1, "vector": {"v": [1, 2]}, "payload": {"k": "x"}}]},
    )
    say(
        engine,
        "POST /collections/aliases",
        {"actions": [{"create_alias": {"alias_name": "to-a", "collection_name": "a"}}]},
    )
    before = say(engine, "GET /collections/to-a"), say(engine, "POST /collections/a/points/scroll", {})
    engine.close()
    engine = open_engine()
    assert [one.name for one in say(engine, "GET /collections").collections] == ["a", "b"]
    assert (say(engine, "GET /collections/to-a"), say(engine, "POST /collections/a/points/scroll", {})) == before
    assert before[0].payload_schema["k"].points == 1


def test_what_is_deleted_leaves_nothing_behind(open_engine, folder, say):
    engine = open_engine()
    say(engine, "PUT /collections/a", PLAIN)
    assert len(list((folder / "collections").iterdir())) == 1
    assert say(engine, "DELETE /collections/a") is True
    assert say(engine, "DELETE /collections/a") is False
    assert list((folder / "collections").iterdir()) == []
    with pytest.raises(NotFound) as caught:
        say(engine, "GET /collections/a")
    assert (caught.value.status, caught.value.collection, caught.value.method) == (404, "a", "GET")


def test_a_failed_creation_leaves_nothing_behind(engine, folder, say):
    with pytest.raises(BadRequest):
        say(engine, "PUT /collections/a", {"vectors": {"a/b": {"size": 2, "distance": "Dot"}}})
    assert say(engine, "GET /collections/a/exists").exists is False
    assert list((folder / "collections").iterdir()) == []


def test_a_name_is_taken_once(engine, say):
    say(engine, "PUT /collections/a", PLAIN)
    say(
        engine,
        "POST /collections/aliases",
        {"actions": [{"create_alias": {"alias_name": "b", "collection_name": "a"}}]},
    )
    with pytest.raises(AlreadyExists) as caught:
        say(engine, "PUT /collections/a", PLAIN)
    assert caught.value.status == 409
    with pytest.raises(BadRequest) as refused:
        say(engine, "PUT /collections/b", PLAIN)
    assert refused.value.status == 400


def test_names_never_become_paths(engine, folder, say):
    for name in ("..%20..", "%20", ".hidden", "CON", "a%0Ab", "%C3%BC", "x" * 255):
        say(engine, f"PUT /collections/{name}", PLAIN)
    assert {path.name for path in folder.iterdir()} == {"lock", "catalogue.json", "collections"}
    assert all(len(path.name) == 16 for path in (folder / "collections").iterdir())


def test_half_made_collections_are_swept_at_opening(open_engine, folder, say):
    engine = open_engine()
    say(engine, "PUT /collections/a", PLAIN)
    engine.close()
    remains = folder / "collections" / "0123456789abcdef"
    (remains / "shard").mkdir(parents=True)
    (remains / "collection.json.new").write_text("{")
    other = folder / "collections" / "somebody else's"
    other.mkdir()
    engine = open_engine()
    assert not remains.exists()
    assert other.exists()
    assert say(engine, "GET /collections/a/exists").exists


@pytest.mark.parametrize("name", ["notes.txt", "collection", "collections/a"])
def test_folders_of_others_are_left_alone(folder, name):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("")
    with pytest.raises(NotAFolder, match="something else"):
        Engine(folder)
    assert [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()] == [name]


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(NotAFolder):
        Engine(tmp_path / "file")
    with pytest.raises(NotAFolder):
        Engine(tmp_path / "file" / "inside")


def test_an_empty_folder_will_do(folder):
    folder.mkdir()
    Engine(folder).close()
    Engine(folder).close()


@pytest.mark.parametrize("file", ["catalogue.json", "collection.json"])
@pytest.mark.parametrize(
    ("document", "error"),
    [
        ({"format": 3}, NewerFormat),
        ({"format": 1}, DamagedFolder),
        ({"format": "1"}, DamagedFolder),
        ({}, DamagedFolder),
        ([], DamagedFolder),
        (None, DamagedFolder),
    ],
)
def test_files_that_this_version_did_not_write(open_engine, folder, say, file, document, error):
    engine = open_engine()
    say(engine, "PUT /collections/a", PLAIN)
    engine.close()
    (path,) = folder.rglob(file)
    path.write_text("{" if document is None else json.dumps(document))
    with pytest.raises(error) as caught:
        say(open_engine(), "GET /collections/a")
    assert str(folder) in str(caught.value)
    path.unlink()


def test_a_folder_that_could_not_be_opened_is_free_again(open_engine, folder):
    open_engine().close()
    (folder / "catalogue.json").write_text(json.dumps({"format": 3}))
    with pytest.raises(NewerFormat):
        open_engine()
    (folder / "catalogue.json").write_text(json.dumps({"format": 1, "collections": {}, "aliases": {}}))
    open_engine()
