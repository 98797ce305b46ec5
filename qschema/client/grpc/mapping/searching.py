"""What a search may be told beside its query, and what it finds."""

from __future__ import annotations

from qschema.client import models
from qschema.client.grpc.codecs.choices import Case
from qschema.client.grpc.codecs.found import FoundPoints
from qschema.client.grpc.codecs.odd import InverseFrequency, Named
from qschema.client.grpc.mapping.registry import add, lookup, one_of, record, same
from qschema.client.grpc.mapping.vectors import FOUND_VECTORS

same(models.AcornSearchParams, models.QuantizationSearchParams, models.SearchParams)
add("IdfParams", InverseFrequency(lookup))
record(
    models.LookupLocation,
    "LookupLocation",
    names={"collection": "collection_name", "vector": "vector_name", "shard_key": "shard_key_selector"},
)
with_lookup = record(models.WithLookup, "WithLookup", "WithLookup as it is")
add("WithLookup", Named(with_lookup, "collection"))
scored = record(models.ScoredPoint, "ScoredPoint", "ScoredPoint as it is", names={"vector": "vectors"})
add("ScoredPoint", FoundPoints(scored, FOUND_VECTORS, lookup=lookup))
one_of(
    "GroupId",
    Case("unsigned_value", int, holds=lambda number: number >= 0),
    Case("integer_value", int),
    Case("string_value", str),
)
same(models.PointGroup, models.GroupsResult)
record(models.FacetRequest, "FacetCounts", names={"shard_key": "shard_key_selector"})
one_of("FacetValue", Case("string_value", str), Case("bool_value", bool), Case("integer_value", int))
record(models.FacetValueHit, "FacetHit")
record(models.FacetResponse, "FacetResponse")
record(models.SearchMatrixRequest, "SearchMatrixPoints", names={"shard_key": "shard_key_selector"})
record(models.SearchMatrixPair, "SearchMatrixPair")
record(models.SearchMatrixPairsResponse, "SearchMatrixPairs")
record(models.SearchMatrixOffsetsResponse, "SearchMatrixOffsets")
