"""The versions of a cluster's peers: while one of them is older, it ignores what the others already know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pydantic import BaseModel

from qschema.client import QdrantClient, models
from qschema.client.errors import Forbidden, NotFound, QdrantError
from qschema.client.requests.base import Request, RestForm


class _Cluster(BaseModel):
    peer_metadata: dict[str, models.PeerMetadata] | None = None


class _Told(BaseModel):
    cluster: _Cluster | None = None


@dataclass(frozen=True, slots=True)
class _ReadPeers(Request[_Told]):
    """Read what peers have told the consensus about themselves, of peers that are down as well.

    It stands in GET /telemetry from the third level of detail on (measured on 1.16.3 and 1.19.0), the rest of which has
    another shape in each version. GET /cluster/telemetry shows no version of a peer before 1.17: others can't ask it.
    """

    rest: ClassVar = RestForm(verb="GET", path="/telemetry", query=("details_level",))
    result: ClassVar = _Told

    details_level: int = 3


def peers_of(client: QdrantClient) -> dict[str, str | None]:
    """Return the version of each peer by its number; None where nobody tells, empty where there is no cluster.

    Raises:
        QdrantError: No answer came.
    """
    try:
        status = client.cluster_status()
    except (Forbidden, NotFound):
        return {}  # this key may not know
    known = status.peers if isinstance(status, models.ClusterStatusOneOf1) else {}
    return {**dict.fromkeys(known), **_told(client)} if known else {}


def _told(client: QdrantClient) -> dict[str, str]:
    try:
        cluster = client.send(_ReadPeers()).cluster
    except QdrantError:
        return {}
    return {peer: one.version for peer, one in ((cluster and cluster.peer_metadata) or {}).items()}
