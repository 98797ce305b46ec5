"""A client whose writes follow reindexes."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Any

from typing_extensions import Self

from qschema.apply.copying.options import Transform
from qschema.apply.live_writes.affected import WRITES
from qschema.apply.live_writes.following import INTERVAL_SECONDS, Follower
from qschema.client import QdrantClient
from qschema.client.requests.base import Request


class MirroredWriter:
    """Has the writes of a client go to both generations of a collection for as long as it is reindexed.

    The client is used as always; nothing else changes for whoever calls it. Each write to a collection that is
    reindexed goes to the old generation first, and its result is that of the old one; then the points that it was about
    are brought in line in the new one. If that fails, the write doesn't: the points are marked, and the reindex looks
    at them once more. Such writes are always waited for, whatever `wait` says.

        with QdrantClient(url=…) as client, MirroredWriter(client, "library", transforms={"app.embed:small": small}):
            client.upsert("docs", points)

    Every process that writes has one, before its first write. It looks at the ledger once in an interval, in a thread
    of its own, so its key needs write access to the ledger `_qschema`, and to both generations by their own names.

    Args:
        client: The client; its methods for messages of gRPC made by hand are not followed.
        project: The project that the collections belong to.
        transforms: What makes points of the new generation, by the names that reindexes have for it. Points that stay
            as they are need none.
        interval: Seconds between two looks at the ledger.

    Raises:
        NoPermissionError: On entering: the key may not read or write the ledger.
    """

    def __init__(
        self,
        client: QdrantClient,
        project: str,
        *,
        transforms: Mapping[str, Transform] | None = None,
        interval: float = INTERVAL_SECONDS,
    ) -> None:
        self._client = client
        self._follower = Follower(client.without_interceptors(), project, transforms or {}, interval)

    def __enter__(self) -> Self:
        self._follower.start()
        self._client.interceptors.append(self._intercept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End with the last write: writes after it go to one generation."""
        self._client.interceptors.remove(self._intercept)
        self._follower.stop()

    def _intercept(self, request: Request[Any], send: Any) -> Any:
        if not isinstance(request, WRITES):
            return send(request)
        self._follower.check_process()
        with self._follower.gate.passing(request.collection_name) as generations:
            if generations is None:
                return send(request)
            return self._follower.mirroring.carry_out(request, send, generations)
