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
from qschema.client._sync.interceptors import InterceptedTransport, Interceptor
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

    @property
    def interceptors(self) -> list[Interceptor]:
        """Who sees each request before it is sent and its result after; a list to add to and to remove from.

        An interceptor is called with a request and with a function that sends it onward, and returns the result:
        `send(request)`, or something else. The first of the list is the outermost. Streams (snapshots, metrics)
        and gRPC's methods for messages made by hand pass by, as do uploads that are under way when the first one is
        added. Uploads are slower with interceptors, because they are shown values in place of bytes. Interceptors don't
        travel with copies of a client.
        """
        if not isinstance(self._transport, InterceptedTransport):
            self._transport = InterceptedTransport(self._transport)
        return self._transport.interceptors

    def without_interceptors(self) -> Self:
        """Return this client as it is behind its interceptors: another object over the same connections."""
        view = object.__new__(type(self))
        vars(view).update(vars(self))
        if isinstance(self._transport, InterceptedTransport):
            view._transport = self._transport.inner
        return view

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
