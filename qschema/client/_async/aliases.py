"""Calls about aliases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qschema.client import models
from qschema.client._async.base import AsyncCalls
from qschema.client.arguments import refuse_unknown, whole_seconds
from qschema.client.requests.aliases import GetAliases, GetCollectionAliases, UpdateAliases


class AsyncAliasCalls(AsyncCalls):
    """Calls about aliases."""

    async def get_aliases(self, timeout: float | None = None, **kwargs: Any) -> models.CollectionsAliasesResponse:
        """List all aliases that the caller may see.

        Args:
            timeout: Seconds that the call may take as a whole.
            **kwargs: Refused by name.
        """
        refuse_unknown("get_aliases", kwargs)
        return await self.send(GetAliases(), timeout=timeout)

    async def get_collection_aliases(
        self,
        collection_name: str,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.CollectionsAliasesResponse:
        """List the aliases that point to a collection; asked about an alias, the list is empty.

        Args:
            collection_name: The collection's own name.
            timeout: Seconds that the call may take as a whole.
            **kwargs: Refused by name.
        """
        refuse_unknown("get_collection_aliases", kwargs)
        return await self.send(GetCollectionAliases(collection_name), timeout=timeout)

    async def update_collection_aliases(
        self,
        change_aliases_operations: Sequence[models.AliasOperations],
        timeout: float | None = None,
        **kwargs: Any,
    ) -> bool:
        """Create, rename and delete aliases, one after the other; readers see all of it or nothing.

        Creating one that exists re-points it. An operation that fails doesn't undo those before it (server 1.19.0).

        Args:
            change_aliases_operations: What to do, in order.
            timeout: Seconds that the server may wait for the other nodes of a cluster.
            **kwargs: Refused by name.

        Raises:
            NotFound: There is no such collection, or no alias to rename.
            AlreadyExists: A collection has the new alias's name.
        """
        refuse_unknown("update_collection_aliases", kwargs)
        body = models.ChangeAliasesOperation(actions=list(change_aliases_operations))
        return await self.send(UpdateAliases(body, timeout=whole_seconds(timeout)))
