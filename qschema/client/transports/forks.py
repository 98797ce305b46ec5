"""What becomes of connections in a forked process: they belong to the parent, and the child makes its own."""

from __future__ import annotations

import os
from typing import Any, Protocol
from weakref import WeakSet


class HoldsConnections(Protocol):
    """A transport with connections."""

    def forget_connections(self) -> Any:
        """Give up the connections without touching them, locks included, and return what held them."""
        ...


_transports: WeakSet[HoldsConnections] = WeakSet()
_inherited: list[Any] = []


def forget_after_fork(transport: HoldsConnections) -> None:
    """Have a transport forget its connections in child processes, so that they don't talk into the parent's."""
    _transports.add(transport)


def _in_child() -> None:
    # Closing would need locks that another thread of the parent may have held: kept, and never used.
    _inherited.extend(transport.forget_connections() for transport in list(_transports))


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_child)
