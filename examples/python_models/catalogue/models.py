"""The collections of a catalogue that many shops share."""

from __future__ import annotations

import enum
from datetime import datetime

from qschema.orm import Collection, field, sparse_vector, vector

MODEL = "BAAI/bge-small-en-v1.5"


class Availability(str, enum.Enum):
    IN_STOCK = "in stock"
    ON_ORDER = "on order"
    GONE = "gone"


class OfShop(Collection):
    """Whatever belongs to one shop, and is searched within it."""

    shop: str = field(is_tenant=True)
    changed: datetime = field()

    class Meta:
        abstract = True
        hnsw_config = {"m": 0, "payload_m": 16}  # a graph for each shop, and none across them


class Product(OfShop):
    title: str = field(index="text", tokenizer="word", lowercase=True)
    description: str
    price: float = field()
    availability: Availability = field()
    categories: list[str] = field("categories[]")
    text: list[float] = vector(384, "Cosine", on_disk=True, embed={"model": MODEL, "from": ["title", "description"]})
    picture: list[float] = vector(512, "Cosine", quantization_config={"scalar": {"type": "int8"}})
    words: dict[int, float] = sparse_vector(modifier="idf", embed={"model": "Qdrant/bm25", "from": "description"})

    class Meta:
        name = "products"
        aliases = ["catalogue"]
        description = "What the shops sell"


class Review(OfShop):
    product: int = field()
    stars: int = field(lookup=False)
    body: list[float] = vector(384, "Cosine", embed={"model": MODEL, "from": "text"})

    class Meta:
        name = "reviews"
