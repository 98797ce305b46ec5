"""Batches, groups, facets and matrices, against a real server."""

from __future__ import annotations

import pytest

from qschema.client import models
from qschema.client.errors import BadRequest

pytestmark = pytest.mark.live


@pytest.fixture
def chunks(client, name):
    """Six parts of three documents, and the documents."""
    docs = f"{name}-docs"
    client.create_collection(name, models.VectorParams(size=2, distance="Dot"))
    client.create_collection(docs)
    client.upsert(
        name,
        [
            models.PointStruct(id=n, vector=[n / 10, 1.0], payload={"doc": n % 3, "tag": ["a", "b"] if n < 3 else "b"})
            for n in range(6)
        ],
    )
    client.upsert(docs, [models.PointStruct(id=n, vector={}, payload={"title": f"t{n}"}) for n in range(3)])
    client.create_payload_index(name, "tag", "keyword")
    yield name
    client.delete_collection(name)
    client.delete_collection(docs)


def test_queries_in_a_batch(client, chunks):
    answers = client.query_batch_points(
        chunks,
        [
            models.QueryRequest(query=[1.0, 0.0], limit=2),
            models.QueryRequest(query=5, limit=1, with_payload=True, with_vector=True),
            {"query": {"sample": "random"}, "limit": 3},
        ],
        timeout=10,
    )
    assert [[hit.id for hit in answer.points] for answer in answers[:2]] == [[5, 4], [4]]
    assert answers[0].points[0].payload is None
    assert answers[1].points[0].payload == {"doc": 1, "tag": "b"}
    assert len(answers[2].points) == 3


def test_groups(client, chunks):
    found = client.query_points_groups(
        chunks, "doc", [1.0, 0.0], limit=2, group_size=1, with_lookup=f"{chunks}-docs", with_vectors=("",)
    )
    assert [(group.id, [hit.id for hit in group.hits]) for group in found.groups] == [(2, [5]), (1, [4])]
    assert [group.lookup.payload for group in found.groups] == [{"title": "t2"}, {"title": "t1"}]
    assert found.groups[0].hits[0].vector == [0.5, 1.0]


def test_facets(client, chunks):
    assert {hit.value: hit.count for hit in client.facet(chunks, "tag", exact=True).hits} == {"a": 3, "b": 6}
    only = models.Filter(must=[models.HasIdCondition(has_id=[5])])
    assert [(hit.value, hit.count) for hit in client.facet(chunks, "tag", only, limit=1, timeout=5).hits] == [("b", 1)]
    with pytest.raises(BadRequest):
        client.facet(chunks, "doc")


def test_matrices(client, chunks):
    pairs = client.search_matrix_pairs(chunks, sample=6, limit=2, timeout=10).pairs
    assert len(pairs) == 12
    assert all(pair.a != pair.b for pair in pairs)
    offsets = client.search_matrix_offsets(chunks, sample=6, limit=1)
    assert len(offsets.scores) == len(offsets.offsets_row) == len(offsets.offsets_col) == 6
    assert sorted(offsets.ids) == list(range(6))


def test_stages_may_come_as_any_sequence(client, chunks):
    stage = models.Prefetch(query=[1.0, 0.0], limit=3)
    for stages in (stage, [stage], (stage,)):
        found = client.query_points(chunks, models.FusionQuery(fusion="rrf"), prefetch=stages)
        assert [hit.id for hit in found.points] == [5, 4, 3]
