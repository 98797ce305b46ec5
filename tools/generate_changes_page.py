"""Write `docs/changes.md`, what each change takes, from the fact tables in `tools/facts/`.

usage: python tools/generate_changes_page.py [--check]

With `--check` nothing is written, and the exit status is 1 if the file is not what would be written.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FACTS = ROOT / "tools" / "facts" / "changes.json"
PAGE = ROOT / "docs" / "changes.md"

SIGNS = {
    "vectors (unnamed vs named shape)": "-/+",
    "vectors.{name} (add)": "+",
    "vectors.{name} (drop)": "-",
    "vectors.{name} (rename)": "- +",
    "sparse_vectors.{name} (add/drop)": "+ -",
    "shard_keys": "+ -",
    "init_from": "!",
    "aliases": "+ ~ -",
}
"""Of what comes and goes as a whole."""

HOW = {
    "~": "an update, one for each concern",
    "±": "the vector is dropped, added and filled again; before Qdrant 1.18 the collection is replaced",
    "-/+": "a copy takes the collection's place; where none can, it is deleted and created anew",
    "+": "it is added; before Qdrant 1.18 the collection is replaced",
    "-": "it is dropped; before Qdrant 1.18 the collection is replaced",
    "+ -": "it is added or dropped; before Qdrant 1.18 the collection is replaced",
    "- +": "Qdrant renames no vector: the old one is dropped, the new one added",
}

SPECIAL = {
    "shard_keys": "it is created or dropped, in a cluster; on a single node it is impossible",
    "init_from": "Qdrant 1.16 removed it; a declaration can't say it",
    "sharding_method": "the collection is deleted and created anew: points can't change shard keys in a copy",
    "aliases": "one action for each alias",
    "metadata": "one update for all keys",
}

HEAD = """\
# What each change takes

Written by `tools/generate_changes_page.py` from facts about Qdrant 1.19; do not edit. The signs are those of
[a plan](planning.md). Each row is tried out by a plan and its inverse, on the embedded engine and on a server. The last
column tells how a step is taken back: *an inverse* brings back what was there, *a snapshot* has to have been taken
before, *no* means that a value that was unset can't be unset again.

| setting | since | sign | what it takes | rebuilds | to undo |
|---|---|---|---|---|---|
"""

NEVER_UNSET = {
    "hnsw_config.payload_m",
    "optimizers_config.max_segment_size",
    "optimizers_config.memmap_threshold",
    "read_fan_out_factor",
    "read_fan_out_delay_ms",
}


def sign(row: dict[str, Any]) -> str:
    """Return the sign, or the signs, that a change of a row wears."""
    name, change = row["id"], row["change"]
    if name in SIGNS:
        return SIGNS[name]
    if change == "index_put":
        return "+ ~ -"
    if change == "recreate":
        return "±" if name.startswith("vectors.") else "-/+"
    return "~"


def how(row: dict[str, Any]) -> str:
    """Return what a change of a row takes."""
    if row["change"] == "index_put":
        return "the index is built, dropped, or built anew by one call"
    return SPECIAL.get(row["id"]) or HOW[sign(row)]


def rebuilds(row: dict[str, Any]) -> str:
    """Return what is built anew in the background."""
    said = row["rebuild"]
    if row["change"] == "index_put":
        return "the index; graphs get links for it only when they are built anew"
    if row["id"] == "optimizers_config.indexing_threshold":
        return "when it is lowered"
    if "newly built" in said:
        return "no; it counts for new segments"
    return "segments" if said.startswith("yes") else "no"


def undo(row: dict[str, Any]) -> str:
    """Return how a change of a row is taken back."""
    name, signs = row["id"], sign(row)
    if signs == "!":
        return ""
    if signs == "-/+" and name != "sharding_method":
        return "an inverse; after a deletion a snapshot"
    if signs in ("±", "-/+", "-", "- +"):
        return "a snapshot"
    if signs == "+ -" and row["change"] in ("named_vector", "cluster_op"):
        return "an inverse; of a drop a snapshot"
    if name.startswith("strict_mode_config.") and name != "strict_mode_config.enabled":
        return "an inverse; no if it was unset"
    return "no if it was unset, else an inverse" if name in NEVER_UNSET else "an inverse"


def cell(text: str) -> str:
    """Return a text as it stands in a table."""
    return text.replace("|", "\\|")


def rows() -> Iterator[str]:
    """Yield the rows of the table."""
    for row in json.loads(FACTS.read_text(encoding="utf-8"))["params"]:
        since = row["min_version"].replace("<=", "").replace("-", "")
        cells = (f"`{row['id']}`", since, f"`{sign(row)}`", how(row), rebuilds(row), undo(row))
        yield "| " + " | ".join(map(cell, cells)) + " |"


def main() -> int:
    """Write the page, or check it."""
    text = HEAD + "\n".join(rows()) + "\n"
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    if "--check" in sys.argv[1:]:
        print(f"{PAGE.relative_to(ROOT)} is not what {Path(__file__).name} writes", file=sys.stderr)
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
