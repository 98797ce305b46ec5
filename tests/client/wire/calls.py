"""Calls that both clients understand: `c` is the client, `m` its models."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Call = Callable[[Any, Any], Any]

CALLS: dict[str, Call] = {
    "info": lambda c, m: c.info(),
    "list": lambda c, m: c.get_collections(),
    "exists": lambda c, m: c.collection_exists("c"),
    "aliases": lambda c, m: c.get_aliases(),
    "aliases of a name with a slash": lambda c, m: c.get_collection_aliases("c/d"),
    "create bare": lambda c, m: c.create_collection("c"),
    "create unnamed": lambda c, m: c.create_collection(
        "c", m.VectorParams(size=4, distance=m.Distance.COSINE), timeout=9
    ),
    "create in full": lambda c, m: c.create_collection(
        "c",
        vectors_config={
            "a": m.VectorParams(
                size=4,
                distance="Dot",
                hnsw_config=m.HnswConfigDiff(m=0),
                quantization_config=m.ScalarQuantization(scalar=m.ScalarQuantizationConfig(type="int8", quantile=0.9)),
                multivector_config=m.MultiVectorConfig(comparator="max_sim"),
                datatype="float16",
                on_disk=False,
            )
        },
        sparse_vectors_config={
            "s": m.SparseVectorParams(index=m.SparseIndexParams(on_disk=True), modifier=m.Modifier.IDF)
        },
        shard_number=2,
        sharding_method=m.ShardingMethod.CUSTOM,
        replication_factor=1,
        write_consistency_factor=1,
        on_disk_payload=True,
        hnsw_config=m.HnswConfigDiff(m=8, ef_construct=50, payload_m=None),
        optimizers_config=m.OptimizersConfigDiff(max_optimization_threads="auto", indexing_threshold=0),
        wal_config=m.WalConfigDiff(wal_capacity_mb=1),
        quantization_config=m.BinaryQuantization(binary=m.BinaryQuantizationConfig(always_ram=True)),
        strict_mode_config=m.StrictModeConfig(enabled=True, max_query_limit=5),
        metadata={"k": None, "n": {"x": [None, 1]}},
        payload=m.PayloadStorageParams(memory="cold"),
    ),
    "update": lambda c, m: c.update_collection(
        "c",
        optimizers_config=m.OptimizersConfigDiff(),
        collection_params=m.CollectionParamsDiff(replication_factor=2),
        vectors_config={"": m.VectorParamsDiff(on_disk=True, quantization_config=m.Disabled.DISABLED)},
        hnsw_config=m.HnswConfigDiff(m=3),
        quantization_config=m.Disabled.DISABLED,
        timeout=3,
        sparse_vectors_config={"s": m.SparseVectorParams(modifier="none")},
        strict_mode_config=m.StrictModeConfig(enabled=False),
        metadata={"gone": None},
    ),
    "drop": lambda c, m: c.delete_collection("c", timeout=4),
    "index by a word": lambda c, m: c.create_payload_index("c", "f", "keyword"),
    "index by a member": lambda c, m: c.create_payload_index(
        "c", "f", m.PayloadSchemaType.GEO, wait=False, ordering=m.WriteOrdering.STRONG, timeout=7
    ),
    "index with parameters": lambda c, m: c.create_payload_index(
        "c", "f", m.TextIndexParams(type="text", tokenizer="word", stopwords="english", lowercase=None)
    ),
    "drop an index": lambda c, m: c.delete_payload_index("c", 'a."b/c"[]', timeout=3),
    "add a dense vector": lambda c, m: c.create_vector_name(
        "c", "v", m.DenseVectorNameConfig(dense=m.DenseVectorConfig(size=3, distance="Cosine")), timeout=2
    ),
    "add a sparse vector": lambda c, m: c.create_vector_name(
        "c", "v w", m.SparseVectorNameConfig(sparse=m.SparseVectorConfig(modifier="idf"))
    ),
    "drop a vector": lambda c, m: c.delete_vector_name("c", "ü/1", wait=False, ordering=m.WriteOrdering.WEAK),
    "alias actions": lambda c, m: c.update_collection_aliases(
        [
            m.CreateAliasOperation(create_alias=m.CreateAlias(collection_name="c", alias_name="a")),
            m.RenameAliasOperation(rename_alias=m.RenameAlias(old_alias_name="a", new_alias_name="b")),
            m.DeleteAliasOperation(delete_alias=m.DeleteAlias(alias_name="b")),
        ],
        timeout=5,
    ),
    "upsert points": lambda c, m: c.upsert(
        "c",
        [
            m.PointStruct(id=1, vector=[0.5, 1.0], payload={"a": None, "b": [1, {"c": None}]}),
            m.PointStruct(
                id="11111111-1111-1111-1111-111111111111", vector={"s": m.SparseVector(indices=[1], values=[2])}
            ),
            m.PointStruct(id=3, vector={}),
            m.PointStruct(id=4, vector=[[1.0], [2.0]]),
        ],
        shard_key_selector="k",
        update_mode=m.UpdateMode.INSERT_ONLY,
        update_filter=m.Filter(must=[m.HasIdCondition(has_id=[1])]),
        timeout=6,
    ),
    "upsert a batch": lambda c, m: c.upsert(
        "c", m.Batch(ids=[1, 2], vectors={"a": [[1.0], [2.0]]}, payloads=[{"x": None}, {}]), wait=False
    ),
    "delete ids": lambda c, m: c.delete("c", [1, 2], ordering=m.WriteOrdering.MEDIUM, timeout=2),
    "delete an id list": lambda c, m: c.delete("c", m.PointIdsList(points=[1]), shard_key_selector=["a", 1]),
    "delete by filter": lambda c, m: c.delete(
        "c", m.Filter(must=m.FieldCondition(key="a", match=m.MatchValue(value=True)), must_not=None)
    ),
    "delete by selector": lambda c, m: c.delete(
        "c", m.FilterSelector(filter=m.Filter(should=[m.IsNullCondition(is_null=m.PayloadField(key="a"))]))
    ),
    "retrieve": lambda c, m: c.retrieve(
        "c", [1, "a"], ("x", "y"), ["v"], consistency=2, shard_key_selector=1, timeout=3
    ),
    "scroll": lambda c, m: c.scroll("c"),
    "scroll in full": lambda c, m: c.scroll(
        "c",
        scroll_filter=m.Filter(must=[m.FieldCondition(key="n", range=m.Range(gt=1, lte=None))]),
        limit=3,
        order_by=m.OrderBy(key="n", direction="desc"),
        offset=5,
        with_payload=m.PayloadSelectorExclude(exclude=["z"]),
        with_vectors=True,
        consistency=m.ReadConsistencyType.ALL,
        shard_key_selector=m.ShardKeyWithFallback(target="a", fallback="b"),
        timeout=3,
    ),
    "count": lambda c, m: c.count(
        "c", m.Filter(must=[m.NestedCondition(nested=m.Nested(key="a", filter=m.Filter()))]), False
    ),
    "query a list": lambda c, m: c.query_points("c", [0.5, 1.0], using="v", score_threshold=0.1, offset=2, timeout=8),
    "query an array": lambda c, m: c.query_points("c", np.array([0.5, 1.0])),
    "query vectors": lambda c, m: c.query_points("c", [[0.5], [1.0]]),
    "query an id": lambda c, m: c.query_points("c", 7, lookup_from=m.LookupLocation(collection="d", vector="v")),
    "query a sparse vector": lambda c, m: c.query_points("c", m.SparseVector(indices=[1], values=[0.5])),
    "query nothing": lambda c, m: c.query_points("c", with_payload=["a"], with_vectors=["v"], consistency="majority"),
    "query in stages": lambda c, m: c.query_points(
        "c",
        m.FusionQuery(fusion=m.Fusion.RRF),
        prefetch=[
            m.Prefetch(query=[0.5], using="a", limit=3, params=m.SearchParams(hnsw_ef=9, exact=False)),
            m.Prefetch(prefetch=m.Prefetch(query=1), query=m.RecommendQuery(recommend=m.RecommendInput(positive=[1]))),
        ],
        query_filter=m.Filter(min_should=m.MinShould(conditions=[m.HasVectorCondition(has_vector="a")], min_count=1)),
        search_params=m.SearchParams(quantization=m.QuantizationSearchParams(rescore=True)),
    ),
    "query by formula": lambda c, m: c.query_points(
        "c",
        m.FormulaQuery(
            formula=m.SumExpression(
                sum=["$score", m.MultExpression(mult=[0.5, m.FieldCondition(key="a", is_null=True)])]
            ),
            defaults={"a": None},
        ),
        prefetch=m.Prefetch(query=m.NearestQuery(nearest=[0.5], mmr=m.Mmr(diversity=0.5))),
    ),
}
