"""Vectors, and what is made into vectors."""

from __future__ import annotations

from qschema.client import models
from qschema.client.grpc.codecs.odd import Documents
from qschema.client.grpc.codecs.vectors import Dense, Multi, NamedVectors, Sparse, VectorCodec, VectorsCodec
from qschema.client.grpc.mapping.registry import add, lookup, record, same

add("DenseVector", Dense())
add("MultiDenseVector", Multi())
add("SparseVector", Sparse())
document = record(models.Document, "Document", "Document as it is")
add("Document", Documents(document))
same(models.Image, models.InferenceObject)

READ = {"dense": 101, "sparse": 102, "multi_dense": 103}
WRITTEN = {**READ, "document": 104, "image": 105, "object": 106}
SEARCHED = {"id": 1, "dense": 2, "sparse": 3, "multi_dense": 4, "document": 5, "image": 6, "object": 7}
"""The numbers of the fields of a vector that is read, written, and searched with."""

VECTOR = VectorCodec(WRITTEN, "vector", lookup=lookup)
OUTPUT = VectorCodec(READ, "vector", lookup=lookup)
VECTORS = VectorsCodec(VECTOR)
FOUND_VECTORS = VectorsCodec(OUTPUT)
add("Vector", VECTOR)
add("VectorOutput", OUTPUT)
add("VectorInput", VectorCodec(SEARCHED, "variant", lookup=lookup))
add("Vectors", VECTORS)
add("VectorsOutput", FOUND_VECTORS)
add("NamedVectors", NamedVectors(VECTOR))
add("NamedVectorsOutput", NamedVectors(OUTPUT))
