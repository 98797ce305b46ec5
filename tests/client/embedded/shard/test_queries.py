from __future__ import annotations

from collections.abc import Mapping

import numpy
import pytest

from qschema.client import models
from qschema.client.errors import BadRequest
from tests.client.embedded.shard.configs import config, points

CONFIG = config(
    {"e": {"size": 2, "distance": "Euclid"}, "d": {"size": 2, "distance": "Dot"}},
    {"s": {}},
)


@pytest.fixture
def shard(make):
    """Points 1 to 6 on a line, with payloads."""
    shard = make(CONFIG)
    shard.upsert(
        points(
            {
                "id": id,
                "vector": {"e": [id, 0], "d": [id, 1], "s": {"indices": [id % 2, 5], "values": [id, 1]}},
                "payload": {"n": id, "half": id / 2, "color": ["red", "green"][id % 2], "g": {"lon": id, "lat": 0}},
            }
            for id in range(1, 7)
        )
    )
    shard.create_index("n", models.IntegerIndexParams(type="integer"))
    shard.create_index("color", models.KeywordIndexParams(type="keyword"))
    return shard


def query(shard, given, **more):
    body = {"query": given, "limit": 10, **more}
    return [(point.id, point.score) for point in shard.query(models.QueryRequest.model_validate(body))]


def ids(found):
    return [id for id, _ in found]


def test_examples_are_averaged(shard):
    recommend = {"recommend": {"positive": [1, [3.0, 0.0]], "negative": [6]}}
    # 2 · mean(1, 3) - 6 = -2
    assert query(shard, recommend, using="e") == [(2, 4.0), (3, 5.0), (4, 6.0), (5, 7.0)]
    assert ids(query(shard, {"recommend": {"positive": [1, 2, 3]}}, using="e")) == [4, 5, 6]


def test_sparse_examples_are_averaged(shard):
    # 2 · {0: 2, 5: 1} - {1: 1, 5: 1}
    found = query(shard, {"recommend": {"positive": [2], "negative": [1]}}, using="s")
    assert sorted(found) == [(3, -2.0), (4, 17.0), (5, -4.0), (6, 25.0)]


def test_examples_may_be_scored_one_by_one(shard):
    best = query(shard, {"recommend": {"positive": [6], "negative": [1], "strategy": "best_score"}}, using="d")
    assert ids(best)[0] == 5
    total = query(shard, {"recommend": {"positive": [6], "negative": [1], "strategy": "sum_scores"}}, using="d")
    assert total == [(5, 25.0), (4, 20.0), (3, 15.0), (2, 10.0)]


def test_a_context_says_which_side_is_meant(shard):
    pair = {"positive": [6.0, 0.0], "negative": [1.0, 0.0]}
    found = dict(query(shard, {"discover": {"target": [4.0, 0.0], "context": pair}}, using="e"))
    assert {id for id, score in found.items() if score > 1} == {4, 5, 6}
    found = dict(query(shard, {"context": [pair]}, using="e"))
    assert {id for id, score in found.items() if score == pytest.approx(0, abs=1e-6)} == {4, 5, 6}


def test_feedback_moves_a_search(shard):
    strategy = {"naive": {"a": 1.0, "b": 1.0, "c": 1.0}}
    feedback = [{"example": 5, "score": 0.9}, {"example": [1.0, 1.0], "score": 0.1}]
    found = query(
        shard, {"relevance_feedback": {"target": [3.0, 1.0], "feedback": feedback, "strategy": strategy}}, using="d"
    )
    assert ids(found)[0] == 6
    assert 5 not in ids(found)


def test_points_come_in_the_order_of_a_field(shard):
    found = shard.query(models.QueryRequest(query=models.OrderByQuery(order_by="n"), limit=2, offset=1))
    assert [(point.id, point.score, point.order_value) for point in found] == [(2, 1.0, 2), (3, 1.0, 3)]
    order = models.OrderBy(key="n", direction="desc", start_from=4)
    page = shard.scroll(models.ScrollRequest(order_by=order, limit=2))
    assert [(point.id, point.order_value) for point in page.points] == [(4, 4), (3, 3)]
    assert page.next_page_offset is None
    with pytest.raises(BadRequest):
        shard.scroll(models.ScrollRequest(order_by="n", offset=3))
    with pytest.raises(BadRequest, match="color"):
        shard.scroll(models.ScrollRequest(order_by="color"))


BEST = {"query": [0.0, 0.0], "using": "e", "limit": 3}
WORST = {"query": [10.0, 0.0], "using": "e", "limit": 3}


def test_ranks_are_merged(shard):
    found = dict(query(shard, {"fusion": "rrf"}, prefetch=[BEST, WORST]))
    assert found == pytest.approx({1: 1 / 2, 2: 1 / 3, 3: 1 / 4, 6: 1 / 2, 5: 1 / 3, 4: 1 / 4})
    weighted = query(shard, {"rrf": {"k": 1, "weights": [3.0, 1.0]}}, prefetch=[BEST, WORST])
    assert ids(weighted)[:2] == [1, 2]
    with pytest.raises(BadRequest, match="weights"):
        query(shard, {"rrf": {"weights": [1.0]}}, prefetch=[BEST, WORST])


def test_scores_are_merged(shard):
    found = dict(query(shard, {"fusion": "dbsf"}, prefetch=[{"query": [1.0, 0.0], "using": "d", "limit": 6}]))
    scores = numpy.arange(1, 7)
    low, high = scores.mean() - 3 * scores.std(ddof=1), scores.mean() + 3 * scores.std(ddof=1)
    assert found == pytest.approx({n: (n - low) / (high - low) for n in range(1, 7)}, abs=1e-5)


def test_prefetches_are_searched_again(shard):
    inner = {"query": {"fusion": "rrf"}, "prefetch": [BEST, WORST], "limit": 4}
    assert ids(query(shard, [0.0, 0.0], using="e", prefetch=inner, limit=2)) == [1, 2]
    filtered = {**BEST, "filter": {"must": {"key": "color", "match": {"value": "red"}}}}
    assert ids(query(shard, [0.0, 0.0], using="e", prefetch=filtered)) == [2, 4, 6]


FORMULAS = [
    ({"sum": ["$score", {"mult": [10, "n"]}]}, lambda n: n + 10 * n),
    ({"neg": {"abs": {"sum": ["n", -4]}}}, lambda n: -abs(n - 4)),
    ({"div": {"left": 12, "right": "n"}}, lambda n: 12 / n),
    ({"div": {"left": 1, "right": 0, "by_zero_default": 7}}, lambda n: 7),
    ({"pow": {"base": "n", "exponent": 2}}, lambda n: n**2),
    ({"sqrt": "n"}, lambda n: n**0.5),
    ({"exp": "half"}, lambda n: float(numpy.exp(n / 2))),
    ({"ln": "n"}, lambda n: float(numpy.log(n))),
    ({"log10": "n"}, lambda n: float(numpy.log10(n))),
    ({"key": "color", "match": {"value": "red"}}, lambda n: 1.0 - n % 2),
    ({"lin_decay": {"x": "n", "target": 1, "scale": 4}}, lambda n: max(0, 1 - 0.5 / 4 * (n - 1))),
    ({"exp_decay": {"x": "n", "target": 1, "scale": 2, "midpoint": 0.5}}, lambda n: 0.5 ** ((n - 1) / 2)),
    ({"gauss_decay": {"x": "n", "target": 1, "scale": 2}}, lambda n: 0.5 ** (((n - 1) / 2) ** 2)),
    ("missing", lambda n: 3.0),
    (1.5, lambda n: 1.5),
    ({"datetime_key": "moment"}, lambda n: 86400.0),
    ({"sum": [{"datetime": "1970-01-02T00:00:00Z"}, "n"]}, lambda n: 86400.0 + n),
]


@pytest.mark.parametrize(("formula", "value"), FORMULAS, ids=[str(formula)[:60] for formula, _ in FORMULAS])
def test_formulas_compute_scores(shard, formula, value):
    prefetch = {"query": [0.0, 0.0], "using": "e", "limit": 6}
    defaults = {"missing": 3, "moment": "1970-01-02T00:00:00Z"}
    found = query(shard, {"formula": formula, "defaults": defaults}, prefetch=prefetch)
    assert dict(found) == pytest.approx({n: value(n) for n in range(1, 7)}, rel=1e-4)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_distances_on_the_globe_are_scores(shard):
    formula = {"neg": {"geo_distance": {"origin": {"lon": 0, "lat": 0}, "to": "g"}}}
    found = query(shard, {"formula": formula}, prefetch={"query": [0.0, 0.0], "using": "e"})
    assert ids(found) == [1, 2, 3, 4, 5, 6]
    assert found[0][1] == pytest.approx(-111_195, rel=0.01)


@pytest.mark.parametrize(
    "formula",
    [
        "missing",
        "color",
        {"ln": 0},
        {"sqrt": -1},
        {"div": {"left": 1, "right": 0}},
        {"exp_decay": {"x": "n", "scale": -1}},
        {"gauss_decay": {"x": "n", "midpoint": 1.5}},
        {"datetime": "no date"},
        {"max": ["n", 1]},
    ],
)
def test_formulas_without_a_value_are_refused(shard, formula):
    with pytest.raises(BadRequest):
        query(shard, {"formula": formula}, prefetch={"query": [0.0, 0.0], "using": "e"})


def test_a_formula_is_nested_only_so_deeply(shard):
    formula: models.Expression = "n"
    for _ in range(5000):
        formula = models.NegExpression.model_construct(neg=formula)
    given = models.FormulaQuery.model_construct(formula=formula, defaults={})
    prefetch = models.Prefetch(query=[0.0, 0.0], using="e")
    with pytest.raises(BadRequest, match="60"):
        shard.query(models.QueryRequest.model_construct(query=given, prefetch=prefetch))


def test_points_are_drawn_at_random(shard):
    found = query(shard, {"sample": "random"}, filter={"must": {"key": "n", "range": {"lte": 4}}})
    assert sorted(found) == [(1, 1.0), (2, 1.0), (3, 1.0), (4, 1.0)]


@pytest.mark.parametrize(("using", "near"), [("d", [1.0, 0.0]), ("s", {"indices": [1], "values": [1.0]})])
def test_nearness_is_traded_for_variety(shard, using, near):
    same = query(shard, {"nearest": near, "mmr": {"diversity": 0.0}}, using=using, limit=3)
    assert same == query(shard, near, using=using, limit=3)
    varied = query(shard, {"nearest": near, "mmr": {"diversity": 1.0, "candidates_limit": 6}}, using=using, limit=3)
    assert varied[0] == same[0]
    assert ids(varied) != ids(same)
    assert (
        ids(query(shard, {"nearest": near, "mmr": {"diversity": 0.0}}, using=using, limit=3, offset=1)) == ids(same)[1:]
    )


def test_varied_prefetches_are_not_varied_but_merged(shard):
    prefetch = {"query": {"nearest": {"indices": [5], "values": [1.0]}, "mmr": {}}, "using": "s", "limit": 4}
    assert len(query(shard, {"fusion": "rrf"}, prefetch=prefetch)) == 4


@pytest.fixture
def other(make):
    """Another collection, with a point whose id is 1."""
    shard = make(config({"x": {"size": 2, "distance": "Dot"}, "wide": {"size": 3, "distance": "Dot"}}))
    shard.upsert(points([{"id": 1, "vector": {"x": [6.0, 0.0], "wide": [1, 2, 3]}, "payload": {"of": "other"}}]))
    return shard


def test_vectors_are_looked_up_elsewhere(shard, other):
    location = models.LookupLocation(collection="other", vector="x")
    body = models.QueryRequest(query=1, using="e", lookup_from=location, limit=6)
    assert [point.id for point in shard.query(body, lambda _: other)] == [6, 5, 4, 3, 2, 1]
    wide = location.model_copy(update={"vector": "wide"})
    with pytest.raises(BadRequest, match="dim"):
        shard.query(body.model_copy(update={"lookup_from": wide}), lambda _: other)
    unknown = location.model_copy(update={"vector": "zzz"})
    with pytest.raises(BadRequest, match="zzz"):
        shard.query(body.model_copy(update={"lookup_from": unknown}), lambda _: other)


def groups(shard, lookup=None, **more):
    body = models.QueryGroupsRequest.model_validate({"query": [0.0, 0.0], "using": "e", **more})
    return shard.query_groups(body, lookup).groups


def test_points_are_grouped_by_a_value(shard):
    found = groups(shard, group_by="color", group_size=2, with_payload=["n"])
    assert [(group.id, [(hit.id, hit.payload) for hit in group.hits]) for group in found] == [
        ("green", [(1, {"n": 1}), (3, {"n": 3})]),
        ("red", [(2, {"n": 2}), (4, {"n": 4})]),
    ]
    assert [group.id for group in groups(shard, group_by="n", limit=2)] == [1, 2]
    assert groups(shard, group_by="half") == []
    assert groups(shard, group_by="never") == []
    shard.upsert(points([{"id": 7, "vector": {"e": [0, 0]}, "payload": {"color": ["red", "blue", "red"]}}]))
    assert {group.id: group.hits[0].id for group in groups(shard, group_by="color")} == {
        "red": 7,
        "blue": 7,
        "green": 1,
    }


def test_groups_have_a_record_of_another_collection(shard, other):
    found = groups(shard, lambda _: other, group_by="n", limit=2, with_lookup="other")
    assert [group.lookup and group.lookup.payload for group in found] == [{"of": "other"}, None]


def test_values_are_counted(shard):
    hits = shard.facet(models.FacetRequest(key="color", exact=True)).hits
    assert [(hit.value, hit.count) for hit in hits] == [("green", 3), ("red", 3)]
    assert len(shard.facet(models.FacetRequest(key="n", limit=2**64 - 1)).hits) == 6
    with pytest.raises(BadRequest, match="half"):
        shard.facet(models.FacetRequest(key="half"))


def test_a_sample_is_compared_with_itself(shard):
    body = models.SearchMatrixRequest(using="e", sample=6, limit=1, filter=None)
    found = shard.matrix_pairs(body).pairs
    assert [pair.a for pair in found] == [1, 2, 3, 4, 5, 6]
    assert all(abs(pair.a - pair.b) == 1 == pair.score for pair in found)
    offsets = shard.matrix_offsets(body)
    assert offsets.ids == [1, 2, 3, 4, 5, 6]
    assert offsets.offsets_row == [0, 1, 2, 3, 4, 5]
    assert offsets.scores == [1.0] * 6
    assert (
        shard.matrix_pairs(
            models.SearchMatrixRequest(using="e", filter=models.Filter(must=models.HasIdCondition(has_id=[1])))
        ).pairs
        == []
    )
    with pytest.raises(BadRequest, match="zzz"):
        shard.matrix_pairs(models.SearchMatrixRequest(using="zzz"))


def test_inverse_frequencies_weigh_words(make):
    shard = make(config(sparse={"w": {"modifier": "idf"}}))
    rows: Mapping[int, list[int]] = {1: [1, 2], 2: [1], 3: [1], 4: [3]}
    shard.upsert(
        points(
            {"id": id, "vector": {"w": {"indices": i, "values": [1] * len(i)}}, "payload": {"n": id}}
            for id, i in rows.items()
        )
    )

    def weight(index, **params):
        body = {"query": {"indices": [index], "values": [1]}, "using": "w", "params": params or None}
        return shard.query(models.QueryRequest.model_validate(body))[0].score

    assert weight(1) == pytest.approx(numpy.log((4 - 3 + 0.5) / (3 + 0.5) + 1), abs=1e-5)
    assert weight(2) == pytest.approx(numpy.log((4 - 1 + 0.5) / (1 + 0.5) + 1), abs=1e-5)
    corpus = {"must": {"has_id": [1, 2]}}
    assert weight(2, idf={"corpus": corpus}) == pytest.approx(numpy.log((2 - 1 + 0.5) / (1 + 0.5) + 1), abs=1e-5)
