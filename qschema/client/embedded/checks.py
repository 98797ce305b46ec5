"""What is checked of every request before it is carried out."""

from __future__ import annotations

from typing import Any

from qschema.client.embedded.names import check_address
from qschema.client.requests.base import Request


def check(request: Request[Any]) -> None:
    """Check a request.

    Raises:
        UnexpectedResponse: A server would refuse it.
    """
    if request.collection is not None:
        check_address(request.collection)
