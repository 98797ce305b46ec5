"""All groups of calls in one class."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any

from qschema.client._async.aliases import AsyncAliasCalls
from qschema.client._async.cluster import AsyncClusterCalls
from qschema.client._async.coming import AsyncComingCalls
from qschema.client._async.deprecated import AsyncDeprecatedCalls
from qschema.client._async.full_snapshots import AsyncFullSnapshotCalls
from qschema.client._async.indexes import AsyncIndexCalls
from qschema.client._async.interceptors import AsyncInterceptedTransport, AsyncInterceptor
from qschema.client._async.matrices import AsyncMatrixCalls
from qschema.client._async.messages import taking_messages
from qschema.client._async.migrating import AsyncMigrationCalls
from qschema.client._async.payloads import AsyncPayloadCalls
from qschema.client._async.points import AsyncPointCalls
from qschema.client._async.query import AsyncQueryCalls
from qschema.client._async.service import AsyncServiceCalls
from qschema.client._async.shard_snapshots import AsyncShardSnapshotCalls
from qschema.client._async.snapshots import AsyncSnapshotCalls
from qschema.client._async.uploads import AsyncUploadCalls
from qschema.client._async.vectors import AsyncVectorCalls
from qschema.client.arguments import refuse_unknown

if TYPE_CHECKING:
    from typing_extensions import Self


@taking_messages
class AsyncQdrantBase(
    AsyncDeprecatedCalls,
    AsyncVectorCalls,
    AsyncIndexCalls,
    AsyncAliasCalls,
    AsyncPointCalls,
    AsyncUploadCalls,
    AsyncMigrationCalls,
    AsyncPayloadCalls,
    AsyncQueryCalls,
    AsyncMatrixCalls,
    AsyncSnapshotCalls,
    AsyncFullSnapshotCalls,
    AsyncShardSnapshotCalls,
    AsyncClusterCalls,
    AsyncServiceCalls,
    AsyncComingCalls,
):
    """All calls, over whatever transport a subclass opens; a context manager that closes it."""

    @property
    def interceptors(self) -> list[AsyncInterceptor]:
        """Who sees each request before it is sent and its result after; a list to add to and to remove from.

        An interceptor is called with a request and with a function that sends it onward, and returns the result:
        `await send(request)`, or something else. The first of the list is the outermost. Streams (snapshots, metrics)
        and gRPC's methods for messages made by hand pass by, as do uploads that are under way when the first one is
        added. Uploads are slower with interceptors, because they are shown values in place of bytes. Interceptors don't
        travel with copies of a client.
        """
        if not isinstance(self._transport, AsyncInterceptedTransport):
            self._transport = AsyncInterceptedTransport(self._transport)
        return self._transport.interceptors

    def without_interceptors(self) -> Self:
        """Return this client as it is behind its interceptors: another object over the same connections."""
        view = object.__new__(type(self))
        vars(view).update(vars(self))
        if isinstance(self._transport, AsyncInterceptedTransport):
            view._transport = self._transport.inner
        return view

    async def close(self, grpc_grace: float | None = None, **kwargs: Any) -> None:
        """Give back connections, or the engine's folder; a second call does nothing.

        Args:
            grpc_grace: Has no effect in this version.
            **kwargs: Refused by name.
        """
        refuse_unknown("close", kwargs)
        await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()
