"""The corpus: every public module, class, function and method of the standard library that has a docstring."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
import pkgutil
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

LEFT_OUT = frozenset(
    ["antigravity", "distutils", "ensurepip", "idlelib", "lib2to3", "test", "this", "tkinter", "turtle", "turtledemo"]
)
"""Modules that open windows, print on import, install something, or are on their way out."""

_PARAGRAPH = "\n\n"


@dataclass(frozen=True, slots=True)
class Doc:
    """One documented thing.

    Attributes:
        name: Its dotted name: `json.loads`.
        module: The module that it is documented in.
        package: The first part of the module's name: `json` for `json.decoder`.
        kind: `module`, `class`, `function` or `method`.
        signature_length: How many characters its signature has; 0 where it has none.
        text: Its docstring, with the indentation taken out.
    """

    name: str
    module: str
    package: str
    kind: str
    signature_length: int
    text: str

    @property
    def summary(self) -> str:
        """Its name in words and the first paragraph of its text."""
        return f"{self.name.replace('.', ' ').replace('_', ' ')} {self.text.split(_PARAGRAPH)[0]}"


def walk() -> Iterator[Doc]:
    """Yield the documents of this interpreter's standard library, sorted by module, each thing once."""
    seen: set[int] = set()
    for name in sorted(sys.stdlib_module_names - LEFT_OUT):
        if not name.startswith("_"):
            for module in _modules(name):
                yield from _docs_of(module, seen)


def _modules(name: str) -> Iterator[ModuleType]:
    """Yield a module and the public ones below it; what can't be imported here (not built, Windows) is left out."""
    module = _imported(name)
    if module is None:
        return
    yield module
    for inner in pkgutil.iter_modules(getattr(module, "__path__", []), f"{name}."):
        last = inner.name.rpartition(".")[2]
        if not last.startswith("_") and last not in ("test", "tests"):
            yield from _modules(inner.name)


def _imported(name: str) -> ModuleType | None:
    quiet = io.StringIO()
    with warnings.catch_warnings(), contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
        warnings.simplefilter("ignore")
        try:
            return importlib.import_module(name)
        except (Exception, SystemExit):  # whatever a module of another platform raises
            return None


def _docs_of(module: ModuleType, seen: set[int]) -> Iterator[Doc]:
    if doc := _doc(module, module.__name__, module, "module"):
        yield doc
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # some attributes warn that they are deprecated when they are looked at
        for name, thing in sorted(vars(module).items()):
            if name.startswith("_") or id(thing) in seen or not _belongs(thing, module):
                continue
            if inspect.isclass(thing):
                seen.add(id(thing))
                yield from _class_docs(thing, f"{module.__name__}.{name}", module)
            elif inspect.isroutine(thing):
                seen.add(id(thing))
                if doc := _doc(thing, f"{module.__name__}.{name}", module, "function"):
                    yield doc


def _class_docs(kind: type[Any], name: str, module: ModuleType) -> Iterator[Doc]:
    if doc := _doc(kind, name, module, "class"):
        yield doc
    for attribute, value in sorted(vars(kind).items()):
        function = getattr(value, "__func__", value)  # what a staticmethod or classmethod wraps
        public = not attribute.startswith("_") and inspect.isroutine(function)
        if public and (doc := _doc(function, f"{name}.{attribute}", module, "method")):
            yield doc


def _belongs(thing: object, module: ModuleType) -> bool:
    """Tell whether a module is the home of a thing: its own, or that of its C accelerator (`_json` for `json`)."""
    home = getattr(thing, "__module__", None)
    return home is None or home == module.__name__ or str(home).startswith("_")


def _doc(thing: object, name: str, module: ModuleType, kind: str) -> Doc | None:
    text = thing.__doc__
    if not isinstance(text, str) or not text.strip():
        return None
    package = module.__name__.partition(".")[0]
    return Doc(name, module.__name__, package, kind, _signature_length(thing), inspect.cleandoc(text).strip())


def _signature_length(thing: object) -> int:
    """Return the length of a signature without defaults; some of those show this machine's environment."""
    if not callable(thing):
        return 0
    try:
        signature = inspect.signature(thing)
    except Exception:  # many built-in functions have none, and some of those that have one can't be read
        return 0
    bare = [one.replace(default=inspect.Parameter.empty) for one in signature.parameters.values()]
    return len(str(signature.replace(parameters=bare)))
