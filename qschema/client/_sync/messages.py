"""Messages of gRPC in place of models, for all methods at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import isfunction
from typing import Any, TypeVar

from qschema.client._sync.base import Calls
from qschema.client.messages import without_messages

C = TypeVar("C", bound=type[Calls])

_AS_IT_IS = frozenset({*vars(Calls), "scroll_iter"})
"""Methods that take no models, or hand them on to one that takes messages."""


def taking_messages(client: C) -> C:
    """Have every call of a class take messages where it takes models; classes derived from it stay as they are."""
    for group in reversed(client.__mro__):
        if issubclass(group, Calls) and group is not client:
            for name, method in vars(group).items():
                if isfunction(method) and not name.startswith("_") and name not in _AS_IT_IS:
                    setattr(client, name, _reading(method))
    return client


def _reading(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def call(self: Calls, *args: Any, **kwargs: Any) -> Any:
        read = map(without_messages, args)
        named = {name: without_messages(value) for name, value in kwargs.items()}
        return method(self, *read, **named)

    return call
