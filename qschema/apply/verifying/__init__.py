"""Verifying a copy of a collection: what it has to show before it takes the place of the old one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qschema.client.lazy import lazily

if TYPE_CHECKING:
    from qschema.apply.verifying.checking import verify as verify
    from qschema.apply.verifying.declared import counterpart_of as counterpart_of
    from qschema.apply.verifying.declared import embeds_after as embeds_after
    from qschema.apply.verifying.declared import embeds_of as embeds_of
    from qschema.apply.verifying.declared import queries_of as queries_of
    from qschema.apply.verifying.queries import Query as Query
    from qschema.apply.verifying.queries import read_queries as read_queries
    from qschema.apply.verifying.report import Report as Report
    from qschema.apply.verifying.result import Finding as Finding
    from qschema.apply.verifying.result import Outcome as Outcome
    from qschema.apply.verifying.result import Result as Result
    from qschema.apply.verifying.sides import Counterpart as Counterpart
    from qschema.apply.verifying.sides import SearchedSide as SearchedSide

__all__ = [
    "Counterpart",
    "Finding",
    "Outcome",
    "Query",
    "Report",
    "Result",
    "SearchedSide",
    "counterpart_of",
    "embeds_after",
    "embeds_of",
    "queries_of",
    "read_queries",
    "verify",
]

_HOMES = {
    "declared": ("counterpart_of", "embeds_after", "embeds_of", "queries_of"),
    "queries": ("Query", "read_queries"),
    "report": ("Report",),
    "result": ("Finding", "Outcome", "Result"),
    "sides": ("Counterpart", "SearchedSide"),
    "checking": ("verify",),
}

__getattr__, __dir__ = lazily(
    __name__, {name: f"{__name__}.{module}" for module, names in _HOMES.items() for name in names}
)
