"""How thoroughly a search may look, and whether it may look at all points one by one.

As lib/collection/src/operations/verification/{mod,query}.rs of 1.19.0 have it.
"""

from __future__ import annotations

from qschema.client import models
from qschema.client.embedded.collection import Collection
from qschema.client.embedded.conditions import conditions_within
from qschema.client.embedded.config.vectors import named
from qschema.client.embedded.strict.indexing import Indexes
from qschema.client.embedded.strict.limits import Limits
from qschema.client.embedded.strict.refusals import check_most, refused

_NO_VECTORS = (models.FusionQuery, models.RrfQuery, models.OrderByQuery, models.FormulaQuery, models.SampleQuery)


def check_exact(exact: bool | None, limits: Limits) -> None:
    """Refuse a search that asks to look at all points one by one."""
    if exact and limits.get("search_allow_exact") is False:
        raise refused("Exact search disabled!", "Set exact=false.")


def check_params(params: models.SearchParams, limits: Limits) -> None:
    """Refuse a search that looks too far around."""
    oversampling = params.quantization.oversampling if params.quantization else None
    check_most(oversampling, limits.get("search_max_oversampling"), "oversampling")
    check_most(params.hnsw_ef, limits.get("search_max_hnsw_ef"), "hnsw_ef")


def check_full_scan(
    query: models.QueryInterface,
    using: str | None,
    filter: models.Filter | None,
    collection: Collection,
    limits: Limits,
) -> None:
    """Refuse a search in a vector that has no graph, except among the points of a tenant that has one of its own."""
    if limits.get("search_allow_exact") is not False or isinstance(query, _NO_VECTORS):
        return
    links, links_of_tenants = _links(collection, using or "")
    if links:
        return
    where = f" on '{using}'" if using else ""
    if not _of_tenant(filter, collection.indexes):
        raise refused(
            f"Request is forbidden{where} because global vector indexing is disabled (hnsw_config.m = 0)",
            "Use tenant-specific filter, enable global vector indexing or enable strict mode"
            " `search_allow_exact` option",
        )
    if not links_of_tenants:
        raise refused(
            f"Request is forbidden{where} because vector indexing is disabled"
            " (hnsw_config.m = 0 and hnsw_config.payload_m = 0)",
            "Enable vector indexing, use a prefetch query with indexed vectors or enable strict mode"
            " `search_allow_exact` option",
        )


def _links(collection: Collection, using: str) -> tuple[int, int]:
    """Return how many links the graph of a vector has, and those of its tenants; a sparse one is always indexed."""
    params = collection.config["params"]
    if using in params.get("sparse_vectors", {}):
        return 1, 1
    general = collection.config["hnsw_config"]
    own = named(params["vectors"]).get(using, {}).get("hnsw_config", {})
    links = own.get("m", general["m"])
    return links, own.get("payload_m", general.get("payload_m", links))


def _of_tenant(filter: models.Filter | None, indexes: Indexes) -> bool:
    keys = (one.key for one in conditions_within(filter) if isinstance(one, models.FieldCondition))
    found = (indexes.get(key) for key in keys)
    return any(isinstance(index, dict) and index.get("is_tenant") is True for index in found)
