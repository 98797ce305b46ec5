"""What every kind of read and write may ask for that strict mode limits: the same few checks, in a server's order.

As lib/collection/src/operations/verification/mod.rs of 1.19.0 has it.
"""

from __future__ import annotations

from dataclasses import dataclass

from qschema.client import models
from qschema.client.embedded.collection import Collection
from qschema.client.embedded.strict.conditions import check_conditions
from qschema.client.embedded.strict.indexing import check_filter
from qschema.client.embedded.strict.limits import Limits
from qschema.client.embedded.strict.refusals import check_most
from qschema.client.embedded.strict.searching import check_exact, check_params


@dataclass(frozen=True, slots=True)
class Asked:
    """What a call asks for; None where it says nothing of the kind.

    Attributes:
        limit: How many points at most.
        read: Which points it reads.
        written: Which points it changes.
        exact: Whether to look at all points one by one.
        params: How to search.
    """

    limit: int | None = None
    read: models.Filter | None = None
    written: models.Filter | None = None
    exact: bool | None = None
    params: models.SearchParams | None = None


def check_asked(asked: Asked, collection: Collection, limits: Limits) -> None:
    """Refuse what goes beyond a limit.

    Raises:
        BadRequest: What does, and how far it may go.
    """
    check_most(asked.limit, limits.get("max_query_limit"), "limit")
    _check_filter(asked.read, "unindexed_filtering_retrieve", collection, limits)
    _check_filter(asked.written, "unindexed_filtering_update", collection, limits)
    check_exact(asked.exact, limits)
    if asked.params is not None:
        check_params(asked.params, limits)
        check_asked(Asked(read=_corpus(asked.params), exact=asked.params.exact), collection, limits)


def _check_filter(filter: models.Filter | None, unindexed: str, collection: Collection, limits: Limits) -> None:
    if filter is None:
        return
    if limits.get(unindexed) is False:
        check_filter(filter, collection.indexes)
    check_conditions(filter, limits)


def _corpus(params: models.SearchParams) -> models.Filter | None:
    """Return which points the frequency of words is counted in."""
    return params.idf.corpus if isinstance(params.idf, models.IdfCorpusParams) else None
