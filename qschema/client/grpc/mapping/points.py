"""Points: what is written, what is selected, and how they are read."""

from __future__ import annotations

from datetime import date

from qschema.client import models
from qschema.client.grpc.codecs.choices import Case
from qschema.client.grpc.codecs.found import FoundPoints
from qschema.client.grpc.codecs.odd import Named, ShardKeys
from qschema.client.grpc.codecs.points import Insertions, Points
from qschema.client.grpc.codecs.records import Record
from qschema.client.grpc.codecs.selections import Selection, SelectionAlone
from qschema.client.grpc.codecs.times import MomentTexts
from qschema.client.grpc.codecs.upserts import Upserts
from qschema.client.grpc.mapping.registry import add, holder, lookup, one_of, record, selecting
from qschema.client.grpc.mapping.vectors import FOUND_VECTORS, VECTORS

SHARD_KEY = {"shard_key": "shard_key_selector"}

add("ShardKeySelector", ShardKeys(lookup))
point = record(models.PointStruct, "PointStruct", "PointStruct as it is", names={"vector": "vectors"})
POINTS = Points(VECTORS, point)
add("PointStruct", POINTS)
record(models.PointVectors, "PointVectors", names={"vector": "vectors"})
holder("PointsIdsList", "ids", empty=list)
add("PointsSelector", Selection(lookup))
add("PointsSelector alone", SelectionAlone(Selection(lookup)))
for message, number in (("UpsertPoints", 3), ("PointsUpdateOperation.PointStructList", 1)):
    beside = Record(models.PointsList, message, lookup=lookup, names=SHARD_KEY, lacking=("points",))
    add(message, Upserts(Insertions(POINTS, number), POINTS, beside))
for message in ("UpdatePointVectors", "PointsUpdateOperation.UpdateVectors"):
    record(models.UpdateVectors, message, names=SHARD_KEY)
for message in ("DeletePointVectors", "PointsUpdateOperation.DeleteVectors"):
    selecting(models.DeleteVectors, message, "points_selector", names={"vector": "vectors"})
for message in ("SetPayloadPoints", "PointsUpdateOperation.SetPayload", "PointsUpdateOperation.OverwritePayload"):
    selecting(models.SetPayload, message, "points_selector")
for message in ("DeletePayloadPoints", "PointsUpdateOperation.DeletePayload"):
    selecting(models.DeletePayload, message, "points_selector")
for message in (
    *("ClearPayloadPoints", "DeletePoints"),
    *("PointsUpdateOperation.ClearPayload", "PointsUpdateOperation.DeletePoints"),
):
    selecting(None, message, "points")

holder("VectorsSelector", "names", empty=list)
holder("PayloadIncludeSelector", "fields", empty=list)
holder("PayloadExcludeSelector", "fields", empty=list)
one_of(
    "WithPayloadSelector",
    Case("enable", bool),
    Case("include", list),
    Case("include", models.PayloadSelectorInclude, inside="include"),
    Case("exclude", models.PayloadSelectorExclude, inside="exclude"),
)
one_of("WithVectorsSelector", Case("enable", bool), Case("include", list))
one_of("OrderValue", Case("int", int), Case("float", float))
retrieved = record(models.Record, "RetrievedPoint", "RetrievedPoint as it is", names={"vector": "vectors"})
add("RetrievedPoint", FoundPoints(retrieved, FOUND_VECTORS, lookup=lookup))
record(
    models.PointRequest,
    "GetPoints",
    names={**SHARD_KEY, "with_vector": "with_vectors"},
)
one_of(
    "StartFrom",
    Case("integer", int),
    Case("float", float),
    Case("timestamp", date),
    Case("datetime", date, via=MomentTexts()),
)
order_by = record(models.OrderBy, "OrderBy", "OrderBy as it is")
add("OrderBy", Named(order_by, "key"))
record(models.ScrollRequest, "ScrollPoints", names={**SHARD_KEY, "with_vector": "with_vectors"})
record(models.CountRequest, "CountPoints", names=SHARD_KEY)
record(models.CountResult, "CountResult")
record(models.UpdateResult, "UpdateResult")
holder("WriteOrdering", "type")
one_of("ReadConsistency", Case("type", models.ReadConsistencyType), Case("factor", int))
