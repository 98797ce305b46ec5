"""Request bodies: wire types to JSON bytes."""

from __future__ import annotations

from typing import Any

import orjson
from pydantic import BaseModel
from pydantic_core import PydanticSerializationError, to_jsonable_python

from qschema.client.errors import InvalidRequest

_OPTIONS = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS


def encode_body(body: Any) -> bytes:
    """Return a request body as JSON.

    What was never set, and what was set to None, is left out: a server takes null for "not given" in every field of
    its own (a PATCH changes nothing, a create takes the default). Nulls inside of what belongs to the user (payloads,
    metadata) stay, as does the word `Disabled`. Numpy arrays are written without a Python object per number.

    Args:
        body: A wire model, or plain values.

    Raises:
        InvalidRequest: It holds something that has no JSON form.
    """
    try:
        if isinstance(body, BaseModel):
            body = body.model_dump(by_alias=True, exclude_unset=True, exclude_none=True)
        return orjson.dumps(body, default=_plain, option=_OPTIONS)
    except (TypeError, PydanticSerializationError) as error:
        raise InvalidRequest(
            "the body of the call can't be written as JSON",
            why=str(error.__cause__ or error),
            fix="use numbers of at most 64 bits, text, booleans, None, lists and dictionaries with text keys",
        ) from error


def _plain(value: Any) -> Any:
    """Give orjson something it knows for a value that it doesn't: strided arrays, sets, decimals, nested models."""
    if hasattr(value, "tolist"):
        return value.tolist()
    return to_jsonable_python(value)
