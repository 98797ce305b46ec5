"""What model classes declare, asked as the loader asks them."""

from __future__ import annotations

import enum
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal, Optional
from uuid import UUID

import pytest

from qschema.client import models
from qschema.orm import Collection, field, sparse_vector, vector
from qschema.orm.index_types import fitting_index
from qschema.schema.errors import BadValueError, DeclaredTwiceError, MissingKeyError, SchemaErrors


class Kind(str, enum.Enum):
    NEWS = "news"


class Base(Collection):
    tenant: str = field(is_tenant=True)

    class Meta:
        abstract = True
        name = "base"
        hnsw_config = {"m": 24}
        owner = "search"
        aliases = ["never"]


class Article(Base):
    body: str
    published: datetime = field()
    tags: list[Kind] = field("tags[]")
    text: list[float] = vector(4, "Cosine", on_disk=True, embed={"model": "m", "from": "body"})
    words: models.SparseVector = sparse_vector(modifier=models.Modifier.IDF)

    class Meta:
        owner = "news"
        aliases = ("docs",)


class NewsItem(Article):
    text: list[float] = vector(8, models.Distance.DOT, name="letters")
    title: str | None = field(index="text", tokenizer="word")

    class Meta:
        name = "news"


class Plain(Collection):
    only: list[float] = vector(4, "Dot", name="")


def said(cls: type[Collection]) -> dict[str, Any]:
    described = cls.__qschema__()
    assert described
    return dict(described.said)


def test_attributes_and_meta_make_a_declaration():
    assert said(Article) == {
        "hnsw_config": {"m": 24},
        "owner": "news",
        "aliases": ("docs",),
        "payload_indexes": {
            "tenant": {"type": "keyword", "is_tenant": True},
            "published": {"type": "datetime"},
            "tags[]": {"type": "keyword"},
        },
        "vectors": {
            "text": {"size": 4, "distance": "Cosine", "on_disk": True, "embed": {"model": "m", "from": "body"}}
        },
        "sparse_vectors": {"words": {"modifier": models.Modifier.IDF}},
    }


def test_a_subclass_inherits_attributes_and_settings_and_replaces_them():
    news = said(NewsItem)
    assert news["hnsw_config"] == {"m": 24}
    assert news["owner"] == "news"
    assert "aliases" not in news
    assert news["vectors"] == {"letters": {"size": 8, "distance": models.Distance.DOT}}
    assert news["payload_indexes"]["title"] == {"type": "text", "tokenizer": "word"}
    assert list(news["payload_indexes"]) == ["tenant", "published", "tags[]", "title"]


def test_names():
    names = {cls: described.name for cls in (Article, NewsItem, Plain) if (described := cls.__qschema__())}
    assert names == {Article: "article", NewsItem: "news", Plain: "plain"}
    assert type("HTTPCache", (Collection,), {}).__qschema__().name == "http_cache"  # type: ignore[attr-defined]


def test_what_is_abstract_declares_nothing():
    assert Collection.__qschema__() is None
    assert Base.__qschema__() is None


def test_a_vector_without_a_name():
    assert said(Plain)["vectors"] == {"size": 4, "distance": "Dot"}


def test_every_part_has_its_place():
    described = NewsItem.__qschema__()
    assert described
    source = Path(__file__).read_text(encoding="utf-8").splitlines()
    expected = {
        "hnsw_config": "hnsw_config =",
        "hnsw_config/m": '"m": 24',
        "vectors/letters": "text: list[float] = vector(8",
        "vectors/letters/name": '"letters"',
        "sparse_vectors/words/modifier": "models.Modifier.IDF",
        "payload_indexes/title/tokenizer": '"word"',
        "owner": 'owner = "news"',
    }
    for path, text in expected.items():
        place = described.places[path]
        assert place.file == __file__
        assert source[place.line - 1][place.column - 1 :].startswith(text), path
    assert source[described.source.line - 1] == "class NewsItem(Article):"


@pytest.mark.parametrize(
    ("kind", "index"),
    [
        (str, "keyword"),
        (Kind, "keyword"),
        (bool, "bool"),
        (int, "integer"),
        (float, "float"),
        (datetime, "datetime"),
        (date, "datetime"),
        (UUID, "uuid"),
        (models.GeoPoint, "geo"),
        (list[int], "integer"),
        (Optional[str], "keyword"),  # noqa: UP045 - people write it
        (str | None, "keyword"),
        (Annotated[float, "stars"], "float"),
        (tuple[str, ...], "keyword"),
        (Literal["a", "b"], "keyword"),
        (list[str] | str | None, "keyword"),
        (int | str, None),
        (Literal["a", 1], None),
        (dict[str, str], None),
        (object, None),
        (Any, None),
    ],
)
def test_the_index_that_fits(kind, index):
    assert fitting_index(kind) == index


class Doubtful(Collection):
    mixed: int | str = field()
    bare = field()
    unknown: Nowhere = field(index="keyword")  # type: ignore[name-defined]  # noqa: F821


class Clear(Collection):
    mixed: int | str = field(index="keyword")
    unknown: Nowhere = field(index="keyword")  # type: ignore[name-defined]  # noqa: F821


def test_an_annotation_that_cannot_be_read_matters_only_where_it_is_needed():
    assert said(Clear)["payload_indexes"] == {"mixed": {"type": "keyword"}, "unknown": {"type": "keyword"}}
    with pytest.raises(SchemaErrors, match="Nowhere") as caught:
        Doubtful.__qschema__()
    assert all(isinstance(error, BadValueError) for error in caught.value.errors)
    assert all("test_collection.py:" in error.where for error in caught.value.errors)


class Mixed(Collection):
    mixed: int | str = field()
    bare = field()


def test_an_index_that_is_not_said_is_asked_for():
    with pytest.raises(SchemaErrors) as caught:
        Mixed.__qschema__()
    assert [type(error) for error in caught.value.errors] == [MissingKeyError, MissingKeyError]
    assert "int | str" in caught.value.errors[0].why
    assert "no annotation" in caught.value.errors[1].why


@pytest.mark.parametrize(
    "attributes",
    [
        {"a": vector(4, "Dot", name=""), "b": vector(4, "Dot")},
        {"a": vector(4, "Dot"), "b": vector(4, "Dot", name="")},
        {"a": vector(4, "Dot"), "b": vector(4, "Dot", name="a")},
        {"a": field(index="bool"), "b": field("a", index="bool")},
        {"a": vector(4, "Dot"), "Meta": type("Meta", (), {"vectors": {"size": 4, "distance": "Dot"}})},
    ],
)
def test_two_attributes_for_one_thing(attributes):
    with pytest.raises(DeclaredTwiceError):
        type("Twice", (Collection,), attributes).__qschema__()  # type: ignore[attr-defined]
