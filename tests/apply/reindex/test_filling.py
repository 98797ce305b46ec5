"""How a copy is brought in line with what was written while it was made."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.apply.copying.progress import CopyProgress
from qschema.apply.live_writes.lag import Lag
from qschema.apply.reindex.errand import Errand
from qschema.apply.reindex.filling import catch_up
from qschema.client import QdrantClient
from qschema.client.requests import ScrollPoints
from tests.apply.bench import PROJECT
from tests.apply.reindex.library import NAME, declared


class Passes:
    """Passes that find so many points behind, one after the other."""

    def __init__(self, behind: list[int]) -> None:
        self.left = behind.copy()

    def run(self) -> Lag:
        return Lag(changed=self.left.pop(0))


@pytest.fixture(scope="module")
def client() -> Iterator[QdrantClient]:
    with QdrantClient(":memory:") as one:
        yield one


@given(st.lists(st.integers(0, 9), max_size=9))
def test_passes_are_made_for_as_long_as_they_find_less(client, behind):
    seen: list[int] = []
    errand = Errand(
        client=client,
        project=PROJECT,
        check=lambda: None,
        copied=lambda progress: seen.append(progress.behind or 0),
    )
    passes = Passes([*behind, 0])
    catch_up(errand, passes, CopyProgress(10, 10, 10))
    assert seen == [*behind, 0][: len(seen)]
    *before, last = seen
    assert all(before)
    assert before == sorted(set(before), reverse=True)
    assert not last or (before and last >= before[-1])


def test_vectors_that_are_made_anew_are_not_read_to_copy(library):
    library.begin()
    read: list[object] = []

    def listen(request, send):
        if isinstance(request, ScrollPoints) and request.body.with_payload and request.collection_name == NAME:
            read.append(request.body.with_vector)
        return send(request)

    library.client.interceptors.append(listen)
    library.apply(declared(8))
    assert False in read
    assert library.serves(8)
