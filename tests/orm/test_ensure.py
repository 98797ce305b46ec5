"""Model classes that make their collections; `tests/apply/test_ensuring.py` says what that means in all."""

from __future__ import annotations

import asyncio

import pytest

from qschema.apply.errors import NotEnsuredError
from qschema.client import AsyncQdrantClient, QdrantClient
from qschema.orm import Collection, field, sparse_vector, vector
from qschema.schema.errors import MissingKeyError


class Base(Collection):
    tenant: str = field(is_tenant=True)

    class Meta:
        abstract = True


class Article(Base):
    text: list[float] = vector(4, "Cosine")

    class Meta:
        name = "articles"
        aliases = ("docs",)


class NewerArticle(Article):
    title: list[float] = vector(2, "Dot")
    words: dict[int, float] = sparse_vector()
    year: int = field()

    class Meta:
        name = "articles"
        aliases = ("docs", "latest")


class WiderArticle(Article):
    text: list[float] = vector(8, "Cosine")

    class Meta:
        name = "articles"


def test_old_and_new_versions_of_a_program_start_side_by_side():
    with QdrantClient(":memory:") as client:
        assert Article.ensure(client, project="library").run
        assert NewerArticle.ensure(client, project="library").run
        for model in (Article, NewerArticle):
            assert not model.ensure(client, project="library").run
        with pytest.raises(NotEnsuredError, match="articles/vectors/text"):
            WiderArticle.ensure(client, project="library")
        params = client.get_collection("articles").config.params
        assert set(params.vectors) == {"text", "title"}


def test_a_class_that_declares_nothing_is_none_to_ensure():
    with QdrantClient(":memory:") as client, pytest.raises(MissingKeyError):
        Base.ensure(client, project="library")


def test_without_blocking_the_loop():
    async def main() -> None:
        async with AsyncQdrantClient(":memory:") as client:
            assert (await Article.aensure(client, project="library")).run
            assert not (await Article.aensure(client, project="library")).run

    asyncio.run(main())
