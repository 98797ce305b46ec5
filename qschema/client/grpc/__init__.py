"""All messages and enumerations of Qdrant's gRPC API (1.20), for those who build messages by hand.

They live in a pool of descriptors of their own, so that they never collide with those of an installed `qdrant_client`
in the same process. Importing this module loads nothing; its first name loads protobuf. Where a message of another
package belongs into one of these, a timestamp too, `own` takes it over.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    """Return a message, an enumeration, one of its values, a stub of a service, or `own`, by its name."""
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "own":
        return import_module("qschema.client.grpc.foreign").own
    if name.endswith("Stub"):
        services = import_module("qschema.client.grpc.services")
        if name in services.STUBS:
            return services.stub_class(name)
    found = import_module("qschema.client.grpc.pool").by_name().get(name)
    if found is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return found


def __dir__() -> list[str]:
    """List all names."""
    stubs = import_module("qschema.client.grpc.services").STUBS
    return sorted({*globals(), "own", *stubs, *import_module("qschema.client.grpc.pool").by_name()})
