"""Questions to the collection: a filter, full text, BM25, spelling, and both kinds of vector together."""

from __future__ import annotations

from collections.abc import Iterable

from examples.stdlib_docs.embedding import SIZE, embed
from examples.stdlib_docs.load import BM25, COLLECTION
from qschema.client import QdrantClient, models

Answers = list[tuple[str, str]]
"""Name and first line of each document found."""

ALIAS = "python-docs"
"""The alias that the collection gets with its second schema."""

LIMIT = 4


def filtered(client: QdrantClient) -> Answers:
    """Functions of the package `statistics`."""
    found, _ = client.scroll(COLLECTION, scroll_filter=_where(package="statistics", kind="function"), limit=LIMIT)
    return _answers(found)


def full_text(client: QdrantClient) -> Answers:
    """Documents that hold the words `leap` and `years`."""
    words = models.FieldCondition(key="text", match=models.MatchText(text="leap years"))
    found, _ = client.scroll(COLLECTION, scroll_filter=models.Filter(must=[words]), limit=LIMIT)
    return _answers(found)


def bm25(client: QdrantClient) -> Answers:
    """BM25, computed by the instance: compress a file."""
    question = models.Document(text="compress a file", model=BM25)
    return _answers(client.query_points(COLLECTION, query=question, using="words", limit=LIMIT).points)


def misspelt(client: QdrantClient, size: int = SIZE) -> Answers:
    """Character n-grams forgive spelling: compres fils."""
    question = embed("compres fils", size).tolist()
    return _answers(client.query_points(COLLECTION, query=question, using="ngrams", limit=LIMIT).points)


def hybrid(client: QdrantClient) -> Answers:
    """BM25 and n-grams fused, methods only: parse a date from a string."""
    text = "parse a date from a string"
    prefetch = [
        models.Prefetch(query=models.Document(text=text, model=BM25), using="words", limit=50),
        models.Prefetch(query=embed(text).tolist(), using="ngrams", limit=50),
    ]
    found = client.query_points(
        COLLECTION,
        prefetch=prefetch,
        query=models.FusionQuery(fusion=models.Fusion.RRF),
        query_filter=_where(kind="method"),
        limit=LIMIT,
    )
    return _answers(found.points)


def longest_signatures(client: QdrantClient) -> Answers:
    """The longest signatures, asked by the alias; to order by a field takes an index of it."""
    found, _ = client.scroll(
        ALIAS,
        order_by=models.OrderBy(key="signature_length", direction=models.Direction.DESC),
        limit=LIMIT,
    )
    return [(str(one.payload["name"]), f"{one.payload['signature_length']} characters") for one in found if one.payload]


FIRST = (filtered, full_text, bm25, misspelt, hybrid)
"""What the first schema answers."""


def _where(**values: str) -> models.Filter:
    return models.Filter(
        must=[models.FieldCondition(key=key, match=models.MatchValue(value=value)) for key, value in values.items()]
    )


def _answers(found: Iterable[models.Record | models.ScoredPoint]) -> Answers:
    return [(str(one.payload["name"]), str(one.payload["text"]).partition("\n")[0]) for one in found if one.payload]
