"""Calls about payload indexes."""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client._sync.base import Calls
from qschema.client.arguments import field_kind, refuse_unknown, whole_seconds
from qschema.client.requests.indexes import CreatePayloadIndex, DeletePayloadIndex
from qschema.client.warning import warn_caller


class IndexCalls(Calls):
    """Calls about payload indexes."""

    def create_payload_index(
        self,
        collection_name: str,
        field_name: str,
        field_schema: models.PayloadFieldSchema | str | int | None = None,
        field_type: models.PayloadFieldSchema | str | int | None = None,
        wait: bool = True,
        ordering: models.WriteOrdering | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.UpdateResult:
        """Index a payload field, or replace the index that it has; the same index again changes nothing.

        Args:
            collection_name: A collection or an alias.
            field_name: The field's path, such as `author.name` or `tags[].id`.
            field_schema: The type, such as `"keyword"` or a number of `grpc.PayloadSchemaType`, or the type with its
                parameters.
            field_type: The old name of `field_schema`.
            wait: Whether to wait until the index is built.
            ordering: How writes are ordered among the nodes of a cluster.
            timeout: Seconds that the server may wait. It then answers with the status `wait_timeout`, and builds on.
            **kwargs: Refused by name.
        """
        refuse_unknown("create_payload_index", kwargs)
        if field_type is not None:
            warn_caller("field_type is deprecated: use field_schema", DeprecationWarning)
            field_schema = field_type
        body = models.CreateFieldIndex.model_validate(
            {"field_name": field_name, "field_schema": field_kind(field_schema)}
        )
        request = CreatePayloadIndex(collection_name, body, wait, ordering, whole_seconds(timeout))
        return self.send(request)

    def delete_payload_index(
        self,
        collection_name: str,
        field_name: str,
        wait: bool = True,
        ordering: models.WriteOrdering | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.UpdateResult:
        """Drop the index of a payload field; it is no error if there is none.

        Args:
            collection_name: A collection or an alias.
            field_name: The field's path.
            wait: Whether to wait until the index is gone.
            ordering: How writes are ordered among the nodes of a cluster.
            timeout: Seconds that the server may wait.
            **kwargs: Refused by name.
        """
        refuse_unknown("delete_payload_index", kwargs)
        request = DeletePayloadIndex(collection_name, field_name, wait, ordering, whole_seconds(timeout))
        return self.send(request)
