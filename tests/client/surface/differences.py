"""Every difference between our surface and that of the official client, with its reason."""

from __future__ import annotations

OUR_MEMBERS: dict[str, str] = {
    "interceptors": "who sees each request before it is sent, and its result after",
    "without_interceptors": "the same client as it is behind those",
    "scroll_iter": "all points that match, page by page, without a loop over offsets",
    "send": "any request of the table, with a limit of its own: the door for what has no method",
    "stream": "any request whose answer is a file, part by part",
    **dict.fromkeys(("telemetry", "metrics", "healthz", "livez", "readyz"), "the official client has only a raw call"),
    **dict.fromkeys(("get_issues", "clear_issues"), "the official client has only a raw call"),
    **dict.fromkeys(("get_quotas", "update_quotas", "get_point"), "the official client has only a raw call"),
    **dict.fromkeys(
        ("download_snapshot", "download_full_snapshot", "download_shard_snapshot", "stream_shard_snapshot"),
        "the official client's raw call reads the whole file as text",
    ),
    **dict.fromkeys(("upload_snapshot", "upload_shard_snapshot"), "the official client has only a raw call"),
}
"""Members of our clients that the official ones lack."""

LIMITED = "every call may be given a limit for the whole of it; the official method has none"
OUR_PARAMETERS: dict[str, dict[str, str]] = {
    **{
        method: {"timeout": LIMITED}
        for method in (
            *("cluster_status", "collection_cluster_info", "collection_exists", "create_full_snapshot"),
            *("create_shard_snapshot", "create_snapshot", "delete_full_snapshot", "delete_shard_snapshot"),
            *("delete_snapshot", "get_aliases", "get_collection", "get_collection_aliases", "get_collections"),
            *("get_optimizations", "info", "list_full_snapshots", "list_shard_keys", "list_shard_snapshots"),
            *("list_snapshots", "recover_current_peer", "recover_shard_snapshot", "recover_snapshot"),
        )
    },
    "create_shard_key": dict.fromkeys(("initial_state", "timeout"), "the official method takes it unnamed, in kwargs"),
    **{
        method: {
            "progress": "a function that is told how far it is, or a bar",
            "max_batch_bytes": "for servers that were configured to read more or less than 32 MB at once",
        }
        for method in ("upload_points", "upload_collection")
    },
    "migrate": {"resume": "an interrupted copy goes on where it stopped"},
    "delete_shard_key": {"timeout": "the official method takes it unnamed, in kwargs"},
}
"""Parameters of our methods that the official ones lack; they stand after all others."""

AWAITED = {
    **dict.fromkeys(
        ("upload_points", "upload_collection"),
        "there, they block the event loop; here, they are awaited, and Python warns where they aren't",
    ),
    "migrate": "there, it is missing: calling it is an error",
}
"""Methods of AsyncQdrantClient that are to be awaited here alone."""

COMING: dict[str, str] = {
    **dict.fromkeys(
        (
            *("get_embedding_size", "list_text_models", "list_image_models", "list_sparse_models"),
            *("list_late_interaction_text_models", "list_late_interaction_multimodal_models"),
        ),
        "comes with inference on this side",
    ),
}
"""Members that are there, and say that they come with a later version."""

UNKNOWN_ARGUMENTS = "an unknown argument is a TypeError here, as everywhere in Python; there, an AssertionError"

MISSING_MODULES: dict[str, str] = {
    **dict.fromkeys(
        ("_numpy_vectors", "_pydantic_compat", "common.client_warnings", "common.response_parsing"),
        "not meant for others",
    ),
    **dict.fromkeys(("common.validation", "common.version_check"), "not meant for others"),
    **dict.fromkeys(("auth", "auth.bearer_auth"), "for httpx alone: auth_token_provider= does the same"),
    "connection": "not meant for others",
    **{
        f"grpc.{name}_pb2{kind}": "what protoc writes there: all its names stand in the module `grpc` itself"
        for name in (
            *("collections", "collections_service", "json_with_int", "points", "points_service"),
            *("qdrant_common", "qdrant", "snapshots_service"),
        )
        for kind in ("", "_grpc")
    },
    **dict.fromkeys(("uploader", "parallel_processor"), "what upload_points is made of there"),
    **dict.fromkeys(
        (
            *("embed.embedder", "embed.embed_inspector", "embed.model_embedder", "embed.schema_parser"),
            *("embed.type_inspector", "embed._inspection_cache", "qdrant_fastembed", "async_qdrant_fastembed"),
        ),
        "comes with inference on this side",
    ),
    "serverless": "marked there as not to be used yet",
    "http.api": "its classes are in http.api_client",
    "http.configuration": "empty there",
    "hybrid.formula": "a part of the official local mode; the embedded engine evaluates formulas itself",
    "local": "the official local mode; only its two classes are known outside, and are there",
}
"""Modules of the official client that have no counterpart here; packages stand for all that is in them."""

MISSING_NAMES: dict[str, dict[str, str]] = {
    "http.api_client": {
        "quote_path_params": "not meant for others",
        **dict.fromkeys(("BaseMiddleware", "BaseAsyncMiddleware"), "context_headers and event_hooks= do the same"),
    },
    "context_headers": dict.fromkeys(
        ("rest_headers_middleware", "async_rest_headers_middleware"), "the transports look themselves"
    ),
    "embed.utils": dict.fromkeys(("FieldPath", "convert_paths"), "not meant for others"),
}
"""Names that modules of the official client define and ours lack."""

MODELS: dict[str, str] = {
    "QueryResponse": "there, a type of a method that is gone hides the API's; here it is the API's",
    **dict.fromkeys(
        ("FastEmbedMisc", "IDF_EMBEDDING_MODELS", "SUPPORTED_EMBEDDING_MODELS", "SUPPORTED_SPARSE_EMBEDDING_MODELS"),
        "in fastembed_common alone",
    ),
    **dict.fromkeys(("NumericVector", "NumericVectorInput", "NumericVectorStruct"), "in embed.models alone"),
    "NumpyVectorsToLists": "not meant for others",
}
"""Names that differ between `models` here and there."""

API_RESULTS = (
    "beta_api.get_issues answers with an envelope like all others; get_snapshot and its likes return the file's bytes, "
    "where the official ones try to read JSON; what the raw client's own object (`http.client`) has is another thing"
)

ATTRIBUTES = (
    "of what isn't public, `_client` is there with its kind, `rest_uri`, `openapi_client`, `rest` and `location`"
)
