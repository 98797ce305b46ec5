"""Which reindexes are under way, and the names that belong to one."""

from __future__ import annotations

from qschema.apply.ledger import Ledger
from qschema.apply.records import MirrorRecord
from qschema.client import QdrantClient, models
from qschema.client.errors import NotFound
from qschema.planner.names import generation_name
from qschema.planner.steps import CopyPoints
from qschema.planner.steps.passage import Passage
from qschema.schema.live import RESERVED_PREFIX, Mark

_STANDING = f"{RESERVED_PREFIX}.generation."


def reindex_id(mark: Mark) -> str:
    """Return the id of the reindex that makes a generation."""
    return f"{mark.project}/{generation_name(mark.collection, mark.generation)}"


def standing_name(source: str) -> str:
    """Return the alias by which an old generation is reached when another alias has taken its name."""
    return f"{_STANDING}{source}"


def source_of(standing: str) -> str:
    """Return the collection that such an alias is for; empty if it is no such alias."""
    return standing.removeprefix(_STANDING) if standing.startswith(_STANDING) else ""


def mirror_for(client: QdrantClient, step: CopyPoints) -> MirrorRecord:
    """Return what writers are to know about a reindex, and see to it that the old generation stays in reach.

    Args:
        client: The instance.
        step: The step that copies.
    """
    id = reindex_id(step.mark)
    known = next((one for one in mirrors(client, step.mark.project) if one.reindex == id), None)
    if known is not None and known.phase != "over":
        return known
    blue = step.source
    if blue == step.mark.collection:
        blue = standing_name(step.source)
        _point(client, blue, step.source)
    aliases = client.get_collection_aliases(step.source).aliases
    named = {one.alias_name for one in aliases if not one.alias_name.startswith(RESERVED_PREFIX)}
    return MirrorRecord(
        project=step.mark.project,
        reindex=id,
        names=tuple(sorted({step.source, step.mark.collection, *named})),
        blue=blue,
        green=step.collection,
        marks=f"{RESERVED_PREFIX}_marks_{step.collection}",
        transform="" if step.vectors == Passage() else step.mark.collection,
        phase="mirroring",
    )


def mirror_of(client: QdrantClient, project: str, green: str) -> MirrorRecord:
    """Return what writers know about the reindex that has made a generation; it was announced before that was filled.

    Args:
        client: The instance.
        project: The project.
        green: The generation.
    """
    return next(one for one in mirrors(client, project) if one.green == green)


def mirrors(client: QdrantClient, project: str) -> list[MirrorRecord]:
    """Return the reindexes of a project, each as it stands by now; none without a ledger."""
    try:
        records = Ledger(client).read(MirrorRecord, project)
    except NotFound:
        return []
    return list({one.reindex: one for one in sorted(records, key=lambda one: one.seq)}.values())


def _point(client: QdrantClient, alias: str, collection: str) -> None:
    create = models.CreateAlias(collection_name=collection, alias_name=alias)
    client.update_collection_aliases([models.CreateAliasOperation(create_alias=create)])
