from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from qschema.client import QdrantClient, models
from qschema.client.embedded.copying import copy_folder
from qschema.client.errors import QdrantError
from tests.client.embedded.canaries.poison import NAME, SIZE, SPARSE, VECTORS, Call, poisons

SOAK = settings().max_examples >= 1_000
Open = tuple[QdrantClient, Path]


def point(id: int) -> models.PointStruct:
    sparse = models.SparseVector(indices=[id], values=[1.0])
    return models.PointStruct(id=id, vector={"d": [id, 1, 2], "m": [[id, 1]], "s": sparse}, payload={"n": id})


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    folder = tmp_path_factory.mktemp("poison") / "instance"
    with QdrantClient(path=folder) as client:
        client.create_collection(NAME, vectors_config=VECTORS, sparse_vectors_config=SPARSE)
        client.create_payload_index(NAME, "n", models.PayloadSchemaType.FLOAT, wait=True)
        client.upsert(NAME, [point(id) for id in range(10, 20)], wait=True)
        yield client, folder


numbers = count(100)


def refusal(client: QdrantClient, call: Call) -> QdrantError | None:
    try:
        call(client)
    except QdrantError as error:
        return error
    except ValidationError:  # what can't even be said
        return None
    return None


@settings(max_examples=2_000 if SOAK else 60, phases=[Phase.generate])
@given(given=st.lists(poisons, min_size=1, max_size=4))
def test_what_is_poison_to_the_engine_is_refused_and_loses_nothing(opened, tmp_path_factory, given):
    """Each call is carried out or refused with an error of the client; the next write is fine, and so is a crash."""
    client, folder = opened
    for call in given:
        refused = refusal(client, call)
        # A server, too, answers 500 to a name that is too long for a folder; whatever else is one came from the engine.
        assert refused is None or refused.status != 500 or "no folder can be called so" in refused.what
    number = next(numbers)
    client.upsert(NAME, [point(number)], wait=True)
    expected = client.scroll(NAME, limit=10_000, with_vectors=True)[0]
    assert {number, *range(10, 20)} <= {one.id for one in expected}
    if number % 10 == 0:
        copy = tmp_path_factory.mktemp("crashed") / "instance"
        copy_folder(folder, copy)
        with QdrantClient(path=copy) as again:
            assert again.scroll(NAME, limit=10_000, with_vectors=True)[0] == expected
            found = again.query_points(NAME, [1.0] * SIZE, using="d", limit=10_000).points
            assert number in {one.id for one in found}
            assert again.count(NAME, models.Filter(must=[models.FieldCondition(key="n", range={"gte": 0})])).count >= 11
