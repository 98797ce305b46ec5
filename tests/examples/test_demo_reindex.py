"""The parts of the demo of another embedding model; `make demo-reindex` runs it as a whole, on a server."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from examples.stdlib_docs import demo, demo_reindex
from examples.stdlib_docs.corpus import walk
from examples.stdlib_docs.load import COLLECTION, load
from examples.stdlib_docs.reader import Reader
from qschema.apply.planning import plan_for
from qschema.apply.run import apply_plan
from qschema.client import QdrantClient
from qschema.schema import load_project, load_schema

DOCUMENTS = 200


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(demo, "WORK", tmp_path / "work")
    monkeypatch.setattr(demo_reindex, "DOCUMENTS", DOCUMENTS)
    demo_reindex.prepare()
    return demo.WORK


def bring(client: QdrantClient) -> None:
    """Bring an instance to what the project declares."""
    plan = plan_for(client, load_schema(load_project(demo.WORK), "local"), place="here")
    apply_plan(client, plan, place="here", directory=demo.WORK)


def size(client: QdrantClient) -> int:
    """Return the size of the vectors of the collection that serves."""
    vectors = client.get_collection(COLLECTION).config.params.vectors
    assert isinstance(vectors, dict)
    return vectors["ngrams"].size


def test_every_edit_finds_its_place(work):
    declared = (work / demo.SCHEMA).read_text(encoding="utf-8")
    assert all(new in declared for _, new in demo_reindex.BEGINNING)
    assert [declared.count(old) for old, _ in demo_reindex.EDITS] == [1]


def test_nobody_notices_and_the_answers_are_those_of_the_larger_vectors(work):
    with QdrantClient(":memory:") as client:
        bring(client)
        load(client, list(islice(walk(), DOCUMENTS)), lambda _: None)
        assert size(client) == 384
        assert demo_reindex.small(client)
        demo.edit(demo_reindex.EDITS)
        reader = Reader(lambda: demo_reindex.read(client))
        with reader.at_work():
            bring(client)
        assert not reader.failures
        assert size(client) == 768
        assert demo_reindex.large(client)
        assert {one.suffix for one in (work / demo_reindex.REPORT).iterdir()} == {".json", ".md", ".svg"}


def test_a_reader_counts_what_fails():
    def fail() -> None:
        raise LookupError("not everything is found")

    reader = Reader(fail)
    with reader.at_work():
        while not reader.failures:
            pass
    assert len(reader.failures) == reader.reads


def test_a_folder_is_served_for_a_while(work):
    with demo_reindex.served(work / "served") as url, QdrantClient(url=url) as client:
        assert not client.get_collections().collections
