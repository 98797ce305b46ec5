"""Saved queries that can't be read."""

from __future__ import annotations

from typing import ClassVar

from qschema.apply.errors.base import ApplyError


class QueriesFileError(ApplyError):
    """A file holds no saved queries."""

    code: ClassVar[str] = "verify.queries-file"

    def __init__(self, where: str, why: str) -> None:
        super().__init__(
            "the saved queries can't be read",
            where=where,
            why=why,
            fix='write one on each line: "a text", or {"text": …}, {"point": ID}, {"vector": […]} with using, filter, '
            "expect and within beside it",
        )
