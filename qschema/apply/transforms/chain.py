"""The transforms of a copy, one after the other: read from plain data, and carried out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from qschema.apply.copying.points import PointColumns
from qschema.apply.transforms.base import Tools, Transform
from qschema.apply.transforms.cast import CastFields
from qschema.apply.transforms.change_ids import ChangeIds
from qschema.apply.transforms.choose import FilterPoints, KeepPoints
from qschema.apply.transforms.compute import ComputeFields
from qschema.apply.transforms.drop import DropFields
from qschema.apply.transforms.embed import EmbedVector
from qschema.apply.transforms.errors import BadTransformError
from qschema.apply.transforms.rename import RenameFields
from qschema.apply.transforms.split import SplitField
from qschema.apply.transforms.vectors import DropVectors, RenameVectors
from qschema.client import models

KINDS: Mapping[str, type[Transform]] = {
    "embed": EmbedVector,
    "drop": DropFields,
    "rename": RenameFields,
    "cast": CastFields,
    "compute": ComputeFields,
    "split": SplitField,
    "filter": FilterPoints,
    "keep": KeepPoints,
    "ids": ChangeIds,
    "drop_vectors": DropVectors,
    "rename_vectors": RenameVectors,
}
"""Key → the transform that has it."""


@dataclass(frozen=True)
class Transforms:
    """What is done to points, from first to last.

    Attributes:
        steps: The transforms.
    """

    steps: tuple[Transform, ...] = ()

    @classmethod
    def of(cls, declared: Iterable[Any]) -> Transforms:
        """Read transforms: objects with the key of one each.

        Raises:
            BadTransformError: One can't be read.
        """
        return cls(tuple(_read(at, one) for at, one in enumerate(declared)))

    @property
    def as_data(self) -> tuple[dict[str, Any], ...]:
        """The same as plain data, which a plan can hold; `of` reads it."""
        return tuple(step.model_dump(mode="json", by_alias=True, exclude_unset=True) for step in self.steps)

    @property
    def where(self) -> models.Filter | None:
        """The filter of points that are copied; None for all."""
        filters = [step.filter for step in self.steps if isinstance(step, FilterPoints)]
        if len(filters) > 1:
            return models.Filter(must=[*filters])
        return filters[0] if filters else None

    @property
    def embeds(self) -> bool:
        """Whether any of them makes vectors."""
        return any(isinstance(step, EmbedVector) for step in self.steps)

    def vectors_to_read(self, names: Sequence[str]) -> bool | list[str]:
        """Return which of a source's vectors have to be read: those that nothing else takes the place of.

        Args:
            names: The names of all; "" for the one without a name.
        """
        needed = [name for name in names if not self._is_replaced(name)]
        return bool(needed) if not needed or len(needed) == len(names) else needed

    def with_tools(self, tools: Tools) -> Callable[[PointColumns], PointColumns]:
        """Return the function that does it all, and leaves what it gets as it is."""
        if not self.steps:
            return lambda points: points

        def transform(points: PointColumns) -> PointColumns:
            points = replace(points, payloads=deepcopy(points.payloads))
            for step in self.steps:
                points = step.apply(points, tools)
            return points

        return transform

    def _is_replaced(self, name: str) -> bool:
        """Whether a vector is dropped or filled anew before anybody needs it."""
        called = name
        for step in self.steps:
            if isinstance(step, EmbedVector) and step.embed.vector == called:
                return True
            if isinstance(step, (DropVectors, RenameVectors)):
                renamed = step.named(called)
                if renamed is None:
                    return True
                called = renamed
        return False


def _read(at: int, declared: Any) -> Transform:
    if isinstance(declared, Transform):
        return declared
    keys = [key for key in KINDS if isinstance(declared, Mapping) and key in declared]
    if len(keys) != 1:
        raise BadTransformError(at, f"it has one of these keys: {', '.join(KINDS)}")
    try:
        return KINDS[keys[0]].model_validate(declared)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        raise BadTransformError(at, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
