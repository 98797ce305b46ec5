"""Pages of points for whoever reads very many of them.

To make wire types of a page of JSON, and look whether they are right, takes longer than all else that is done with it:
where REST brings it, what is in it is given as it is, and long vectors aren't even read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, NamedTuple

from qschema.client import models
from qschema.client._sync.base import Calls
from qschema.client.errors import ResponseHandlingException
from qschema.client.requests.base import Request
from qschema.client.requests.points import ScrollPoints
from qschema.client.unread import read_points
from qschema.client.uploading.writing import form_of


class Points(NamedTuple):
    """A page of points.

    Attributes:
        points: Records, or objects of JSON with the same fields; vectors may be `Numbers`.
        following: The id that the next page begins with; None if this is the last one.
        size: How many bytes it came in; None where nobody knows.
    """

    points: Sequence[models.Record | Mapping[str, object]]
    following: models.ExtendedPointId | None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class _ScrollJson(Request[bytes]):
    """The same call as `ScrollPoints`, whose answer is left unread."""

    rest: ClassVar = replace(ScrollPoints.rest, answer="bytes")
    result: ClassVar = bytes

    collection_name: str
    body: models.ScrollRequest
    consistency: models.ReadConsistency | None = None
    timeout: int | None = None


def scroll_page(
    client: Calls,
    collection: str,
    body: models.ScrollRequest,
    *,
    consistency: models.ReadConsistency | None = None,
) -> Points:
    """Read a page of points.

    Args:
        client: The instance.
        collection: A collection or an alias.
        body: Which points, and what of them.
        consistency: How many copies must agree, in a cluster.

    Raises:
        ResponseHandlingException: What answered isn't Qdrant.
        QdrantError: As for `scroll`.
    """
    if form_of(client._transport) != "json":
        found = client.send(ScrollPoints(collection, body, consistency))
        return Points(found.points, found.next_page_offset)
    answer = client.send(_ScrollJson(collection, body, consistency))
    try:
        page = read_points(answer)
        return Points(page["points"], page["next_page_offset"], len(answer))
    except (ValueError, KeyError, TypeError) as error:
        raise ResponseHandlingException(
            "the answer isn't one of Qdrant's",
            collection=collection,
            why=f"a page of points can't be read: {error}",
            fix="check that the address is Qdrant's REST port",
        ) from error
