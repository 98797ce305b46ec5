"""Payload indexes."""

from __future__ import annotations

from qschema.client import models
from qschema.client.grpc.codecs.choices import Case
from qschema.client.grpc.codecs.odd import Scoring, SnowballStemmer, StopWords
from qschema.client.grpc.codecs.schemas import FieldSchemas
from qschema.client.grpc.codecs.wrappers import Constant
from qschema.client.grpc.mapping.registry import add, lookup, one_of, record

record(
    models.KeywordIndexParams,
    "KeywordIndexParams",
    constant={"type": models.KeywordIndexType.KEYWORD},
    only_true=("prefix",),
)
record(models.IntegerIndexParams, "IntegerIndexParams", constant={"type": models.IntegerIndexType.INTEGER})
record(models.FloatIndexParams, "FloatIndexParams", constant={"type": models.FloatIndexType.FLOAT})
record(models.GeoIndexParams, "GeoIndexParams", constant={"type": models.GeoIndexType.GEO})
record(
    models.TextIndexParams,
    "TextIndexParams",
    constant={"type": models.TextIndexType.TEXT},
    only_true=("scoring",),
    # where nothing is said, a server 1.19.0 refuses (gRPC) or takes words (REST); measured
    always={"tokenizer": models.TokenizerType.WORD},
    needs=("tokenizer",),
)
record(models.BoolIndexParams, "BoolIndexParams", constant={"type": models.BoolIndexType.BOOL})
record(models.DatetimeIndexParams, "DatetimeIndexParams", constant={"type": models.DatetimeIndexType.DATETIME})
record(models.UuidIndexParams, "UuidIndexParams", constant={"type": models.UuidIndexType.UUID})
add("KeywordPrefixParams", Constant(True))
add("StopwordsSet", StopWords())
scoring = record(models.TextScoringParams, "TextScoringParams", "TextScoringParams alone")
add("TextScoringParams", Scoring(scoring))
add("SnowballParams", SnowballStemmer())
add("DisabledStemmer", Constant(models.DisabledStemmerParams(type=models.NoStemmer.NONE)))
one_of(
    "StemmingAlgorithm",
    Case("snowball", models.SnowballParams),
    Case("disabled", models.DisabledStemmerParams),
)
one_of(
    "PayloadIndexParams",
    Case("keyword_index_params", models.KeywordIndexParams),
    Case("integer_index_params", models.IntegerIndexParams),
    Case("float_index_params", models.FloatIndexParams),
    Case("geo_index_params", models.GeoIndexParams),
    Case("text_index_params", models.TextIndexParams),
    Case("bool_index_params", models.BoolIndexParams),
    Case("datetime_index_params", models.DatetimeIndexParams),
    Case("uuid_index_params", models.UuidIndexParams),
)
record(models.PayloadIndexInfo, "PayloadSchemaInfo")
add("CreateFieldIndexCollection", FieldSchemas(lookup))
