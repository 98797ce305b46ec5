"""How thoroughly a search looks, as the engine takes it."""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.embedded.shard.filters import Filters


def search_params(given: models.SearchParams | None, filters: Filters) -> Any:
    """Return the parameters of a search as the engine takes them; None for none."""
    if given is None:
        return None
    with engine_errors():
        return edge.SearchParams(
            hnsw_ef=given.hnsw_ef,
            exact=bool(given.exact),
            quantization=_quantization(given.quantization),
            indexed_only=bool(given.indexed_only),
            acorn=_acorn(given.acorn),
            idf=_idf(given.idf, filters),
        )


def _quantization(given: models.QuantizationSearchParams | None) -> Any:
    if given is None:
        return None
    return edge.QuantizationSearchParams(bool(given.ignore), given.rescore, given.oversampling)


def _acorn(given: models.AcornSearchParams | None) -> Any:
    return None if given is None else edge.AcornSearchParams(bool(given.enable), given.max_selectivity)


def _idf(given: models.IdfParams | None, filters: Filters) -> Any:
    if isinstance(given, models.IdfCorpusParams):
        return edge.IdfParams(filters.filter(given.corpus))
    return None if given is None else edge.IdfParams()
