"""The universal query."""

from __future__ import annotations

from uuid import UUID

from qschema.client import models
from qschema.client.grpc.codecs.choices import Case
from qschema.client.grpc.codecs.odd import Feedback, Named
from qschema.client.grpc.mapping.registry import add, holder, one_of, record, same, wrapped

same(models.Mmr, models.Rrf, models.RecommendInput, models.DiscoverInput, models.FeedbackItem)
same(models.Bm25Params)
feedback = record(models.RelevanceFeedbackInput, "RelevanceFeedbackInput", "RelevanceFeedbackInput as it is")
add("RelevanceFeedbackInput", Feedback(feedback))
record(models.NearestQuery, "NearestInputWithMmr")
record(models.ContextPair, "ContextInputPair")
holder("ContextInput", "pairs", empty=list)
record(models.NaiveFeedbackStrategyParams, "NaiveFeedbackStrategy")
one_of("FeedbackStrategy", Case("naive", models.NaiveFeedbackStrategy, inside="naive"))
record(models.FormulaQuery, "Formula", names={"formula": "expression"})
text = record(
    models.TextQueryInput,
    "TextQuery",
    "TextQuery as it is",
    names={"scoring": "bm25"},
    via={"scoring": wrapped(models.Bm25Scoring, "bm25", "Bm25Params")},
)
add("TextQuery", Named(text, "query"))
VECTORS = (list, str, int, UUID, models.SparseVector, models.Document, models.Image, models.InferenceObject)
one_of(
    "Query",
    Case("nearest_with_mmr", models.NearestQuery, holds=lambda query: query.mmr is not None),
    Case("nearest", models.NearestQuery, inside="nearest"),
    Case("recommend", models.RecommendQuery, inside="recommend"),
    Case("discover", models.DiscoverQuery, inside="discover"),
    Case("context", models.ContextQuery, inside="context"),
    Case("order_by", models.OrderByQuery, inside="order_by"),
    Case("fusion", models.FusionQuery, inside="fusion"),
    Case("rrf", models.RrfQuery, inside="rrf"),
    Case("formula", models.FormulaQuery),
    Case("sample", models.SampleQuery, inside="sample"),
    Case("relevance_feedback", models.RelevanceFeedbackQuery, inside="relevance_feedback"),
    Case("text", models.TextQuery, inside="text"),
    Case("nearest", *VECTORS),
)
record(models.Prefetch, "PrefetchQuery")
NAMES = {"shard_key": "shard_key_selector", "with_vector": "with_vectors"}
record(models.QueryRequest, "QueryPoints", names=NAMES)
record(models.QueryGroupsRequest, "QueryPointGroups", names=NAMES)
