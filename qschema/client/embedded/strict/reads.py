"""Reads under strict mode."""

from __future__ import annotations

from typing import Any

from qschema.client import models, requests
from qschema.client.embedded.collection import Collection
from qschema.client.embedded.stages import prefetches_of
from qschema.client.embedded.strict.asking import Asked, check_asked
from qschema.client.embedded.strict.indexing import check_formula, check_group
from qschema.client.embedded.strict.limits import Limits
from qschema.client.embedded.strict.refusals import check_most
from qschema.client.embedded.strict.searching import check_full_scan

_LIMIT = 10
_GROUP_SIZE = 3


def check_scroll(request: requests.ScrollPoints, collection: Collection, limits: Limits) -> None:
    """Check a page of points. A limit that isn't said is none (1.19.0)."""
    check_asked(Asked(limit=request.body.limit, read=request.body.filter), collection, limits)


def check_count(request: requests.CountPoints, collection: Collection, limits: Limits) -> None:
    """Check a count, which is exact unless told otherwise."""
    check_asked(Asked(read=request.body.filter, exact=request.body.exact is not False), collection, limits)


def check_facet(request: requests.Facet, collection: Collection, limits: Limits) -> None:
    """Check a count of values; like for a page, a limit that isn't said is none."""
    body = request.body
    check_asked(Asked(limit=body.limit, read=body.filter, exact=body.exact), collection, limits)


def check_matrix(request: Any, collection: Collection, limits: Limits) -> None:
    """Check a matrix: what counts is how many pairs are asked for."""
    body: models.SearchMatrixRequest = request.body
    said = [number for number in (body.limit, body.sample) if number is not None]
    pairs = said[0] * said[1] if len(said) > 1 else said[0] if said else None
    check_asked(Asked(limit=pairs, read=body.filter), collection, limits)


def check_query(request: requests.QueryPoints, collection: Collection, limits: Limits) -> None:
    """Check a search with all its prefetches."""
    _check_stage(request.body, collection, limits)


def check_batch(request: requests.QueryBatch, collection: Collection, limits: Limits) -> None:
    """Check how many searches there are, and each of them."""
    check_most(len(request.body.searches), limits.get("search_max_batchsize"), "search batch size")
    for body in request.body.searches:
        _check_stage(body, collection, limits)


def check_groups(request: requests.QueryGroups, collection: Collection, limits: Limits) -> None:
    """Check a search in groups; its prefetches aren't looked at (1.19.0)."""
    body = request.body
    _check_query(body, collection, limits)
    if limits.get("unindexed_filtering_retrieve") is False:
        check_group(body.group_by, collection.indexes)
    points = (_LIMIT if body.limit is None else body.limit) * (body.group_size or _GROUP_SIZE)
    check_asked(Asked(limit=points, read=body.filter, params=body.params), collection, limits)


def _check_stage(stage: models.QueryRequest | models.Prefetch, collection: Collection, limits: Limits) -> None:
    for inner in prefetches_of(stage):
        _check_stage(inner, collection, limits)
    _check_query(stage, collection, limits)
    limit = _LIMIT if stage.limit is None else stage.limit
    check_asked(Asked(limit=limit, read=stage.filter, params=stage.params), collection, limits)


def _check_query(
    stage: models.QueryRequest | models.Prefetch | models.QueryGroupsRequest, collection: Collection, limits: Limits
) -> None:
    """Check the query of a stage. What only ranks the results of prefetches anew looks at few points in any case."""
    query = stage.query
    if query is None:
        return
    if isinstance(stage, models.Prefetch) or not stage.prefetch:
        check_full_scan(query, stage.using, stage.filter, collection, limits)
    if isinstance(query, models.FormulaQuery) and limits.get("unindexed_filtering_retrieve") is False:
        check_formula(query.formula, collection.indexes)
