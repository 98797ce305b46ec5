from __future__ import annotations

import json
from pathlib import Path

import pytest

from qschema.client import QdrantClient, models
from tests.cli.session import Shell

VERIFY = """\
    lifecycle:
      verify:
        overlap: {k: 3, at_least: 0.5, queries: queries.jsonl}
"""


def fill(folder: Path, **numbers: list[int]) -> None:
    """Make collections with points of these ids in an embedded instance."""
    with QdrantClient(path=str(folder)) as client:
        for name, ids in numbers.items():
            client.create_collection(name, {"text": models.VectorParams(size=4, distance=models.Distance.COSINE)})
            client.upsert(
                name,
                [models.PointStruct(id=id, vector={"text": [1.0, id, id * id, 1.0]}, payload={"n": id}) for id in ids],
                wait=True,
            )


@pytest.fixture
def copied(library: Shell) -> Shell:
    """A project with a collection, a copy, and a copy that lacks a point."""
    fill(library.folder / ".qschema/local", articles=[1, 2, 3, 4], whole=[1, 2, 3, 4], short=[1, 2, 4])
    return library


def test_a_whole_copy_passes(copied: Shell):
    ended = copied.qschema("verify", "articles", "whole")
    assert ended.code == 0, ended.err
    assert "whole held against articles" in ended.out
    assert "✓ ids        4 ids, the same in both" in ended.out
    assert ended.out.splitlines()[-1].startswith("Passed: ")


def test_what_a_copy_lacks_is_told_with_exit_code_2(copied: Shell):
    ended = copied.qschema("verify", "articles", "short")
    assert ended.code == 2
    assert "✗ ids        1 id missing" in ended.out
    assert "3  missing from the new collection" in ended.out
    assert ended.out.splitlines()[-1].startswith("Failed: counts, ids")


def test_a_copy_may_be_on_another_instance(copied: Shell):
    fill(copied.folder / "elsewhere", articles=[1, 2, 3, 4])
    ended = copied.qschema("verify", "articles", "articles", "--to-path", "elsewhere", "--json")
    assert ended.code == 0, ended.err
    found = json.loads(ended.out)
    assert found["passed"]
    assert found["new"] == {"collection": "articles", "place": str(copied.folder / "elsewhere")}


def test_what_is_declared_counts(copied: Shell):
    schema = copied.folder / "schema/articles.yaml"
    schema.write_text(schema.read_text() + VERIFY)
    missing = copied.qschema("verify", "articles", "whole")
    assert missing.code == 1
    assert "verify.queries-file" in missing.err
    copied.write("queries.jsonl", '{"point": 2, "expect": [3]}\n{"vector": [1, 2, 3, 4], "using": "text"}\n')
    ended = copied.qschema("verify", "articles", "whole", "--markdown")
    assert ended.code == 0, ended.err
    assert "| ✓ | overlap | 100.0% of the first 3 are the same, over 2 queries | 0.5 or more on average |" in ended.out
    assert "| ✓ | canaries | 1 of 1 canary found what they had to |" in ended.out
    copied.write("others.jsonl", '{"point": 2, "expect": [77]}\n')
    assert copied.qschema("verify", "articles", "whole", "--queries", "others.jsonl").code == 2


def test_a_report_is_written_and_written_again(copied: Shell):
    for _ in range(2):
        ended = copied.qschema("verify", "articles", "short", "--report", "out/report")
        assert ended.code == 2
        assert "Written to out/report" in ended.err
    folder = copied.folder / "out/report"
    assert {file.name for file in folder.iterdir()} == {
        "report.json",
        "report.md",
        "overlap.svg",
        "scores.svg",
        "latency.svg",
    }
    assert json.loads((folder / "report.json").read_text())["passed"] is False
    assert "![overlap](overlap.svg)" in (folder / "report.md").read_text()


def test_a_collection_that_is_not_there(copied: Shell):
    ended = copied.qschema("verify", "articles", "none")
    assert ended.code == 1
    assert "none" in ended.err


def test_two_formats_at_once_are_refused(copied: Shell):
    assert copied.qschema("verify", "a", "b", "--json", "--markdown").code == 1
