"""Every row of the table of facts, changed by a plan on a real server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qschema.client import QdrantClient
from tests.apply.bench import Bench
from tests.apply.changes.cases import CASES
from tests.apply.changes.checks import check
from tests.apply.changes.trial import Trial, try_all
from tests.apply.haste import nobody_else_writes

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def trial(start_server) -> Iterator[Trial]:
    url = start_server()
    with QdrantClient(url) as client, nobody_else_writes():
        yield try_all(Bench.over(client, url), CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.collection)
def test_a_change_takes_what_the_table_says_and_is_taken_back_where_that_is_promised(trial, case):
    check(case, trial)
