"""Reads the types of the fact table and writes them as annotations."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

STRICT = {"int": "StrictInt", "str": "StrictStr", "float": "StrictFloat", "bool": "StrictBool"}


@dataclass(frozen=True)
class Type:
    """A type as a tree.

    Attributes:
        head: A name (`int`, `StrictStr`, `Filter`, `None` …), or one of `list`, `dict`, `|`, `Literal`.
        parts: The types of items, of key and value, of the members of a union; the words of a literal.
    """

    head: str
    parts: tuple[Type, ...] = ()

    def __str__(self) -> str:
        if self.head == "|":
            return " | ".join(map(str, self.parts))
        return f"{self.head}[{', '.join(map(str, self.parts))}]" if self.parts else self.head

    def names(self) -> Iterator[str]:
        """Yield the names that the annotation mentions."""
        if self.head != "|":
            yield self.head
        if self.head != "Literal":
            for part in self.parts:
                yield from part.names()


def union(members: Iterable[Type]) -> Type:
    """Return the union of types, `None` last.

    Where a text is a member too, it is taken as a text, and only a UUID object as a UUID.
    """
    flat: list[Type] = []
    for member in members:
        flat += member.parts if member.head == "|" else (member,)
    if Type("StrictStr") in flat:
        flat = [Type("UuidObject") if member.head == "UUID" else member for member in flat]
    flat.sort(key=lambda member: member.head == "None")
    return flat[0] if len(flat) == 1 else Type("|", tuple(flat))


def parse(text: str) -> Type:
    """Read a type of the table, such as `Optional[List[Annotated[str, Strict(strict=True)]]]`.

    Raises:
        ValueError: It is written in a way that no type of the table was ever written.
    """
    return _read(ast.parse(text, mode="eval").body)


def _read(node: ast.expr) -> Type:
    match node:
        case ast.Name(id="NoneType"):
            return Type("None")
        case ast.Name(id="List" | "Dict" as name):
            return Type(name.lower())
        case ast.Name(id=name):
            return Type(name)
        case ast.Attribute(value=ast.Name(id="uuid"), attr="UUID"):
            return Type("UUID")
        case ast.Call(func=ast.Name(id="ForwardRef"), args=[ast.Constant(value=str(name))]):
            return Type(name)
        case ast.Subscript(value=ast.Name(id=outer), slice=inner):
            return _subscript(outer, inner.elts if isinstance(inner, ast.Tuple) else [inner])
    raise ValueError(f"a type that nobody has seen yet: {ast.unparse(node)}")


def _subscript(outer: str, items: list[ast.expr]) -> Type:
    match outer, items:
        case "Annotated", [ast.Name(id=name), ast.Call(func=ast.Name(id="Strict"))]:
            return Type(STRICT[name])
        case "Literal", _:
            return Type("Literal", tuple(Type(f'"{ast.literal_eval(item)}"') for item in items))
        case "Optional", [inner]:
            return union((_read(inner), Type("None")))
        case "Union", _:
            return union(map(_read, items))
        case "List" | "Dict", _:
            return Type(outer.lower(), tuple(map(_read, items)))
    raise ValueError(f"a type that nobody has seen yet: {outer}")


class Names:
    """The names of unions: writes a type with the name of a union in place of its members.

    Args:
        unions: Name → union.
        runs: Names that also replace their members within a longer union.
    """

    def __init__(self, unions: dict[str, Type], runs: Iterable[str]) -> None:
        self._whole = {kind: name for name, kind in unions.items()}
        self._runs = sorted(((unions[name], name) for name in runs), key=lambda run: -len(run[0].parts))

    def fold(self, kind: Type) -> Type:
        """Return a type with its unions, at any depth, replaced by their names."""
        optional = kind.head == "|" and kind.parts[-1].head == "None"
        inner = union(kind.parts[:-1]) if optional else kind
        folded = Type(self._whole[inner]) if inner in self._whole else self.fold_parts(inner)
        return union((folded, Type("None"))) if optional else folded

    def fold_parts(self, kind: Type) -> Type:
        """Return a type with the unions inside it, but not itself, replaced by their names."""
        parts = kind.parts
        if kind.head == "|":
            for run, name in self._runs:
                size = len(run.parts)
                for start in range(len(parts) - size + 1):
                    if size < len(parts) and parts[start : start + size] == run.parts:
                        parts = (*parts[:start], Type(name), *parts[start + size :])
                        break
        return Type(kind.head, tuple(map(self.fold, parts)))
