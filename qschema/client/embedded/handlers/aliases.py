"""Aliases (server 1.19.0, lib/storage/src/content_manager/toc/collection_meta_ops.rs; all measured)."""

from __future__ import annotations

from collections.abc import Iterable

from qschema.client import models, requests
from qschema.client.embedded.catalogue import Catalogue, no_such
from qschema.client.embedded.handlers.table import Handlers
from qschema.client.errors import AlreadyExists, NotFound


def get_aliases(catalogue: Catalogue, request: requests.GetAliases) -> models.CollectionsAliasesResponse:
    """List all aliases."""
    return _listed(catalogue.aliases.items())


def get_collection_aliases(
    catalogue: Catalogue, request: requests.GetCollectionAliases
) -> models.CollectionsAliasesResponse:
    """List the aliases of one collection; the name is taken to the letter, and needn't exist."""
    name = request.collection_name
    return _listed((alias, target) for alias, target in catalogue.aliases.items() if target == name)


def update_aliases(catalogue: Catalogue, request: requests.UpdateAliases) -> bool:
    """Carry out actions one after the other; those before a failing one stay done."""
    for action in request.body.actions:
        if isinstance(action, models.CreateAliasOperation):
            _create(catalogue, action.create_alias)
        elif isinstance(action, models.DeleteAliasOperation):
            _delete(catalogue, action.delete_alias)
        else:
            _rename(catalogue, action.rename_alias)
    return True


def _create(catalogue: Catalogue, action: models.CreateAlias) -> None:
    """Give a collection an alias, or take it from another one; not to an alias, and not a collection's own name."""
    if not catalogue.is_collection(action.collection_name):
        raise no_such(action.collection_name)
    if catalogue.is_collection(action.alias_name):
        raise AlreadyExists(f"there is a collection {action.alias_name!r} already", status=409)
    catalogue.set_aliases({**catalogue.aliases, action.alias_name: action.collection_name})


def _delete(catalogue: Catalogue, action: models.DeleteAlias) -> None:
    """Take an alias away; it is no error if there is none."""
    catalogue.set_aliases({alias: to for alias, to in catalogue.aliases.items() if alias != action.alias_name})


def _rename(catalogue: Catalogue, action: models.RenameAlias) -> None:
    """Rename an alias; nothing is asked of the new name, which may be another alias, or shadow a collection."""
    if action.old_alias_name not in catalogue.aliases:
        raise NotFound(f"there is no alias {action.old_alias_name!r}", status=404)
    left = dict(catalogue.aliases)
    target = left.pop(action.old_alias_name)
    catalogue.set_aliases({**left, action.new_alias_name: target})


def _listed(aliases: Iterable[tuple[str, str]]) -> models.CollectionsAliasesResponse:
    return models.CollectionsAliasesResponse(
        aliases=[models.AliasDescription(alias_name=alias, collection_name=target) for alias, target in aliases]
    )


HANDLERS: Handlers = {
    requests.GetAliases: get_aliases,
    requests.GetCollectionAliases: get_collection_aliases,
    requests.UpdateAliases: update_aliases,
}
