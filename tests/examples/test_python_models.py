"""The example with Python models: planned, applied, and turned into YAML."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import examples
from qschema.client import QdrantClient

EXAMPLE = Path(examples.__path__[0]) / "python_models"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("__pycache__", ".qschema")
    return Path(shutil.copytree(EXAMPLE, tmp_path / "example", ignore=ignored))


def qschema(folder: Path, *args: str, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "qschema.cli", *args],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def test_it_is_planned_applied_and_then_as_declared(folder):
    planned = qschema(folder, "plan", "--detailed-exitcode", code=2)
    assert "[catalogue/models.py:" in planned
    assert "[schema/searches.yaml:" in planned
    qschema(folder, "apply", "--auto-approve")
    qschema(folder, "plan", "--detailed-exitcode")
    with QdrantClient(path=str(folder / ".qschema/local")) as client:
        names = {one.name for one in client.get_collections().collections if not one.name.startswith("_")}
        assert names == {"products", "reviews", "searches"}
        schema = client.get_collection("catalogue").payload_schema
        kinds = {field: index.data_type.value for field, index in schema.items()}
    assert kinds == {
        "shop": "keyword",
        "changed": "datetime",
        "title": "text",
        "price": "float",
        "availability": "keyword",
        "categories[]": "keyword",
    }


def test_as_yaml_it_is_the_same(folder):
    qschema(folder, "apply", "--auto-approve")
    exported = qschema(folder, "export")
    (folder / "schema" / "searches.yaml").write_text(exported, encoding="utf-8")
    project = (folder / "qschema.yaml").read_text(encoding="utf-8")
    (folder / "qschema.yaml").write_text(project.replace("catalogue.models, ", ""), encoding="utf-8")
    assert "No changes." in qschema(folder, "plan", "--detailed-exitcode")
    assert qschema(folder, "export") == exported
