"""Copying collections from one instance to another, under the official client's module name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from qschema.client._sync.client_base import QdrantBase
from qschema.client.coming import no_uploads

__all__ = ["migrate"]


def migrate(
    source_client: QdrantBase,
    dest_client: QdrantBase,
    collection_names: Sequence[str] | None = None,
    recreate_on_collision: bool = False,
    batch_size: int = 100,
) -> NoReturn:
    """Copy collections from one instance to another; not in this version.

    Raises:
        NotYetAvailable: Always.
    """
    raise no_uploads("migrate")
