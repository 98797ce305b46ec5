"""Modules and what they define beside those of the official client."""

from __future__ import annotations

import inspect
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import qdrant_client

import qschema.client
from qschema.client.coming import NotYetAvailable
from tests.client.surface.differences import MISSING_MODULES, MISSING_NAMES, MODELS

OFFICIAL = "qdrant_client."
OURS = "qschema.client."
LOCAL = ("local.qdrant_local", "local.async_qdrant_local")


def missing(module: str) -> bool:
    parents = {module.rsplit(".", n)[0] for n in range(module.count(".") + 1)}
    return bool(parents & MISSING_MODULES.keys()) and module not in ("local", *LOCAL)


ROOT = Path(qdrant_client.__file__).parent
THEIRS = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in ROOT.rglob("*.py")
    if path != ROOT / "__init__.py"
)
SHARED = [module for module in THEIRS if not missing(module)]


def defined(module: str) -> set[str]:
    """Return the public names that a module of the official client defines, not only imports."""
    home = import_module(OFFICIAL + module)
    if exported := getattr(home, "__all__", None):
        return set(exported)
    return {
        name
        for name, value in vars(home).items()
        if not name.startswith("_")
        and (inspect.isclass(value) or inspect.isfunction(value))
        and value.__module__ == home.__name__
    }


def test_reasons_are_given_for_what_is_missing_and_nothing_else():
    gone = {module for module in THEIRS if missing(module)}
    assert gone >= MISSING_MODULES.keys() - {"local"}
    for module in MISSING_MODULES:
        assert module in THEIRS
        if module != "local":
            with pytest.raises(ModuleNotFoundError):
                import_module(OURS + module)


@pytest.mark.parametrize("module", SHARED)
def test_names(module):
    ours = import_module(OURS + module)
    if module == "fastembed_common":
        with pytest.raises(NotYetAvailable, match="FastEmbedMisc isn't part of this version"):
            _ = ours.FastEmbedMisc
        assert ours.TextEmbedding is getattr(import_module(OFFICIAL + module), "TextEmbedding")  # noqa: B009
        return
    lacking = {name for name in defined(module) if not hasattr(ours, name)}
    lacking -= MODELS.keys() if module == "models" else set()
    assert lacking == MISSING_NAMES.get(module, {}).keys()


def test_names_that_applications_import():
    for module, names in {
        "http.api_client": ("UnexpectedResponse", "ResponseHandlingException", "ResourceExhaustedResponse"),
        "http": ("models", "SyncApis", "AsyncApis", "ApiClient", "AsyncApiClient"),
        "models": ("PointStruct", "Filter", "Distance", "ExtendedPointId", "InlineResponse2004"),
        "http.models": ("PointStruct", "Filter", "Distance", "ExtendedPointId", "InlineResponse2004"),
        "http.models.models": ("PointStruct", "Filter", "Distance", "ExtendedPointId", "InlineResponse2004"),
    }.items():
        ours = import_module(OURS + module)
        assert not [name for name in names if not hasattr(ours, name)]


def test_what_comes_later_can_be_done_without():
    with pytest.raises(ImportError, match="FastEmbedMisc"):
        from qschema.client.fastembed_common import FastEmbedMisc  # noqa: F401


def test_one_type_has_one_home():
    paths = ("models", "http.models", "http.models.models", "conversions.common_types")
    assert len({import_module(OURS + path).PointStruct for path in paths}) == 1
    from qschema.client.http.exceptions import ApiException

    assert issubclass(qschema.client.errors.UnexpectedResponse, ApiException)
    assert issubclass(qschema.client.errors.ResponseHandlingException, ApiException)


def test_models_are_all_there():
    import qdrant_client.models as theirs

    from qschema.client import models as ours

    inside = {
        name
        for name, value in vars(theirs).items()
        if not name.startswith("_") and str(getattr(value, "__module__", "")).startswith("qdrant_client")
    }
    assert {name for name in inside if not hasattr(ours, name)} <= MODELS.keys()


def test_types_of_common_types():
    theirs = import_module(OFFICIAL + "conversions.common_types")
    ours = import_module(OURS + "conversions.common_types")
    aliases = {name for name in theirs.__annotations__ if name[0].isupper()}
    assert {name for name in aliases if not hasattr(ours, name)} == set()
    assert ours.get_args_subscribed(ours.PointId) == (int, str, ours.UUID)
    assert ours.get_args_subscribed(ours.VectorStruct)[:3] == (list, list, dict)
    assert ours.remap_type(ours.models.StrictStr) is str


def test_nothing_warns_when_it_is_imported():
    modules = [
        ".".join(path.relative_to(Path(qschema.client.__file__).parents[2]).with_suffix("").parts)
        for path in Path(qschema.client.__file__).parent.rglob("*.py")
        if path.stem != "__main__" and path.stem != "worker"
    ]
    code = "\n".join(f"import {module.removesuffix('.__init__')}" for module in sorted(modules))
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
