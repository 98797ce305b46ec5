from __future__ import annotations

from typing import Any

TEXT: dict[str, Any] = {"size": 4, "distance": "Cosine"}
EMBED = {"model": "app.models:embed", "from": "title"}
ARTICLES = {"vectors": {"text": TEXT}}
WITH_IMAGE = {"vectors": {"text": TEXT, "image": {**TEXT, "embed": EMBED}}}


def test_a_vector_that_is_added_to_points_is_filled(planning, steps):
    planning.has("articles", ARTICLES, points=9)
    plan = planning.plan({"articles": WITH_IMAGE})
    address = "articles/vectors/image"
    assert steps(plan) == [("create_vector", address), ("fill_vector", address)]
    assert plan.steps[-1].points == 9


def test_one_that_is_made_anew_where_it_stands_is_filled_again(planning, steps):
    planning.has("articles", WITH_IMAGE, points=9)
    planning.had_applied("articles", WITH_IMAGE)
    wanted = {"vectors": {**WITH_IMAGE["vectors"], "image": {**TEXT, "size": 8, "embed": EMBED}}}
    wanted["lifecycle"] = {"replace": "delete_and_create"}
    address = "articles/vectors/image"
    assert steps(planning.plan({"articles": wanted})) == [
        ("delete_vector", address),
        ("create_vector", address),
        ("fill_vector", address),
    ]


def test_where_there_are_no_points_nothing_is_filled(planning, steps):
    planning.has("articles", ARTICLES)
    assert steps(planning.plan({"articles": WITH_IMAGE})) == [("create_vector", "articles/vectors/image")]


def test_what_nobody_here_can_call_fills_nothing(planning, steps):
    planning.has("articles", ARTICLES, points=9)
    far = {"vectors": {"text": TEXT, "image": {**TEXT, "embed": {"model": "some/model", "from": "title"}}}}
    assert steps(planning.plan({"articles": far})) == [("create_vector", "articles/vectors/image")]
