"""The standard service that tells of all others (grpc.reflection), for `grpcurl` and its likes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

from google.protobuf.descriptor import FileDescriptor
from google.protobuf.message import DecodeError

from qschema.client.grpc.pool import pool
from qschema.client.transports.grpc.methods import SERVICES
from qschema.serve.grpc import health
from qschema.serve.grpc.answering import Refusal
from qschema.serve.grpc.reflection_messages import VERSIONS, message_class

_NOT_FOUND = 5

PATHS = {f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo": version for version in VERSIONS}


def answers(path: str) -> Callable[[AsyncIterator[bytes], Any], AsyncIterator[bytes]]:
    """Return what answers the questions of one call, in the version that the path stands for."""
    question_class = message_class(PATHS[path], "ServerReflectionRequest")
    answer_class = message_class(PATHS[path], "ServerReflectionResponse")

    async def answered(questions: AsyncIterator[bytes], context: Any) -> AsyncIterator[bytes]:
        async for data in questions:
            try:
                question = question_class.FromString(data)
            except DecodeError as error:
                await Refusal("INTERNAL", f"the message can't be read: {error}").send(context)
            answer = answer_class(valid_host=question.host, original_request=question)
            _answer(question, answer)
            yield answer.SerializeToString()

    return answered


def _answer(question: Any, answer: Any) -> None:
    kind = question.WhichOneof("message_request")
    if kind == "list_services":
        for name in (*SERVICES, health.SERVICE, *(path.split("/")[1] for path in PATHS)):
            answer.list_services_response.service.add(name=name)
        return
    try:
        file = _file(question, kind)
    except KeyError:
        answer.error_response.error_code = _NOT_FOUND
        answer.error_response.error_message = "there is no such file, symbol or extension"
        return
    answer.file_descriptor_response.file_descriptor_proto.extend(_with_imports(file))


def _file(question: Any, kind: str | None) -> FileDescriptor:
    """Return the file that is asked for.

    Raises:
        KeyError: There is none.
    """
    if kind == "file_by_filename":
        return pool().FindFileByName(question.file_by_filename)
    if kind == "file_containing_symbol":
        return pool().FindFileContainingSymbol(question.file_containing_symbol)
    raise KeyError(kind)  # nothing here has extensions


def _with_imports(file: FileDescriptor) -> list[bytes]:
    """Return a file, and all that it imports, each once."""
    found: dict[str, FileDescriptor] = {}
    left = [file]
    while left:
        one = left.pop()
        if one.name not in found:
            found[one.name] = one
            left += one.dependencies
    return [one.serialized_pb for one in found.values()]
