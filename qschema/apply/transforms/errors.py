"""What can go wrong with transforms."""

from __future__ import annotations

from typing import ClassVar

from qschema.apply.errors import ApplyError


class TransformError(ApplyError):
    """Base of what can go wrong with transforms."""

    code: ClassVar[str] = "transform.error"


class BadTransformError(TransformError):
    """A transform is declared in a way that nobody understands."""

    code: ClassVar[str] = "transform.declaration"

    def __init__(self, at: int, why: str) -> None:
        super().__init__(
            "a transform can't be read",
            where=f"transforms[{at}]",
            why=why,
            fix="see docs/copying.md for those there are",
        )


class NotCallableError(TransformError):
    """A function that a transform names can't be found."""

    code: ClassVar[str] = "transform.no-function"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"the function {name!r} can't be used",
            why=why,
            fix="write module:function; the module must be found by Python (PYTHONPATH)",
        )


class CastError(TransformError):
    """A value can't be cast."""

    code: ClassVar[str] = "transform.cast"

    def __init__(self, path: str, value: object, to: str) -> None:
        super().__init__(
            f"{path} can't be cast to {to}: {value!r}",
            why="`otherwise: fail` is what a cast does unless it is told something else",
            fix="write otherwise: keep, or otherwise: drop; `qschema copy --census` shows what types there are",
        )


class UnknownModelError(TransformError):
    """Nothing here runs a model that is declared."""

    code: ClassVar[str] = "transform.no-model"

    def __init__(self, vector: str, model: str) -> None:
        super().__init__(
            f"the vector {vector!r} can't be filled: nothing here runs the model {model!r}",
            why="a model is a function module:function, or qdrant/bm25, which instances run themselves",
            fix="write model: module:function, of a function that gets a list of texts and returns a vector for each",
        )


class EmbeddingError(TransformError):
    """A model gave something else than a vector for each text."""

    code: ClassVar[str] = "transform.embedding"

    def __init__(self, model: str, why: str) -> None:
        super().__init__(
            f"the model {model!r} did not give a vector for each text",
            why=why,
            fix="it gets a list of texts and returns as many vectors: a matrix, or a list of any kind of vector",
        )


class BadIdError(TransformError):
    """An id that a transform made is none."""

    code: ClassVar[str] = "transform.id"

    def __init__(self, old: object, new: object) -> None:
        super().__init__(
            f"the point {old} can't get the id {new!r}",
            why="ids are whole numbers from 0 on, or UUIDs; a text that is neither gets the UUID that is made of it",
            fix="name a field that every point has, or a function that returns an id",
        )
