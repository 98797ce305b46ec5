from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import qschema
from tests.cli.session import command

HEAVY = frozenset(
    ["deepdiff", "fastembed", "google", "grpc", "httpx", "numpy", "orjson", "pydantic", "qdrant_edge", "rich", "yaml"]
)


def loaded_by(code: str) -> set[str]:
    """Run code in a fresh interpreter and return which of the heavy modules it loaded."""
    probe = f"import sys\n{code}\nprint(*{set(HEAVY)!r} & sys.modules.keys(), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-W", "error", "-c", probe], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_importing_the_package_loads_nothing_heavy():
    assert loaded_by("import qschema") == set()


def test_help_loads_nothing_heavy_and_no_command():
    code = "from qschema.cli.main import run; assert run(['--help']) == 0"
    code += "; assert not {'qschema.cli.plan', 'qschema.cli.apply', 'qschema.cli.status'} & sys.modules.keys()"
    assert loaded_by(code) == set()


def test_version_loads_nothing_heavy():
    assert loaded_by("from qschema.cli.main import run; assert run(['--version']) == 0") == set()


def test_a_plan_against_a_server_loads_neither_engine_nor_grpc_nor_numpy():
    code = "from qschema.cli.main import run; run(['--url', 'http://127.0.0.1:9', 'plan', '--help'])"
    assert not loaded_by(code) & {"fastembed", "grpc", "numpy", "qdrant_edge"}


def test_every_module_imports_alone_without_a_warning():
    root = Path(qschema.__path__[0])
    files = [file.relative_to(root.parent).with_suffix("") for file in root.rglob("*.py")]
    names = sorted(".".join(file.parts) for file in files if file.name != "__main__")
    assert len(names) > 100
    code = "import importlib, sys\nfor name in sys.stdin.read().split(): importlib.import_module(name)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], input="\n".join(names), capture_output=True, text=True, check=False
    )
    assert done.stderr == ""


def test_every_command_has_help_and_says_what_the_table_says():
    from click.testing import CliRunner

    from qschema.cli.group import cli
    from qschema.cli.table import SUMMARIES

    for name, summary in SUMMARIES.items():
        shown = CliRunner().invoke(cli, [name, "--help"])
        assert shown.exit_code == 0, shown.output
        assert summary in shown.output


def test_the_module_is_the_command():
    shown = subprocess.run(command("--version"), capture_output=True, text=True, check=True)
    assert shown.stdout == f"qschema {qschema.__version__}\n"
