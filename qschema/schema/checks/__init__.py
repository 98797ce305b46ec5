"""What must hold between the parts of a declaration, and between declarations: one file for each concern."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qschema.schema.checks.aliases import check_aliases
from qschema.schema.checks.embedding import check_embeddings
from qschema.schema.checks.indexes import check_indexes
from qschema.schema.checks.lifecycle import check_lifecycle
from qschema.schema.checks.names import check_collection_name, check_metadata, check_vector_names
from qschema.schema.checks.placement import check_placement
from qschema.schema.checks.renaming import check_renaming
from qschema.schema.checks.shard_keys import check_shard_keys
from qschema.schema.checks.verification import check_verification
from qschema.schema.declarations import Declaration
from qschema.schema.errors import Problems
from qschema.schema.spec import Declared

__all__ = ["check_all", "check_one"]

_WITHIN = (
    check_vector_names,
    check_embeddings,
    check_metadata,
    check_indexes,
    check_placement,
    check_shard_keys,
    check_lifecycle,
    check_verification,
)


def check_one(declaration: Declaration, said: Mapping[str, Any], problems: Problems) -> None:
    """Note what is wrong within one declaration.

    Args:
        declaration: The declaration as nodes, for the places.
        said: The same as JSON, read without mistakes.
        problems: Where mistakes go.
    """
    for check in _WITHIN:
        check(declaration, said, problems)


def check_all(collections: Mapping[str, Declared], declarations: Mapping[str, Declaration], problems: Problems) -> None:
    """Note what is wrong between declarations.

    Args:
        collections: The declarations that could be read.
        declarations: All of them as nodes.
        problems: Where mistakes go.
    """
    for declaration in declarations.values():
        check_collection_name(declaration, declarations, problems)
    check_aliases(collections, declarations, problems)
    check_renaming(collections, declarations, problems)
