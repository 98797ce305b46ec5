"""Ids and filters."""

from __future__ import annotations

from qschema.client import models
from qschema.client.grpc.codecs.choices import Case, all_are, is_a
from qschema.client.grpc.codecs.points import IDS
from qschema.client.grpc.codecs.records import Split
from qschema.client.grpc.mapping.registry import add, holder, one_of, record, same

add("PointId", IDS)
same(
    *(models.DatetimeRange, models.Filter, models.GeoBoundingBox, models.GeoLineString, models.GeoPoint),
    *(models.GeoPolygon, models.GeoRadius, models.HasIdCondition, models.HasVectorCondition, models.MinShould),
    *(models.Range, models.ValuesCount),
)
record(models.PayloadField, "IsEmptyCondition")
record(models.PayloadField, "IsNullCondition")
record(models.Nested, "NestedCondition")
record(models.Slice, "SliceCondition")
record(
    models.FieldCondition,
    "FieldCondition",
    names={"range": (Split("range", (models.Range,)), Split("datetime_range", (models.DatetimeRange,)))},
)
holder("RepeatedStrings", "strings", empty=list)
holder("RepeatedIntegers", "integers", empty=list)
one_of(
    "Match",
    Case("keyword", models.MatchValue, inside="value", holds=is_a(str)),
    Case("boolean", models.MatchValue, inside="value", holds=is_a(bool)),
    Case("integer", models.MatchValue, inside="value", holds=is_a(int)),
    Case("text", models.MatchText, inside="text"),
    Case("text_any", models.MatchTextAny, inside="text_any"),
    Case("phrase", models.MatchPhrase, inside="phrase"),
    Case("prefix", models.MatchPrefix, inside="prefix"),
    Case("substring", models.MatchSubstring, inside="substring"),
    Case("keywords", models.MatchAny, inside="any", holds=all_are(str)),
    Case("integers", models.MatchAny, inside="any", holds=all_are(int)),
    Case("except_keywords", models.MatchExcept, inside="except_", holds=all_are(str)),
    Case("except_integers", models.MatchExcept, inside="except_", holds=all_are(int)),
)
CONDITIONS = (
    Case("field", models.FieldCondition),
    Case("filter", models.Filter),
    Case("has_id", models.HasIdCondition),
    Case("has_vector", models.HasVectorCondition),
    Case("is_empty", models.IsEmptyCondition, inside="is_empty"),
    Case("is_null", models.IsNullCondition, inside="is_null"),
    Case("nested", models.NestedCondition, inside="nested"),
    Case("slice", models.SliceCondition, inside="slice"),
)
one_of("Condition", *CONDITIONS)
