"""What a Python object says that declares a collection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from qschema.schema.source import Source


@dataclass(frozen=True)
class Described:
    """A collection's declaration in Python values.

    Attributes:
        name: The collection's name.
        said: The declaration in the shape of a schema file; wire models and enumerations may stand in it.
        source: Where it stands.
        places: Path inside `said`, such as `vectors/text/size` → where that stands, as far as it is known.
    """

    name: str
    said: Mapping[str, Any]
    source: Source
    places: Mapping[str, Source] = field(default_factory=dict)


class Declaring(Protocol):
    """An object that declares a collection: a model class, or anything else with this method."""

    def __qschema__(self) -> Described | None:
        """Return the declaration; None if there is none, as for a base class."""
        ...
