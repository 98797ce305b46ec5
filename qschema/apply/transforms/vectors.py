"""Leaving vectors out, and calling them otherwise."""

from __future__ import annotations

from qschema.apply.transforms.base import VectorTransform


class DropVectors(VectorTransform):
    """Leaves vectors out.

    Attributes:
        drop_vectors: Their names; the one without a name is called "".
    """

    drop_vectors: tuple[str, ...]

    def named(self, name: str) -> str | None:
        """Return how a vector is called afterwards; None if it is dropped."""
        return None if name in self.drop_vectors else name


class RenameVectors(VectorTransform):
    """Calls vectors otherwise.

    Attributes:
        rename_vectors: Their names, and what they are called at the destination; "" stands for no name.
    """

    rename_vectors: dict[str, str]

    def named(self, name: str) -> str | None:
        """Return how a vector is called afterwards."""
        return self.rename_vectors.get(name, name)
