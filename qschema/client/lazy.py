"""Packages that load their names on first use, so that importing one costs next to nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazily(package: str, homes: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the functions `__getattr__` and `__dir__` of a package (PEP 562).

    Args:
        package: Its name.
        homes: The names that it offers → the module that has each; the package's own submodules by their own names.
    """

    def load(name: str) -> Any:
        home = homes.get(name)
        if home is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return import_module(home) if home == f"{package}.{name}" else getattr(import_module(home), name)

    def offered() -> list[str]:
        return sorted({*vars(import_module(package)), *homes})

    return load, offered
