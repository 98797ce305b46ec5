"""Names in Python for names that may be anything."""

from __future__ import annotations

import keyword
import re

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
"""Other names that Python takes are mangled in classes (`__x`), or replaced by what they look like (NFKC)."""

TAKEN = frozenset(
    (
        *("Meta", "Collection", "field", "vector", "sparse_vector"),
        *("bool", "date", "datetime", "dict", "float", "int", "list", "models", "str", "UUID"),
    )
)
"""Names that mean something else in a class that declares."""


class Identifiers:
    """Gives out names within a scope, each once."""

    def __init__(self, taken: frozenset[str] = TAKEN) -> None:
        self._taken = set(taken)

    def attribute(self, name: str) -> str:
        """Return the name of an attribute: the name itself where that can be one."""
        return self._free(
            name if _usable(name) else re.sub(r"\W+|^(?=[^A-Za-z])", "_", name, flags=re.ASCII).strip("_")
        )

    def type(self, name: str) -> str:
        """Return the name of a class: `my-articles` is `MyArticles`."""
        return self._free("".join(word[:1].upper() + word[1:] for word in re.findall(r"[A-Za-z0-9]+", name)))

    def _free(self, wanted: str) -> str:
        base = wanted if _usable(wanted) else f"x_{wanted}".rstrip("_")
        number, name = 1, base
        while name in self._taken or keyword.iskeyword(name) or keyword.issoftkeyword(name):
            number += 1
            name = f"{base}_{number}"
        self._taken.add(name)
        return name


def _usable(name: str) -> bool:
    return _PLAIN.fullmatch(name) is not None
