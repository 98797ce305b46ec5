"""Write `qschema/planner/change_table.py` and `qschema/client/gate_table.py` from the fact tables in `tools/facts/`.

usage: python tools/generate_change_table.py [--check]

With `--check` nothing is written, and the exit status is 1 if a file is not what would be written.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FACTS = ROOT / "tools" / "facts"
OLDEST = (1, 16)  # apply supports no older server, so what came before needs no gate
NEWEST = (1, 20)  # the models' version; what only they know came with it

NAMED = ("vectors", "sparse_vectors")
NOT_SETTINGS = ("payload_index.", "aliases", "init_from", "shard_keys", "quantization.")


def load(name: str) -> Any:
    """Read a fact table."""
    return json.loads((FACTS / name).read_text(encoding="utf-8"))


def version(text: str) -> tuple[int, int]:
    """Read `1.19`, `<=1.0` or `1.15 (1.14.1)` as a pair of numbers."""
    found = re.match(r"(?:<=)?(\d+)\.(\d+)", text)
    if found is None:
        raise ValueError(f"no version: {text!r}")
    return int(found[1]), int(found[2])


def setting_rows() -> Iterator[str]:
    """Yield one row of source for each setting: its path, what a change takes, whether segments are rebuilt."""
    for param in load("changes.json")["params"]:
        name = param["id"]
        if "(" in name or name.startswith(NOT_SETTINGS):
            continue
        path = name.split(".")
        if path[0] in NAMED:
            path.insert(1, "*")
        takes = {"patch_replace": "WHOLE", "recreate": "REPLACE"}.get(param["change"], "MERGE")
        rebuild = param["rebuild"].startswith(("yes", "lowering yes"))
        yield f"    Row({tuple(path)!r}, Takes.{takes}, rebuild={rebuild}),"


def change_table() -> str:
    """Return the source of the planner's table."""
    head = '''"""What changing each setting takes. Written by tools/generate_change_table.py; do not edit."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Takes(Enum):
    """How an existing collection gets a new value."""

    MERGE = "a PATCH that merges"
    WHOLE = "a PATCH that replaces the whole object"
    REPLACE = "a new vector or a new collection"


class Row(NamedTuple):
    """A setting: its path in a declaration (`*` stands for any name), what it takes, whether segments are rebuilt."""

    path: tuple[str, ...]
    takes: Takes
    rebuild: bool


ROWS: tuple[Row, ...] = (
'''
    return head + "\n".join(setting_rows()) + "\n)\n"


def gates() -> dict[str, dict[tuple[str, str], tuple[int, int]]]:
    """Return the fields and values that the oldest supported server lacks, with their first versions."""
    changes, models, schemas = load("changes.json"), load("models.json"), load("rest_schemas.json")
    found: dict[str, dict[tuple[str, str], tuple[int, int]]] = {"FIELDS": {}, "VALUES": {}}

    def note(table: str, owner: str, member: str, first: tuple[int, int]) -> None:
        if first > OLDEST and owner in models:
            found[table][owner, member] = first

    for name, first in changes["schema_fields"].items():
        owner, member = name.split(".", 1)
        note("FIELDS", owner, member, version(first))
    for name, first in changes["enum_or_variant"].items():
        if "|" in name and "." in name:
            owner, member = name.split("|")[0].split(".", 1)
            note("FIELDS", owner, member, version(first))
        elif "=" in name:
            owner, member = name.split("=", 1)
            note("VALUES", owner, member, version(first))
    for owner, model in models.items():
        schema = schemas.get(owner)
        for member in model.get("fields", ()):
            if schema is not None and "properties" in schema and member not in schema["properties"]:
                note("FIELDS", owner, member, NEWEST)
        known = set(enum_values(schema)) if schema else set()
        for value in model.get("enum", {}).values():
            if known and value not in known:
                note("VALUES", owner, str(value), NEWEST)
    return found


def enum_values(schema: dict[str, Any]) -> Iterator[str]:
    """Yield the values of an enumeration, however it is written."""
    yield from (str(value) for value in schema.get("enum", ()))
    for part in (*schema.get("oneOf", ()), *schema.get("anyOf", ())):
        yield from enum_values(part)


def reachable(models: dict[str, Any]) -> set[str]:
    """Return the models that a declaration can hold."""
    seen: set[str] = set()
    todo = [
        "CreateCollection", "CollectionParamsDiff", "PayloadSchemaParams", "DenseVectorConfig", "SparseVectorConfig",
    ]  # fmt: skip
    while todo:
        name = todo.pop()
        if name in seen or name not in models:
            continue
        seen.add(name)
        model = models[name]
        text = model.get("alias_of", "") + " ".join(field["type"] for field in model.get("fields", {}).values())
        todo += re.findall(r"[A-Z]\w+", text)
    return seen


def gate_table() -> str:
    """Return the source of the version gates."""
    models = load("models.json")
    kept = reachable(models)
    head = '''"""First versions of what a declaration can say. Written by tools/generate_change_table.py; do not edit.

Only what came after the oldest server that apply supports is listed.
"""

from __future__ import annotations

Version = tuple[int, int]
'''
    about = {
        "FIELDS": "Model and field → the first version whose servers know it; older ones ignore it without a word.",
        "VALUES": "Enumeration and value → the first version whose servers take it.",
    }
    body = ""
    for table, rows in gates().items():
        lines = [f"    {key!r}: {first!r}," for key, first in sorted(rows.items()) if key[0] in kept]
        body += f"\n{table}: dict[tuple[str, str], Version] = {{\n" + "\n".join(lines) + f'\n}}\n"""{about[table]}"""\n'
    return head + body


def formatted(source: str) -> str:
    """Return source as the project's formatter writes quotes."""
    return source.replace("'", '"')


def main() -> int:
    """Write the two files, or check them."""
    outputs = {
        ROOT / "qschema" / "planner" / "change_table.py": formatted(change_table()),
        ROOT / "qschema" / "client" / "gate_table.py": formatted(gate_table()),
    }
    stale = [path for path, text in outputs.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not what {Path(__file__).name} writes", file=sys.stderr)
        return bool(stale)
    for path in stale:
        path.write_text(outputs[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
