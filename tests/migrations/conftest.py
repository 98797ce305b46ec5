from __future__ import annotations

import pytest

from tests.migrations.folder import Folder


@pytest.fixture
def folder(tmp_path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture(scope="module")
def shared_folder(tmp_path_factory) -> Folder:
    """One folder for all examples of a property; each begins by clearing it."""
    return Folder(tmp_path_factory.mktemp("project"))
