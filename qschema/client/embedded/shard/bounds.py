"""The bounds of what is asked, checked as a server does before anything else."""

from __future__ import annotations

from pydantic import BaseModel

from qschema.client.errors import error_for
from qschema.client.limits import first_breach


def check_bounds(body: BaseModel) -> None:
    """Check the body of a call; not points to write, which are many and are checked on their way.

    Raises:
        BadRequest: It holds a number that doesn't fit into a server's type.
        ValidationFailed: It holds a number, or a list, that is out of its bounds.
    """
    if breach := first_breach(body):
        path = ".".join(str(part) for part in breach.path)
        raise error_for(breach.status)(f"{path} {breach.what}", status=breach.status)
