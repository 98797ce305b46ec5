"""First versions of what a declaration can say. Written by tools/generate_change_table.py; do not edit.

Only what came after the oldest server that apply supports is listed.
"""

from __future__ import annotations

Version = tuple[int, int]

FIELDS: dict[tuple[str, str], Version] = {
    ("BinaryQuantizationConfig", "memory"): (1, 19),
    ("BoolIndexParams", "enable_hnsw"): (1, 17),
    ("BoolIndexParams", "memory"): (1, 19),
    ("BoolIndexParams", "nested"): (1, 20),
    ("CollectionParamsDiff", "id_tracker"): (1, 20),
    ("CollectionParamsDiff", "payload"): (1, 19),
    ("CollectionParamsDiff", "read_fan_out_delay_ms"): (1, 17),
    ("CreateCollection", "id_tracker"): (1, 20),
    ("CreateCollection", "payload"): (1, 19),
    ("DatetimeIndexParams", "enable_hnsw"): (1, 17),
    ("DatetimeIndexParams", "memory"): (1, 19),
    ("DatetimeIndexParams", "nested"): (1, 20),
    ("DenseVectorConfig", "datatype"): (1, 18),
    ("DenseVectorConfig", "distance"): (1, 18),
    ("DenseVectorConfig", "multivector_config"): (1, 18),
    ("DenseVectorConfig", "size"): (1, 18),
    ("DisabledStemmerParams", "type"): (1, 19),
    ("FloatIndexParams", "enable_hnsw"): (1, 17),
    ("FloatIndexParams", "memory"): (1, 19),
    ("FloatIndexParams", "nested"): (1, 20),
    ("GeoIndexParams", "enable_hnsw"): (1, 17),
    ("GeoIndexParams", "memory"): (1, 19),
    ("GeoIndexParams", "nested"): (1, 20),
    ("HnswConfigDiff", "memory"): (1, 19),
    ("IntegerIndexParams", "enable_hnsw"): (1, 17),
    ("IntegerIndexParams", "memory"): (1, 19),
    ("IntegerIndexParams", "nested"): (1, 20),
    ("KeywordIndexParams", "enable_hnsw"): (1, 17),
    ("KeywordIndexParams", "memory"): (1, 19),
    ("KeywordIndexParams", "nested"): (1, 20),
    ("KeywordIndexParams", "prefix"): (1, 19),
    ("OptimizersConfigDiff", "prevent_unoptimized"): (1, 17),
    ("PayloadStorageParams", "memory"): (1, 19),
    ("ProductQuantizationConfig", "memory"): (1, 19),
    ("ScalarQuantizationConfig", "memory"): (1, 19),
    ("SparseIndexParams", "memory"): (1, 19),
    ("SparseVectorConfig", "datatype"): (1, 18),
    ("SparseVectorConfig", "modifier"): (1, 18),
    ("StrictModeConfig", "max_resident_memory_percent"): (1, 18),
    ("StrictModeConfig", "search_max_batchsize"): (1, 18),
    ("TextIndexParams", "enable_hnsw"): (1, 17),
    ("TextIndexParams", "memory"): (1, 19),
    ("TextIndexParams", "nested"): (1, 20),
    ("TextIndexParams", "scoring"): (1, 20),
    ("TurboQuantQuantizationConfig", "always_ram"): (1, 18),
    ("TurboQuantQuantizationConfig", "bits"): (1, 18),
    ("TurboQuantQuantizationConfig", "memory"): (1, 19),
    ("TurboQuantization", "turbo"): (1, 18),
    ("UuidIndexParams", "enable_hnsw"): (1, 17),
    ("UuidIndexParams", "memory"): (1, 19),
    ("UuidIndexParams", "nested"): (1, 20),
    ("VectorParams", "memory"): (1, 19),
}
"""Model and field → the first version whose servers know it; older ones ignore it without a word."""

VALUES: dict[tuple[str, str], Version] = {
    ("Datatype", "turbo16"): (1, 20),
    ("Datatype", "turbo4"): (1, 19),
    ("Datatype", "turbo8"): (1, 20),
    ("Memory", "cached"): (1, 19),
    ("Memory", "cold"): (1, 19),
    ("Memory", "pinned"): (1, 19),
    ("NoStemmer", "none"): (1, 19),
    ("TokenizerType", "code"): (1, 20),
    ("TurboQuantBitSize", "bits1"): (1, 18),
    ("TurboQuantBitSize", "bits1_5"): (1, 18),
    ("TurboQuantBitSize", "bits2"): (1, 18),
    ("TurboQuantBitSize", "bits4"): (1, 18),
    ("TurboQuantBitSize", "bits8"): (1, 20),
    ("VectorStorageDatatype", "turbo16"): (1, 20),
    ("VectorStorageDatatype", "turbo4"): (1, 19),
    ("VectorStorageDatatype", "turbo8"): (1, 20),
}
"""Enumeration and value → the first version whose servers take it."""
