"""Request bodies: wire types to JSON bytes."""

from __future__ import annotations

from functools import cache
from typing import Any

import orjson
from pydantic_core import PydanticSerializationError, to_jsonable_python

from qschema.client.errors import InvalidRequest
from qschema.client.models.base import Model

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
        return orjson.dumps(body, default=_plain, option=_OPTIONS)
    except (TypeError, PydanticSerializationError) as error:
        raise InvalidRequest(
            "the body of the call can't be written as JSON",
            why=str(error.__cause__ or error),
            fix="use numbers of at most 64 bits, text, booleans, None, lists and dictionaries with text keys",
        ) from error


def _plain(value: Any) -> Any:
    """Give orjson something it knows for a value that it doesn't: models, strided arrays, sets, decimals."""
    if isinstance(value, Model):
        words = _words(type(value))
        given = value.model_fields_set
        return {words[name]: part for name, part in vars(value).items() if part is not None and name in given}
    if hasattr(value, "tolist"):
        return value.tolist()
    return to_jsonable_python(value)


@cache
def _words(kind: type[Model]) -> dict[str, str]:
    """Return the names of a type's fields → those that the API has for them."""
    return {name: field.serialization_alias or name for name, field in kind.model_fields.items()}
