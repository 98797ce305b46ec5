"""Taking over a folder of the official client's local mode; what is in it is tested with the importer."""

from __future__ import annotations

import json

from qschema.client import QdrantClient


def test_a_folder_is_taken_over_into_a_new_instance(library):
    (library.folder / "theirs").mkdir()
    meta = {"collections": {"a": {"vectors": {"size": 2, "distance": "Dot"}}}, "aliases": {"b": "a"}}
    library.write("theirs/meta.json", json.dumps(meta))
    ended = library.qschema("--path", "ours", "import-local", "theirs")
    assert (ended.code, ended.err.strip()) == (0, "a: 0 points")
    with QdrantClient(path=library.folder / "ours") as client:
        assert client.count("b").count == 0
    again = library.qschema("--path", "ours", "import-local", "theirs")
    assert again.code == 1
    assert "isn't empty" in again.err


def test_it_has_to_be_told_where_to(library):
    ended = library.qschema("import-local", "theirs")
    assert ended.code == 1
    assert "qschema --path DIR import-local theirs" in ended.err
