"""Verifying a copy of a collection: what it has to show before it takes the place of the old one."""

from qschema.apply.verifying.declared import counterpart_of, embeds_after, embeds_of, queries_of
from qschema.apply.verifying.queries import Query, read_queries
from qschema.apply.verifying.report import Report
from qschema.apply.verifying.result import Finding, Outcome, Result
from qschema.apply.verifying.sides import Counterpart, SearchedSide
from qschema.apply.verifying.verify import verify

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
