"""Batches of changes."""

from __future__ import annotations

from qschema.client import models
from qschema.client.grpc.codecs.choices import Case
from qschema.client.grpc.mapping.registry import one_of, record

one_of(
    "PointsUpdateOperation",
    Case("upsert", models.UpsertOperation, inside="upsert"),
    Case("delete_points", models.DeleteOperation, inside="delete"),
    Case("set_payload", models.SetPayloadOperation, inside="set_payload"),
    Case("overwrite_payload", models.OverwritePayloadOperation, inside="overwrite_payload"),
    Case("delete_payload", models.DeletePayloadOperation, inside="delete_payload"),
    Case("clear_payload", models.ClearPayloadOperation, inside="clear_payload"),
    Case("update_vectors", models.UpdateVectorsOperation, inside="update_vectors"),
    Case("delete_vectors", models.DeleteVectorsOperation, inside="delete_vectors"),
    # the older fields of two of them are read, and never written
    Case("delete_deprecated", models.DeleteOperation, inside="delete", via="PointsSelector alone"),
    Case("clear_payload_deprecated", models.ClearPayloadOperation, inside="clear_payload", via="PointsSelector alone"),
)
record(models.UpdateOperations, "UpdateBatchPoints")
