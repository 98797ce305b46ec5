"""Write the wire types of `qschema/client/models/` from the fact tables in `tools/facts/`.

usage: python tools/generate_models.py [--check]

`facts/models.json` says which types exist, with their fields, types and defaults. `models/MODULE.yaml` says which
module each of them stands in, in which order, and what it is; what a union or an alias is made of must stand before it.
A type that no module takes is an error, and so is one that two modules take.

With `--check` nothing is written, and the exit status is 1 if a file is not what would be written.
"""

from __future__ import annotations

import sys
from pathlib import Path

from model_bounds import Bounds
from model_source import head, listed, public
from model_table import ANSWERS, PACKAGE, ROOT, Table

TARGET = ROOT / "qschema" / "client" / "models"
ABOUT = "All wire types of Qdrant's API (1.20) under their official names."


def package(table: Table) -> str:
    """Return the source of the package: all names of all modules."""
    modules = sorted((*table.modules, "answer", "inline_responses"))
    submodules = listed(f"from {PACKAGE} import ", modules, "()")
    stars = "".join(f"from {PACKAGE}.{module} import *  # noqa: F403\n" for module in modules)
    exports = "".join(f"        *{module}.__all__,\n" for module in modules)
    return (
        f"{head(ABOUT)}\nfrom typing import TYPE_CHECKING\n\n{submodules}{stars}\n"
        "if not TYPE_CHECKING:  # mypy can't add lists up, and would take it that nothing is exported\n"
        f"    __all__ = [\n{exports}    ]\n"
    )


def answers(table: Table) -> str:
    """Return the source of the names of all answers."""
    names = sorted(name for name in table.facts if name.startswith(ANSWERS))
    lines = "".join(f"{name} = Answer\n" for name in names)
    about = "The names that the official client has for answers: all are one type."
    return f"{head(about)}\nfrom {PACKAGE}.answer import Answer\n\n{public(names)}\n{lines}"


def outputs(table: Table) -> dict[Path, str]:
    """Return the files to write."""
    files = {TARGET / f"{module}.py": table.module(module) for module in table.modules}
    files[TARGET / "inline_responses.py"] = answers(table)
    files[TARGET / "bounds.py"] = Bounds(table).source()
    files[TARGET / "__init__.py"] = package(table)
    return files


def main() -> int:
    """Write the files, or check them."""
    files = outputs(Table())
    stale = [path for path, text in files.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not what {Path(__file__).name} writes", file=sys.stderr)
        return bool(stale)
    for path in stale:
        path.write_text(files[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
