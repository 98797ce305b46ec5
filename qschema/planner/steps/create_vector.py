"""The step that adds a named vector to a collection that has points (Qdrant 1.18 and later)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from qschema.client import models, requests
from qschema.planner.compare import differences
from qschema.planner.paths import get, put
from qschema.planner.steps.base import Step
from qschema.planner.steps.delete_vector import DeleteVector
from qschema.planner.steps.effects import Reversal, Undo
from qschema.schema.live import LiveInstance

_SAID = {
    False: (("size",), ("distance",), ("multivector_config",), ("datatype",)),
    True: (("modifier",), ("index", "datatype")),
}
"""What the call that adds a dense or a sparse vector can say (src/actix/api/vector_name_api.rs of Qdrant 1.19.0)."""


def said_at_creation(params: Mapping[str, Any], *, sparse: bool) -> dict[str, Any]:
    """Return what of a vector's declaration the call that adds it can say; the rest is patched later."""
    said: dict[str, Any] = {}
    for path in _SAID[sparse]:
        if (value := get(params, path)) is not None:
            put(said, path, value)
    return said


class CreateVector(Step):
    """Add a named vector; points that exist go without it until it is filled in.

    Attributes:
        name: The vector's name.
        sparse: Whether it is a sparse one.
        params: Its parameters in a declaration's shape, as far as the call that adds it can say them.
    """

    kind: Literal["create_vector"] = "create_vector"
    default_sign: ClassVar[str] = "+"

    name: str
    sparse: bool
    params: dict[str, Any]

    def words(self) -> str:
        """Say what the step does."""
        return f"add the {'sparse ' if self.sparse else ''}vector {self.name!r}; points get it when they are written"

    def requests(self) -> tuple[requests.Request[Any], ...]:
        """Return one call."""
        config: models.VectorNameConfig
        if self.sparse:
            said = {key: value for key, value in self.params.items() if key != "index"} | self.params.get("index", {})
            config = models.SparseVectorNameConfig(sparse=models.SparseVectorConfig.model_validate(said))
        else:
            config = models.DenseVectorNameConfig(dense=models.DenseVectorConfig.model_validate(self.params))
        return (
            requests.CreateVectorName(collection_name=self.collection, vector_name=self.name, body=config, wait=True),
        )

    def holds(self, live: LiveInstance) -> bool:
        """Tell whether the vector is there with these parameters."""
        there = self.seen(live)
        if there is None:
            return False
        part = "sparse_vectors" if self.sparse else "vectors"
        vectors = there.spec.as_json().get(part) or {}
        return self.name in vectors and not any(differences({part: {self.name: self.params}}, {part: vectors}))

    def inverse(self) -> Step:
        """Return the step that drops the vector."""
        return DeleteVector(collection=self.collection, address=self.address, name=self.name, sparse=self.sparse)

    def reversal(self) -> Reversal:
        """Say that the vector can go again, with what was written to it."""
        return Reversal(Undo.LOSSLESS, "drop the vector again, with what was written to it since")
