"""Every row of the table of facts, changed by a plan on the embedded engine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import qschema
from qschema.client import QdrantClient
from tests.apply.bench import Bench
from tests.apply.changes.cases import CASES, REFUSED_ROWS
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
