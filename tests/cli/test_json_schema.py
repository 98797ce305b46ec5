from __future__ import annotations

import json

import pytest

from qschema.schema.json_schema import json_schema


@pytest.mark.parametrize(("args", "kind"), [([], "schema"), (["schema"], "schema"), (["project"], "project")])
def test_it_is_printed_without_a_project(shell, args, kind):
    ended = shell.qschema("json-schema", *args)
    assert (ended.code, ended.err) == (0, "")
    assert json.loads(ended.out) == json_schema(kind)


def test_it_is_written_and_never_over_a_file(shell):
    assert shell.qschema("json-schema", "--out", "a.json").err == "Wrote a.json.\n"
    assert json.loads((shell.folder / "a.json").read_text()) == json_schema("schema")
    assert shell.qschema("json-schema", "--out", "a.json").code == 1
    assert shell.qschema("json-schema", "--out", "a.json", "--overwrite").code == 0
