"""`qschema copy`, from the outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qschema.client import QdrantClient, models
from tests.cli.session import Shell
from tests.servers import serving

BOOKS = [
    {"id": n, "vector": {"text": [n, 1]}, "payload": {"title": f"Book {n}", "year": n if n % 3 else str(n)}}
    for n in range(30)
]
YEARS = "transforms:\n  - cast: {year: integer}\n  - rename: {title: name}\n"


@pytest.fixture
def books(shell: Shell) -> Shell:
    """A shell beside an embedded instance with a collection."""
    with QdrantClient(path="here") as client:
        client.create_collection(
            "books",
            {"text": models.VectorParams(size=2, distance=models.Distance.DOT)},
            metadata={"owner": "search", "qschema": {"project": "library", "collection": "books", "generation": 1}},
        )
        client.create_payload_index("books", "year", models.PayloadSchemaType.INTEGER)
        client.upsert("books", BOOKS)
    shell.write("years.yaml", YEARS)
    return shell


def payloads(where: str | Path, name: str) -> list[dict[str, object]]:
    with QdrantClient(path=str(where)) as client:
        return [point.payload or {} for point in client.scroll(name, limit=100)[0]]


def test_a_collection_is_copied_and_created_like_its_source(books: Shell) -> None:
    done = books.qschema("--path", "here", "copy", "books", "--to-path", "there")
    assert (done.code, done.out) == (0, "")
    assert "30 points read, 30 written" in done.err
    assert payloads("there", "books") == payloads("here", "books")
    with QdrantClient(path="there") as client:
        info = client.get_collection("books")
        assert info.config.metadata == {"owner": "search"}  # not whose it is
        assert set(info.payload_schema) == {"year"}


def test_a_copy_that_is_done_is_left_alone_until_told_otherwise(books: Shell) -> None:
    copy = ("--path", "here", "copy", "books", "again")
    books.qschema(*copy)
    assert "30 of them before" in books.qschema(*copy).err
    other = books.qschema(*copy, "--transforms", "years.yaml")
    assert (other.code, "[copy.planned-otherwise]" in other.err) == (1, True)
    assert books.qschema(*copy, "--transforms", "years.yaml", "--restart").code == 0
    assert payloads("here", "again")[3] == {"year": 3, "name": "Book 3"}
    with QdrantClient(path="here") as client:
        client.delete_collection("again")
    assert "before" not in books.qschema(*copy, "--transforms", "years.yaml").err
    assert len(payloads("here", "again")) == 30


def test_it_says_how_far_it_is_as_json(books: Shell) -> None:
    done = books.qschema("--path", "here", "copy", "books", "again", "--json")
    last = json.loads(done.out.splitlines()[-1])
    assert (last["event"], last["read"], last["written"], last["total"]) == ("copied", 30, 30, 30)


def test_a_census_marks_what_is_mixed(books: Shell) -> None:
    told = books.qschema("--path", "here", "copy", "books", "--census")
    assert "integer 20, keyword 10" in told.out
    fields = json.loads(books.qschema("--path", "here", "copy", "books", "--census", "--json", "--sample", "4").out)
    assert fields["points"] == 4
    assert fields["fields"]["title"] == {"points": 4, "types": {"keyword": 4}, "examples": {"keyword": "'Book 0'"}}


def test_a_dry_run_shows_points_before_and_after_and_writes_nothing(books: Shell) -> None:
    dry = ("--path", "here", "copy", "books", "again", "--dry-run", "--transforms", "years.yaml", "--sample", "1")
    told = books.qschema(*dry)
    assert told.out == (
        "point 0\n    id: 0\n    vector 'text': [0.0,1.0]\n  - title: \"Book 0\"\n"
        '  - year: "0"\n  + year: 0\n  + name: "Book 0"\n'
    )
    assert json.loads(books.qschema(*dry, "--json").out)["after"]["payload"] == {"year": 0, "name": "Book 0"}
    with QdrantClient(path="here") as client:
        assert not client.collection_exists("again")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("books",), "cli.usage"),
        (("books", "_qschema"), "cli.usage"),
        (("books", "again", "--census", "--dry-run"), "cli.usage"),
        (("books", "again", "--window", "late"), "cli.usage"),
        (("books", "again", "--no-create"), "qdrant.not-found"),
        (("nothing", "again"), "qdrant.not-found"),
        (("books", "again", "--transforms", "bad.yaml"), "transform.declaration"),
    ],
)
def test_mistakes_are_told(books: Shell, args: tuple[str, ...], code: str) -> None:
    books.write("bad.yaml", "transforms:\n  - dorp: [x]\n")
    told = books.qschema("--path", "here", "copy", *args)
    assert (told.code, f"[{code}]" in told.err) == (1, True)


def test_a_copy_goes_to_a_server(books: Shell) -> None:
    with serving("--memory") as server:
        assert books.qschema("--path", "here", "copy", "books", "--to-url", server.url).code == 0
        with QdrantClient(server.url) as client:
            assert [point.payload for point in client.scroll("books", limit=100)[0]] == payloads("here", "books")
