"""Making fields out of others."""

from __future__ import annotations

import re
from typing import Any

from pydantic import field_validator

from qschema.apply.transforms.base import PayloadTransform
from qschema.apply.transforms.calling import function
from qschema.apply.transforms.paths import put, values_at
from qschema.schema.embedding import is_function_name

_HOLE = re.compile(r"\{([^{}]+)\}")


class ComputeFields(PayloadTransform):
    """Makes fields, from top to bottom.

    Attributes:
        compute: Paths, and what makes the value of each: a text with paths in braces (`{first} {last}`), or a function
            `module:function`, which gets the payload.
    """

    compute: dict[str, str]

    @field_validator("compute")
    @classmethod
    def _has_makers(cls, value: dict[str, str]) -> dict[str, str]:
        for maker in value.values():
            if not (_HOLE.search(maker) or is_function_name(maker)):
                raise ValueError(f"{maker!r} is neither a function module:function nor a text with {{paths}}")
        return value

    def change(self, payload: dict[str, Any]) -> None:
        """Make the fields of a payload."""
        for path, maker in self.compute.items():
            put(payload, path, _filled(maker, payload) if _HOLE.search(maker) else function(maker)(payload))


def _filled(template: str, payload: dict[str, Any]) -> str:
    """Return a template with what stands at the paths in it; what isn't there is an empty text."""
    return _HOLE.sub(lambda hole: " ".join(str(value) for value in values_at(payload, hole[1])), template)
