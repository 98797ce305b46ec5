"""How programs bring instances to what they declare: checked by type checkers, and run against the engine."""

from __future__ import annotations

import asyncio
from pathlib import Path

import qschema
from qschema.apply.errors import NotEnsuredError
from qschema.apply.run import Outcome
from qschema.orm import Collection, field, vector
from qschema.planner.plan import Plan
from qschema.schema.spec import CollectionSpec


class Article(Collection):
    """What the application stores."""

    tenant: str = field(is_tenant=True)
    text: list[float] = vector(4, "Cosine")


class Author(Collection):
    """Who wrote it."""

    name: str = field()


def deploy(client: qschema.QdrantClient) -> int:
    """Plan, look at it, carry it out."""
    plan: Plan = qschema.plan([Article, Author], project="library", client=client)
    if plan.impossible or plan.refused:
        return 0
    done: Outcome = qschema.apply([Article, Author], project="library", plan=plan, client=client, lock_timeout=10.0)
    drift: int = qschema.status([Article, Author], project="library", client=client).drift
    assert not drift
    return len(done.steps)


def deploy_specs(client: qschema.QdrantClient, folder: Path | None = None) -> str:
    """Apply what is no class: the declarations in a map, or those of a folder."""
    if folder is not None:
        return qschema.apply(folder, env="prod", allow_destroy=["logs"]).run
    return qschema.apply({"logs": CollectionSpec(vectors={})}, target="logs", project="library", client=client).run


async def serve(client: qschema.AsyncQdrantClient) -> list[str]:
    """Make what is missing, then tell what was done here."""
    try:
        await asyncio.gather(*(model.aensure(client, project="library") for model in (Article, Author)))
    except NotEnsuredError as error:
        return [step.address for step in error.plan.steps]
    await qschema.aapply([Article, Author], project="library", client=client)
    return [run.outcome for run in await qschema.ahistory(project="library", declared=[], client=client)]
