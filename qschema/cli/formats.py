"""The two ways in which declarations are written: as YAML, and as Python."""

from __future__ import annotations

from collections.abc import Mapping

import click

from qschema.schema.spec import CollectionSpec

FORMATS = ("yaml", "python")

chosen_format = click.option(
    "--format",
    "as_format",
    type=click.Choice(FORMATS),
    default="yaml",
    show_default=True,
    help="YAML, or a Python module with model classes.",
)


def written(specs: Mapping[str, CollectionSpec], as_format: str) -> str:
    """Return declarations as the text of a schema file or of a module."""
    if as_format == "python":
        from qschema.schema.python.writing import python_of

        return python_of(specs)
    from qschema.schema.dump import dump

    return dump(specs)
