"""Calls that both clients understand: the rarer ones. `c` is the client, `m` its models."""

from __future__ import annotations

import numpy as np

from tests.client.wire.calls import Call

MORE_CALLS: dict[str, Call] = {
    "read a collection": lambda c, m: c.get_collection("c"),
    "recreate": lambda c, m: c.recreate_collection(
        "c", m.VectorParams(size=4, distance="Dot"), shard_number=2, timeout=5
    ),
    "optimizations": lambda c, m: c.get_optimizations("c"),
    "optimizations in full": lambda c, m: c.get_optimizations("c", completed_limit=3, with_="queued"),
    "optimizations of all sorts": lambda c, m: c.get_optimizations("c", with_=["completed", "idle_segments"]),
    "update vectors": lambda c, m: c.update_vectors(
        "c",
        [
            m.PointVectors(id=1, vector={"a": [0.5], "s": m.SparseVector(indices=[3], values=[1.0]), "m": [[1.0]]}),
            m.PointVectors(id="11111111-1111-1111-1111-111111111111", vector=np.array([0.5, 1.0])),
        ],
        update_filter=m.Filter(must=[m.HasIdCondition(has_id=[1])]),
        shard_key_selector="k",
        ordering="weak",
        timeout=4,
    ),
    "delete vectors by id": lambda c, m: c.delete_vectors("c", ["a", ""], [1, 2], wait=False, timeout=3),
    "delete vectors by filter": lambda c, m: c.delete_vectors(
        "c", ["a"], m.Filter(must=[m.IsEmptyCondition(is_empty=m.PayloadField(key="a"))]), shard_key_selector="k"
    ),
    "set payload": lambda c, m: c.set_payload(
        "c", {"a": None, "b": {"c": [1]}}, [1, "x"], key="deep.er", wait=False, ordering="strong", timeout=9
    ),
    "set payload by filter": lambda c, m: c.set_payload(
        "c", {}, m.FilterSelector(filter=m.Filter(must=[m.HasIdCondition(has_id=[1])]), shard_key="k")
    ),
    "overwrite payload": lambda c, m: c.overwrite_payload(
        "c", {"a": 1.5}, m.PointIdsList(points=[1], shard_key="a"), shard_key_selector=["b"], timeout=2
    ),
    "delete payload": lambda c, m: c.delete_payload("c", ["a", "b.c"], [7], shard_key_selector=1),
    "delete payload by filter": lambda c, m: c.delete_payload("c", ["a"], m.Filter(must_not=[])),
    "clear payload": lambda c, m: c.clear_payload("c", [1, 2], wait=False, timeout=8),
    "clear payload by filter": lambda c, m: c.clear_payload("c", m.Filter(), shard_key_selector="k"),
    "update in a batch": lambda c, m: c.batch_update_points(
        "c",
        [
            m.UpsertOperation(upsert=m.PointsList(points=[m.PointStruct(id=1, vector=[0.5], payload={"x": None})])),
            m.UpsertOperation(upsert=m.PointsBatch(batch=m.Batch(ids=[1], vectors={"a": [[0.5]]}))),
            m.DeleteOperation(delete=m.PointIdsList(points=[1])),
            m.SetPayloadOperation(set_payload=m.SetPayload(payload={"a": 1}, points=[1])),
            m.OverwritePayloadOperation(overwrite_payload=m.SetPayload(payload={"a": None}, filter=m.Filter())),
            m.DeletePayloadOperation(delete_payload=m.DeletePayload(keys=["a"], points=[1])),
            m.ClearPayloadOperation(clear_payload=m.FilterSelector(filter=m.Filter())),
            m.UpdateVectorsOperation(update_vectors=m.UpdateVectors(points=[m.PointVectors(id=1, vector=[1.0])])),
            m.DeleteVectorsOperation(delete_vectors=m.DeleteVectors(points=[1], vector=["a"])),
        ],
        ordering=m.WriteOrdering.MEDIUM,
        timeout=3,
    ),
    "query in a batch": lambda c, m: c.query_batch_points(
        "c",
        [
            m.QueryRequest(query=[0.5, 1.0], using="a", limit=3, with_payload=True),
            m.QueryRequest(query=7, filter=m.Filter(must=[m.HasIdCondition(has_id=[1])])),
            m.QueryRequest(query=m.FusionQuery(fusion="rrf"), prefetch=m.Prefetch(query=[0.5], limit=2)),
            m.QueryRequest(prefetch=[m.Prefetch(query=m.SparseVector(indices=[1], values=[1.0]), using="s")]),
            m.QueryRequest(query=m.RrfQuery(rrf=m.Rrf(k=3, weights=[1.0, 2.0])), with_vector=["a"]),
        ],
        consistency="quorum",
        timeout=3,
    ),
    "query groups": lambda c, m: c.query_points_groups("c", "doc", [0.5, 1.0]),
    "query groups in full": lambda c, m: c.query_points_groups(
        "c",
        group_by="doc.id",
        query=m.OrderByQuery(order_by=m.OrderBy(key="n", direction="asc")),
        using="a",
        prefetch=[m.Prefetch(query=[0.5], score_threshold=0.1)],
        query_filter=m.Filter(must=[m.FieldCondition(key="n", values_count=m.ValuesCount(gt=1))]),
        search_params=m.SearchParams(acorn=m.AcornSearchParams(enable=True, max_selectivity=0.5)),
        limit=2,
        group_size=1,
        with_payload=["a"],
        with_vectors=("a", "b"),
        score_threshold=0.5,
        with_lookup=m.WithLookup(collection="docs", with_payload=["title"], with_vectors=False),
        lookup_from=m.LookupLocation(collection="d", vector="v", shard_key="k"),
        consistency=2,
        shard_key_selector="k",
        timeout=4,
    ),
    "query groups with a lookup by name": lambda c, m: c.query_points_groups("c", "doc", 7, with_lookup="docs"),
    "query an object to embed": lambda c, m: c.query_points(
        "c", m.Document(text="t", model="qdrant/bm25", options={"language": "de"}), using="s"
    ),
    "query by recommendation": lambda c, m: c.query_points(
        "c",
        m.RecommendQuery(recommend=m.RecommendInput(positive=[1, [0.5]], negative=["a"], strategy="best_score")),
    ),
    "query by discovery": lambda c, m: c.query_points(
        "c", m.DiscoverQuery(discover=m.DiscoverInput(target=1, context=[m.ContextPair(positive=2, negative=[0.5])]))
    ),
    "query by context": lambda c, m: c.query_points("c", m.ContextQuery(context=m.ContextPair(positive=1, negative=2))),
    "query at random": lambda c, m: c.query_points("c", m.SampleQuery(sample=m.Sample.RANDOM)),
    "facet": lambda c, m: c.facet("c", "tag"),
    "facet in full": lambda c, m: c.facet(
        "c", "tag", m.Filter(), limit=3, exact=True, consistency="all", timeout=2, shard_key_selector=["a", "b"]
    ),
    "matrix of pairs": lambda c, m: c.search_matrix_pairs("c"),
    "matrix of pairs in full": lambda c, m: c.search_matrix_pairs(
        "c", m.Filter(), limit=2, sample=5, using="a", consistency=1, timeout=3, shard_key_selector="k"
    ),
    "matrix of offsets": lambda c, m: c.search_matrix_offsets("c", sample=4, using="a", timeout=1),
    "snapshots": lambda c, m: c.list_snapshots("c"),
    "take a snapshot": lambda c, m: c.create_snapshot("c", wait=False),
    "take a snapshot and wait": lambda c, m: c.create_snapshot("c"),
    "delete a snapshot": lambda c, m: c.delete_snapshot("c", "s 1.snapshot"),
    "recover": lambda c, m: c.recover_snapshot(
        "c", "https://h/s", api_key="k", checksum="abc", priority=m.SnapshotPriority.REPLICA, wait=False
    ),
    "recover bare": lambda c, m: c.recover_snapshot("c", "file:///s"),
    "full snapshots": lambda c, m: c.list_full_snapshots(),
    "take a full snapshot": lambda c, m: c.create_full_snapshot(),
    "delete a full snapshot": lambda c, m: c.delete_full_snapshot("s", wait=False),
    "shard snapshots": lambda c, m: c.list_shard_snapshots("c", 0),
    "take a shard snapshot": lambda c, m: c.create_shard_snapshot("c", 0, wait=True),
    "delete a shard snapshot": lambda c, m: c.delete_shard_snapshot("c", 1, "s"),
    "recover a shard": lambda c, m: c.recover_shard_snapshot("c", 2, "file:///s", priority="snapshot", checksum="a"),
    "shard keys": lambda c, m: c.list_shard_keys("c"),
    "make a shard key": lambda c, m: c.create_shard_key("c", "k", 2, 1, [7], initial_state="Partial", timeout=3),
    "make a shard key of a number": lambda c, m: c.create_shard_key("c", 5),
    "drop a shard key": lambda c, m: c.delete_shard_key("c", "k", timeout=3),
    "cluster": lambda c, m: c.cluster_status(),
    "telemetry of the cluster": lambda c, m: c.cluster_telemetry(details_level=2, timeout=9),
    "recover this peer": lambda c, m: c.recover_current_peer(),
    "remove a peer": lambda c, m: c.remove_peer(9000000000000000, force=True, timeout=3),
    "where shards are": lambda c, m: c.collection_cluster_info("c"),
    "move a shard": lambda c, m: c.cluster_collection_update(
        "c",
        m.MoveShardOperation(
            move_shard=m.MoveShard(shard_id=0, from_peer_id=1, to_peer_id=2, method=m.ShardTransferMethod.SNAPSHOT)
        ),
        timeout=5,
    ),
    "replicate points": lambda c, m: c.cluster_collection_update(
        "c",
        m.ReplicatePointsOperation(
            replicate_points=m.ReplicatePoints(from_shard_key="a", to_shard_key="b", filter=m.Filter())
        ),
    ),
}
