"""From what becomes of vectors to what is done to points on their way into the new generation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from qschema.apply.copying.points import PointColumns
from qschema.apply.transforms.base import Tools, Transform
from qschema.apply.transforms.cache import EmbeddingCache, default_path
from qschema.apply.transforms.chain import Transforms
from qschema.apply.transforms.embed import EmbedVector
from qschema.apply.transforms.vectors import DropVectors, RenameVectors
from qschema.planner.steps.passage import Passage
from qschema.schema.embedding import Embed
from qschema.schema.python.importing import seen_from


def transforms_of(passage: Passage) -> Transforms:
    """Return what is done to points: vectors are left out, get other names, and are made anew."""
    steps: list[Transform] = []
    if left := (*passage.dropped, *(name for name in passage.refilled if name not in passage.dropped)):
        steps.append(DropVectors(drop_vectors=left))
    if passage.renamed:
        steps.append(RenameVectors(rename_vectors={old: new for new, old in passage.renamed.items()}))
    embeds = {name: Embed.model_validate(embed) for name, embed in passage.refilled.items()}
    return Transforms((*steps, *(EmbedVector.declared(name, embed) for name, embed in embeds.items())))


@contextmanager
def passing(transforms: Transforms, directory: Path | None) -> Iterator[Callable[[PointColumns], PointColumns]]:
    """Return what makes points of the new generation from points of the old one.

    What a model has made is kept in the project's folder, so that nothing is made twice.

    Args:
        transforms: What is done to them.
        directory: The project's folder, where modules are found, too; None if there is none.
    """
    path = directory / ".qschema" / "embeddings.sqlite" if directory else default_path()
    models = [step.embed.model.partition(":")[0] for step in transforms.steps if isinstance(step, EmbedVector)]
    with closing(EmbeddingCache(path)) as cache, seen_from(directory or Path(), models):
        yield transforms.with_tools(Tools(cache))
