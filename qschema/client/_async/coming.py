"""Methods of the official client that this version doesn't have yet: each says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, NoReturn

from qschema.client import models
from qschema.client.coming import no_embedding, no_grpc, no_uploads


class AsyncComingCalls:
    """Methods of the official client that this version doesn't have yet: each says so.

    Attributes:
        DEFAULT_BATCH_SIZE: How many texts or images are embedded at a time, where nothing else is said.
    """

    DEFAULT_BATCH_SIZE: ClassVar[int] = 8

    def upload_points(
        self,
        collection_name: str,
        points: Iterable[models.PointStruct],
        batch_size: int = 64,
        parallel: int = 1,
        method: str | None = None,
        max_retries: int = 3,
        wait: bool = False,
        shard_key_selector: models.ShardKeySelector | None = None,
        update_filter: models.Filter | None = None,
        update_mode: models.UpdateMode | None = None,
        **kwargs: Any,
    ) -> NoReturn:
        """Upload points in batches; not in this version.

        Raises:
            NotYetAvailable: Always.
        """
        raise no_uploads("upload_points")

    def upload_collection(
        self,
        collection_name: str,
        vectors: Any,
        payload: Iterable[Mapping[str, Any]] | None = None,
        ids: Iterable[models.ExtendedPointId] | None = None,
        batch_size: int = 64,
        parallel: int = 1,
        method: str | None = None,
        max_retries: int = 3,
        wait: bool = False,
        shard_key_selector: models.ShardKeySelector | None = None,
        update_filter: models.Filter | None = None,
        update_mode: models.UpdateMode | None = None,
        **kwargs: Any,
    ) -> NoReturn:
        """Upload vectors with their ids and payloads, column by column; not in this version.

        Raises:
            NotYetAvailable: Always.
        """
        raise no_uploads("upload_collection")

    def migrate(
        self,
        dest_client: Any,
        collection_names: Sequence[str] | None = None,
        batch_size: int = 100,
        recreate_on_collision: bool = False,
    ) -> NoReturn:
        """Copy collections to another instance; not in this version.

        Raises:
            NotYetAvailable: Always.
        """
        raise no_uploads("migrate")

    def get_embedding_size(self, model_name: str) -> int:
        """Return how many numbers a model's vectors have; not in this version.

        Raises:
            NotYetAvailable: Always.
        """
        raise no_embedding("get_embedding_size")

    @classmethod
    def list_text_models(cls) -> dict[str, tuple[int, models.Distance]]:
        """List the models that embed texts; not in this version.

        Raises:
            NotYetAvailable: Always.
        """
        raise no_embedding("list_text_models")

    @classmethod
    def list_image_models(cls) -> dict[str, tuple[int, models.Distance]]:
        """List the models that embed images; not in this version.

        Raises:
            NotYetAvailable: Always.
        """
        raise no_embedding("list_image_models")

    @classmethod
    def list_late_interaction_text_models(cls) -> dict[str, tuple[int, models.Distance]]:
        """List the models that embed texts token by token; not in this version.

        Raises:
            NotYetAvailable: Always.
        """
        raise no_embedding("list_late_interaction_text_models")

    @classmethod
    def list_late_interaction_multimodal_models(cls) -> dict[str, tuple[int, models.Distance]]:
        """List the models that embed texts and images part by part; not in this version.

        Raises:
            NotYetAvailable: Always.
        """
        raise no_embedding("list_late_interaction_multimodal_models")

    @classmethod
    def list_sparse_models(cls) -> dict[str, dict[str, Any]]:
        """List the models that give sparse vectors; not in this version.

        Raises:
            NotYetAvailable: Always.
        """
        raise no_embedding("list_sparse_models")

    @property
    def grpc_collections(self) -> Any:
        """The stub of gRPC's calls about collections; not in this version."""
        raise no_grpc("grpc_collections")

    @property
    def grpc_points(self) -> Any:
        """The stub of gRPC's calls about points; not in this version."""
        raise no_grpc("grpc_points")
