"""Filling a vector of points that are there already."""

from __future__ import annotations

from qschema.apply.copying.engine import copy_points
from qschema.apply.copying.options import CopyOptions
from qschema.apply.copying.side import Side
from qschema.apply.readiness import wait_until_ready
from qschema.apply.reindex.errand import Errand
from qschema.apply.reindex.passing import passing
from qschema.apply.strict_mode import count_points
from qschema.apply.transforms.chain import Transforms
from qschema.apply.transforms.embed import EmbedVector
from qschema.client import models
from qschema.planner.plan import fingerprint
from qschema.planner.steps import FillVector


def back_fill(errand: Errand, step: FillVector) -> None:
    """Fill a vector of the points that lack it. Called again, it goes on where it was broken off.

    Raises:
        ApplyError: It was told to stop, or a call failed for good.
        QdrantError: A call failed.
    """
    client = errand.client
    has_it = models.HasVectorCondition(has_vector=step.name)
    transforms = Transforms((EmbedVector.declared(step.name, step.embed),))
    side = Side(client, step.collection, errand.project)
    embed = step.embed.model_dump(mode="json", by_alias=True)
    with errand.apart(), passing(transforms, errand.directory) as transform:
        copy_points(
            side,
            side,
            CopyOptions(
                where=models.Filter(must_not=[has_it]),
                write="vectors",
                transform=transform,
                transforms=transforms.as_data,
                with_vectors=False,
                defer_indexing=False,
            ),
            copying=f"{errand.project}/{step.collection}/{step.name}/{fingerprint(embed)[7:19]}",
            restart=not count_points(client, step.collection, models.Filter(must=[has_it])),
            check=errand.check,
            told=errand.copied,
            stop=errand.stop,
        )
        wait_until_ready(client, step.collection, seconds=errand.wait_timeout, check=errand.check, told=errand.waits)
