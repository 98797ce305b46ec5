"""What can be embedded, under the official client's names."""

from __future__ import annotations

from qschema.client import models

INFERENCE_OBJECT_TYPES = models.Document | models.Image | models.InferenceObject
"""What stands in place of a vector."""

INFERENCE_OBJECT_NAMES: set[str] = {"Document", "Image", "InferenceObject"}
"""The names of these types."""
