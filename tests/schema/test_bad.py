from __future__ import annotations

import os
from pathlib import Path

import pytest

from qschema.schema import load_project, load_schema
from qschema.schema.errors import SchemaError
from qschema.schema.secrets import redact

BAD = Path(__file__).parent / "bad"
CASES = sorted(path.stem for path in BAD.glob("*.yaml"))
VARIABLES = {"WORD": "many", "EMPTY": ""}
GOOD = "collections:\n  articles:\n    vectors: {size: 4, distance: Cosine}\n  books: {}\n"


def rendered(error: SchemaError) -> str:
    errors = getattr(error, "errors", (error,))
    return "".join(f"[{one.code}] {one}\n" for one in errors)


def load(files, case: str) -> None:
    content = (BAD / f"{case}.yaml").read_bytes()
    if case.startswith("project-"):
        files.write("qschema.yaml", content)
        files.write("schema/schema.yaml", GOOD)
        (files.directory / "folder.yaml").mkdir()
    else:
        files.write(f"schema/{case}.yaml", content)
    project = load_project(files.directory, VARIABLES)
    environment = project.environment().name if project.default_environment else None
    load_schema(project, environment, VARIABLES)


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_told_with_its_place_and_a_way_out(files, case):
    with pytest.raises(SchemaError) as caught:
        load(files, case)
    told = rendered(caught.value).replace(str(files.directory), ".")
    golden = BAD / f"{case}.txt"
    if os.environ.get("QSCHEMA_UPDATE_GOLDEN"):
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")
    assert "hush-hush" not in redact(told)
    for error in getattr(caught.value, "errors", (caught.value,)):
        assert error.where
        assert error.why or error.fix, error
        assert error.as_json()["code"] == error.code != SchemaError.code


def test_every_golden_file_has_its_case():
    assert sorted(path.stem for path in BAD.glob("*.txt")) == CASES
    assert len(CASES) >= 40
