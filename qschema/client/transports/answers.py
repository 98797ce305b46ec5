"""Answers as REST brings them: status, headers and bytes into a result or an error. Pure, for both transports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import NoneType
from typing import Any, Generic, TypeVar, get_args

from pydantic import TypeAdapter, ValidationError

from qschema.client.errors import ResponseHandlingException
from qschema.client.models.base import Model
from qschema.client.models.reading import read_answer_json
from qschema.client.requests.base import Request, adapter
from qschema.client.transports.refusals import is_html, quoted, refusal
from qschema.client.transports.rest_core import WireCall

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back.

    Attributes:
        status: The HTTP status code.
        headers: The headers; names are looked up in lower case.
        body: The decoded body.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


class Envelope(Model, Generic[R]):
    """A good answer. What stands beside the result is no reason to refuse it.

    Attributes:
        result: What was asked for.
        time: Seconds that the instance worked on it.
        usage: What the call cost.
    """

    result: R
    time: Any = None
    usage: Any = None


def read_answer(request: Request[R], call: WireCall, reply: Reply) -> Envelope[R]:
    """Return the result that an answer holds, and what stands beside it.

    Raises:
        UnexpectedResponse: The instance, or something in front of it, answered with an error; of the class that the
            status code stands for.
        ResponseHandlingException: It answered with success, but not as Qdrant does.
    """
    if not 200 <= reply.status < 300:
        raise refusal(call, reply.status, reply.headers, reply.body)
    form = request.rest
    if form.answer != "json":
        bare: Any = reply.body.decode("utf-8", "replace") if form.answer == "text" else reply.body
        return Envelope.model_construct(result=bare)
    try:
        if form.envelope:
            return read_answer_json(_enveloped(request.result), reply.body)
        return Envelope.model_construct(result=read_answer_json(adapter(request.result), reply.body))
    except ValidationError as error:
        if _names_no_result(error) and _may_be_nothing(request.result):
            nothing: Any = None
            return Envelope.model_construct(result=nothing)
        raise _unreadable(call, reply, error) from error


@cache
def _enveloped(result: Any) -> TypeAdapter[Any]:
    return TypeAdapter(Envelope[result])


@cache
def _may_be_nothing(result: Any) -> bool:
    """Whether there may be no result: an instance that was told not to wait leaves it out."""
    return NoneType in get_args(result)


def _names_no_result(error: ValidationError) -> bool:
    first = error.errors(include_url=False, include_input=False)[0]
    return (first["type"], first["loc"]) == ("missing", ("result",))


def _unreadable(call: WireCall, reply: Reply, error: ValidationError) -> ResponseHandlingException:
    first = error.errors(include_url=False, include_input=False)[0]
    if is_html(reply.headers, reply.body):
        what = "an HTML page instead of Qdrant's answer"
        why = "the address leads to a web page: a proxy, a login form or a dashboard"
    elif first["type"] == "json_invalid" or first["loc"] == () or _names_no_result(error):
        what = "the answer isn't one of Qdrant's"
        why = f"it begins with {quoted(reply.body)!r}" if reply.body.strip() else "it is empty"
    else:
        what = "the answer isn't what this call returns"
        place = ".".join(str(part) for part in first["loc"] if part != "result")
        why = f"at {place or 'its top'}: {first['msg']}"
    return ResponseHandlingException(
        what,
        method=call.method,
        url=call.url,
        collection=call.collection,
        status=reply.status,
        why=why,
        fix="check that the address is Qdrant's REST port",
    )
