"""Every row of the table of facts, changed by a plan on the embedded engine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import qschema
from qschema.client import QdrantClient
from qschema.errors import QschemaError
from qschema.planner.steps.effects import Undo
from qschema.schema.loader import load_schema
from qschema.schema.project import load_project
from tests.apply.bench import Bench
from tests.apply.changes.cases import CASES, COPY, REFUSED_ROWS
from tests.apply.changes.checks import check
from tests.apply.changes.trial import Trial, try_all

FACTS = Path(qschema.__path__[0]).parent / "tools" / "facts" / "changes.json"


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    with QdrantClient(":memory:") as client:
        yield try_all(Bench.over(client), CASES)


def test_every_row_has_a_case():
    rows = {row["id"] for row in json.loads(FACTS.read_text(encoding="utf-8"))["params"]}
    assert {case.row for case in CASES} | set(REFUSED_ROWS) == rows
    assert len({case.collection for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.collection)
def test_a_change_takes_what_the_table_says_and_is_taken_back_where_that_is_promised(trial, case):
    check(case, trial)


def test_the_page_says_of_every_row_what_its_cases_show():
    page = (FACTS.parents[2] / "docs" / "changes.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| `")]
    told = {row[0].strip("| `"): (row[2].strip("`").split(), row[5]) for row in rows}
    assert told.keys() == {case.row for case in CASES} | set(REFUSED_ROWS)
    for case in CASES:
        signs, undo = told[case.row]
        assert set(case.signs) <= set(signs) or (case.steps == COPY and "-/+" in signs), case.row
        words = {Undo.LOSSLESS: "an inverse", Undo.SNAPSHOT: "a snapshot", Undo.NONE: "no"}
        assert words[case.undo] in undo, case.row


def test_what_1_16_removed_can_not_be_declared(tmp_path):
    (tmp_path / "qschema.yaml").write_text("project: library\nschemas: [a.yaml]\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text("collections: {a: {vectors: {}, init_from: {collection: b}}}\n", encoding="utf-8")
    with pytest.raises(QschemaError, match="init_from"):
        load_schema(load_project(tmp_path), None)


def test_shard_keys_are_impossible_where_there_is_no_cluster():
    sharded = {"vectors": {}, "sharding_method": "custom", "shard_keys": [{"shard_key": "north"}]}
    with QdrantClient(":memory:") as client:
        (change,) = Bench.over(client).plan({"places": sharded}).impossible
    assert "only a cluster" in change.reason
