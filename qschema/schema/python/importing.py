"""Importing a project's modules, as seen from the project's folder."""

from __future__ import annotations

import importlib
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from qschema.schema.errors import ModuleFailedError, ModuleMissingError, SchemaError
from qschema.schema.source import Source


@contextmanager
def seen_from(directory: Path, names: Iterable[str]) -> Iterator[None]:
    """Have modules of a folder found first for a while, as they are for a program that is started in it.

    A module of the same name that came from elsewhere is out of sight meanwhile, and back afterwards.

    Args:
        directory: The folder.
        names: The modules that will be imported.
    """
    ours = directory.resolve()
    tops = {top for top in (name.partition(".")[0] for name in names) if _is_there(top, ours)}
    hidden = {
        key: sys.modules.pop(key) for top in tops if not _lies_in(sys.modules.get(top), ours) for key in _family(top)
    }
    sys.path.insert(0, str(ours))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(str(ours))
        for top in {key.partition(".")[0] for key in hidden}:
            for key in _family(top):
                del sys.modules[key]
        sys.modules.update(hidden)


def _is_there(top: str, directory: Path) -> bool:
    return (directory / top).is_dir() or (directory / f"{top}.py").is_file()


def _family(top: str) -> list[str]:
    """Return the names of a module and of those within it, as far as they are imported."""
    return [key for key in sys.modules if key == top or key.startswith(f"{top}.")]


def _lies_in(module: ModuleType | None, directory: Path) -> bool:
    places = [getattr(module, "__file__", None) or "", *getattr(module, "__path__", ())]
    return any(place and directory in Path(place).resolve().parents for place in places)


def imported(name: str, directory: Path, where: Source) -> ModuleType:
    """Import a module.

    Args:
        name: Its name, with dots.
        directory: The project's folder.
        where: Where the project names it.

    Raises:
        ModuleMissingError: There is no such module.
        ModuleFailedError: It can't be imported, and where it fails.
        SchemaError: It found mistakes in its declarations itself.
    """
    try:
        return importlib.import_module(name)
    except SchemaError:
        raise
    except ModuleNotFoundError as error:
        if error.name and (error.name == name or name.startswith(f"{error.name}.")):
            raise ModuleMissingError(
                f"there is no module {name}",
                where=str(where),
                why="modules are looked for in the project's folder, then where this Python finds its packages",
                fix="create it, mend the name, or end the name of a YAML file in .yaml",
            ) from error
        raise _failed(name, directory, error) from error
    except (Exception, SystemExit) as error:
        raise _failed(name, directory, error) from error


def _failed(name: str, directory: Path, error: BaseException) -> ModuleFailedError:
    return ModuleFailedError(
        f"the module {name} can't be imported",
        where=str(failing(error, directory) or name),
        why=f"{type(error).__name__}: {error}" if str(error) else type(error).__name__,
        fix="mend it until this Python imports it",
    )


def failing(error: BaseException, directory: Path) -> Source | None:
    """Return the innermost place in the project's files at which an error arose; None if it arose elsewhere."""
    ours = directory.resolve()
    if isinstance(error, SyntaxError) and error.filename and ours in Path(error.filename).resolve().parents:
        return Source(_shown(error.filename, ours), error.lineno or 1, error.offset or 1)
    places = [
        Source(_shown(frame.filename, ours), frame.lineno or 1, 1)
        for frame in traceback.extract_tb(error.__traceback__)
        if ours in Path(frame.filename).resolve().parents
    ]
    return places[-1] if places else None


def _shown(file: str, directory: Path) -> str:
    return Path(file).resolve().relative_to(directory).as_posix()
