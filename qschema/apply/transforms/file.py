"""Transforms in a YAML file: a list under the key `transforms`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from qschema.apply.transforms.chain import Transforms
from qschema.schema.errors import Problems
from qschema.schema.files import read_map
from qschema.schema.reading.base import FAILED, Reading
from qschema.schema.reading.containers import AnyJson, ListOf
from qschema.schema.reading.records import Field, Record

_FILE = Record({"transforms": Field(ListOf(AnyJson()), required=True)}, hints={}, extensions=True)


def read_transforms(path: Path, variables: Mapping[str, str] = os.environ) -> Transforms:
    """Read the transforms that stand in a file.

    Args:
        path: The file.
        variables: The environment variables that the file may refer to.

    Raises:
        SchemaError: The file can't be read.
        BadTransformError: A transform can't be read.
    """
    problems = Problems()
    root = read_map(path, str(path), problems, wanted="transforms: and a list of them")
    said = FAILED if root is None else _FILE.read(root, Reading(variables, problems))
    problems.raise_if_any()
    return Transforms.of(said["transforms"])
