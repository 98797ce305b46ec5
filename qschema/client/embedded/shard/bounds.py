"""The bounds of what stands beside points in a write.

Other bodies are checked whole before they get here; those with many points aren't, and the points are checked one by
one where they are turned into the engine's.
"""

from __future__ import annotations

from pydantic import BaseModel

from qschema.client.errors import error_for
from qschema.client.limits import first_breach


def check_bounds(part: BaseModel | None) -> None:
    """Check a part of a body.

    Raises:
        BadRequest: It holds a number that doesn't fit into a server's type.
        ValidationFailed: It holds a number, or a list, that is out of its bounds.
    """
    if part is not None and (breach := first_breach(part)):
        raise error_for(breach.status)(f"{'.'.join(breach.path)} {breach.what}", status=breach.status)
