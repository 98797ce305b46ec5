"""What a handler is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from qschema.client.embedded.catalogue import Catalogue
from qschema.client.requests.base import Request

Handler = Callable[[Catalogue, Any], Any]
"""Answers one type of request, or raises what a server would refuse with."""

Handlers = Mapping[type[Request[Any]], Handler]
"""Request type → what answers it."""
