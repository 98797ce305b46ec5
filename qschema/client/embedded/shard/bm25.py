"""Texts that the instance itself turns into sparse vectors, with the model `qdrant/bm25`."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from qschema.client import models
from qschema.client.embedded.shard import text
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.errors import BadRequest, ServerError
from qschema.client.requests.base import adapter

MODEL = "qdrant/bm25"

Inferred = models.Document | models.Image | models.InferenceObject


def embed_document(given: Inferred) -> models.SparseVector:
    """Return the vector of a text that is written: each word with its weight."""
    with engine_errors():
        return _sparse(_model(given).embed_document(_text(given)))


def embed_query(given: Inferred) -> models.SparseVector:
    """Return the vector of a text that is searched for: each word with the weight 1."""
    with engine_errors():
        return _sparse(_model(given).embed_query(_text(given)))


def _text(given: Inferred) -> str:
    if not isinstance(given, models.Document):
        raise BadRequest(f"only text is supported for {MODEL}", status=400)
    return given.text


def _model(given: Inferred) -> Any:
    if given.model.lower() != MODEL:
        raise ServerError(
            f"there is no inference service for the model {given.model!r}",
            status=500,
            fix=f"embed the text before the call, or use the model {MODEL}",
        )
    options = given.options
    if isinstance(options, dict):
        known = {key: value for key, value in options.items() if key in models.Bm25Config.model_fields}
        read: models.Bm25Config = adapter(models.Bm25Config).validate_python(known)
        options = read
    return _built((options or models.Bm25Config()).model_dump_json())


@lru_cache(maxsize=64)
def _built(written: str) -> Any:
    config = models.Bm25Config.model_validate_json(written)
    with engine_errors():
        return edge.Bm25(
            edge.Bm25Config(
                k=config.k,
                b=config.b,
                avg_len=config.avg_len,
                tokenizer=text.tokenizer(config.tokenizer),
                language=config.language,
                lowercase=config.lowercase,
                ascii_folding=config.ascii_folding,
                stopwords=text.stopwords(config.stopwords),
                stemmer=text.stemmer(config.stemmer),
                min_token_len=config.min_token_len,
                max_token_len=config.max_token_len,
            )
        )


def _sparse(vector: Any) -> models.SparseVector:
    return models.SparseVector.model_construct(indices=vector.indices, values=vector.values)
