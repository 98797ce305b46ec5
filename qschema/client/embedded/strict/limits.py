"""The limits of a collection, as they are declared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qschema.client.embedded.collection import Collection

Limits = Mapping[str, Any]
"""Name of a limit, as in `strict_mode_config` → its value; what isn't there has no limit."""


def limits_of(collection: Collection) -> Limits | None:
    """Return the limits of a collection, None where strict mode is off.

    The same object is returned until the limits are told anew: rates are counted from there (measured on 1.19.0).
    """
    said: Limits | None = collection.config.get("strict_mode_config")
    return said if said and said.get("enabled") else None
