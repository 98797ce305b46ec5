from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "unasync.py"


@pytest.fixture
def tool(tmp_path):
    """The tool, working on a copy of the client's facades."""
    spec = importlib.util.spec_from_file_location("unasync", TOOL)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for folder in ("_async", "_sync"):
        (tmp_path / folder / "api").mkdir(parents=True)
        for source in (module.CLIENT / folder).rglob("*.py"):
            (tmp_path / source.relative_to(module.CLIENT)).write_text(source.read_text())
    module.CLIENT = tmp_path
    return module


def test_the_blocking_client_is_what_the_tool_writes():
    done = subprocess.run([sys.executable, TOOL, "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_line_numbers_agree(tool):
    for source in (tool.CLIENT / "_async").rglob("*.py"):
        twin = tool.CLIENT / "_sync" / source.relative_to(tool.CLIENT / "_async")
        assert len(source.read_text().splitlines()) == len(twin.read_text().splitlines())


def test_what_the_check_finds(tool, capsys, monkeypatch):
    assert tool.main(["--check"]) == 0
    (tool.CLIENT / "_sync" / "points.py").write_text("edited")
    (tool.CLIENT / "_sync" / "query.py").unlink()
    (tool.CLIENT / "_sync" / "stray.py").touch()
    monkeypatch.setattr(tool, "SUBSTITUTIONS", (*tool.SUBSTITUTIONS, ("never there", "")))
    assert tool.main(["--check"]) == 1
    said = capsys.readouterr().err
    for line in ("points.py: differs", "query.py: missing", "stray.py: not generated", "never needed: never there"):
        assert line in said


def test_writing_mends_what_differs(tool):
    (tool.CLIENT / "_sync" / "points.py").write_text("edited")
    assert tool.main([]) == 0
    assert tool.main(["--check"]) == 0
