"""Loading the corpus: dense vectors from here, BM25 vectors from the instance, payload for filters."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from examples.stdlib_docs.corpus import Doc
from examples.stdlib_docs.embedding import embed
from qschema.client import QdrantClient, models

COLLECTION = "stdlib_docs"
BM25 = "qdrant/bm25"
BATCH = 256


def load(client: QdrantClient, docs: Sequence[Doc], progress: Callable[[int], None]) -> None:
    """Write documents into the collection, batch by batch.

    Args:
        client: The instance.
        docs: What to write; a document's place in the sequence is its id.
        progress: Called with the number of documents written so far.
    """
    for start in range(0, len(docs), BATCH):
        batch = docs[start : start + BATCH]
        points = [_point(start + offset, doc) for offset, doc in enumerate(batch)]
        client.upsert(COLLECTION, points=points, wait=True)
        progress(start + len(batch))


def _point(number: int, doc: Doc) -> models.PointStruct:
    return models.PointStruct(
        id=number,
        vector={
            "ngrams": embed(doc.summary).tolist(),
            "words": models.Document(text=f"{doc.name} {doc.text}", model=BM25),
        },
        payload={
            "name": doc.name,
            "module": doc.module,
            "package": doc.package,
            "kind": doc.kind,
            "signature_length": doc.signature_length,
            "text": doc.text,
            "summary": doc.summary,
        },
    )
