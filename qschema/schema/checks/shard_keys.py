"""Shard keys: only collections with custom sharding have any, each once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qschema.schema.declarations import Declaration
from qschema.schema.errors import ContradictionError, DeclaredTwiceError, Problems


def check_shard_keys(declaration: Declaration, said: Mapping[str, Any], problems: Problems) -> None:
    """Note shard keys without custom sharding, and those that stand twice."""
    keys = said.get("shard_keys") or ()
    if keys and said.get("sharding_method") != "custom":
        problems.add(
            ContradictionError(
                f"{declaration.name} has shard_keys and no custom sharding",
                where=str(declaration.at("shard_keys")),
                why="Qdrant distributes points itself, unless sharding_method is custom",
                fix="add sharding_method: custom, or leave out shard_keys",
            )
        )
    known: dict[str, Any] = {}
    for key, source in zip(keys, declaration.items("shard_keys"), strict=True):
        word = str(key["shard_key"])
        if word in known:
            same = known[word] == key["shard_key"]
            problems.add(
                DeclaredTwiceError(
                    f"the shard key {word} is declared twice",
                    where=str(source),
                    why="" if same else f"the number {word} and the text {word!r} have the same address",
                    fix="take one of them out",
                )
            )
        known[word] = key["shard_key"]
