"""Methods of the official client that this version doesn't have yet: each says so."""

from __future__ import annotations

from typing import Any, ClassVar

from qschema.client import models
from qschema.client.coming import no_embedding


class AsyncComingCalls:
    """Methods of the official client that this version doesn't have yet: each says so.

    Attributes:
        DEFAULT_BATCH_SIZE: How many texts or images are embedded at a time, where nothing else is said.
    """

    DEFAULT_BATCH_SIZE: ClassVar[int] = 8

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
