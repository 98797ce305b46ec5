"""All groups of calls in one class."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any

from qschema.client._sync.aliases import AliasCalls
from qschema.client._sync.cluster import ClusterCalls
from qschema.client._sync.coming import ComingCalls
from qschema.client._sync.deprecated import DeprecatedCalls
from qschema.client._sync.full_snapshots import FullSnapshotCalls
from qschema.client._sync.indexes import IndexCalls
from qschema.client._sync.matrices import MatrixCalls
from qschema.client._sync.messages import taking_messages
from qschema.client._sync.migrating import MigrationCalls
from qschema.client._sync.payloads import PayloadCalls
from qschema.client._sync.points import PointCalls
from qschema.client._sync.query import QueryCalls
from qschema.client._sync.service import ServiceCalls
from qschema.client._sync.shard_snapshots import ShardSnapshotCalls
from qschema.client._sync.snapshots import SnapshotCalls
from qschema.client._sync.uploads import UploadCalls
from qschema.client._sync.vectors import VectorCalls
from qschema.client.arguments import refuse_unknown

if TYPE_CHECKING:
    from typing_extensions import Self


@taking_messages
class QdrantBase(
    DeprecatedCalls,
    VectorCalls,
    IndexCalls,
    AliasCalls,
    PointCalls,
    UploadCalls,
    MigrationCalls,
    PayloadCalls,
    QueryCalls,
    MatrixCalls,
    SnapshotCalls,
    FullSnapshotCalls,
    ShardSnapshotCalls,
    ClusterCalls,
    ServiceCalls,
    ComingCalls,
):
    """All calls, over whatever transport a subclass opens; a context manager that closes it."""

    def close(self, grpc_grace: float | None = None, **kwargs: Any) -> None:
        """Give back connections, or the engine's folder; a second call does nothing.

        Args:
            grpc_grace: Has no effect in this version.
            **kwargs: Refused by name.
        """
        refuse_unknown("close", kwargs)
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
