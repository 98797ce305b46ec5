"""Rankings made into one, beside the official client's way."""

from __future__ import annotations

import pytest
import qdrant_client.hybrid.fusion as official
import qdrant_client.models as their_models
from hypothesis import given
from hypothesis import strategies as st

from qschema.client import models
from qschema.client.hybrid.fusion import distribution_based_score_fusion, reciprocal_rank_fusion

RANKINGS = st.lists(
    st.lists(st.tuples(st.integers(0, 12), st.floats(-10, 10, width=32)), max_size=6, unique_by=lambda hit: hit[0]),
    max_size=4,
)


def hits(home, rankings):
    return [[home.ScoredPoint(id=id, version=0, score=score) for id, score in ranking] for ranking in rankings]


def same(ours, theirs):
    assert [point.score for point in ours] == pytest.approx([point.score for point in theirs])
    assert {point.id: point.score for point in ours}.keys() <= {point.id for point in ours}
    by_score = {point.id: point.score for point in theirs}
    assert all(by_score.get(point.id, point.score) == pytest.approx(point.score) for point in ours)


@given(RANKINGS, st.integers(1, 10), st.none() | st.integers(1, 60), st.data())
def test_by_place(rankings, limit, constant, data):
    weights = data.draw(st.none() | st.lists(st.floats(-1, 3), min_size=len(rankings), max_size=len(rankings)))
    ours = reciprocal_rank_fusion(hits(models, rankings), limit, constant, weights)
    theirs = official.reciprocal_rank_fusion(hits(their_models, rankings), limit, constant, weights)
    assert [point.id for point in ours] == [point.id for point in theirs]
    same(ours, theirs)


@given(RANKINGS, st.integers(1, 10))
def test_by_score(rankings, limit):
    ours = distribution_based_score_fusion(hits(models, rankings), limit)
    same(ours, official.distribution_based_score_fusion(hits(their_models, rankings), limit))


def test_the_callers_points_stay_as_they_were():
    ranking = hits(models, [[(1, 0.9), (2, 0.1)]])
    assert [point.score for point in reciprocal_rank_fusion(ranking)] == [0.5, 1 / 3]
    assert [point.score for point in ranking[0]] == [pytest.approx(0.9), pytest.approx(0.1)]
    distribution_based_score_fusion(ranking, 2)
    assert [point.score for point in ranking[0]] == [pytest.approx(0.9), pytest.approx(0.1)]


def test_weights_that_are_too_few():
    with pytest.raises(ValueError, match="2 rankings need as many weights, not 1"):
        reciprocal_rank_fusion([[], []], weights=[1.0])
