"""What the documents say of options, keys and files is so."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import click
import pytest

import qschema
from qschema.cli.group import cli
from qschema.cli.table import SUMMARIES
from qschema.planner.steps import AnyStep

ROOT = Path(qschema.__path__[0]).parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


_VERBS = "create|adopt|rename|update|delete|set|restore|clone|copy|verify|shadow|uncover|give|end|fill|freeze|thaw"
_KIND = rf"`((?:{_VERBS})_\w+)`"


def text(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def chapter(command: str) -> str:
    """Return what the document of the command line says about a command."""
    found = re.search(rf"^### qschema {command}\b.*?(?=^##)", text("cli.md"), re.MULTILINE | re.DOTALL)
    assert found, f"docs/cli.md has no chapter on {command}"
    return found[0]


@pytest.mark.parametrize("command", SUMMARIES)
def test_every_option_of_a_command_is_described_and_no_other(command):
    one = cli.get_command(click.Context(cli), command)
    assert one
    there = {option for param in one.params if isinstance(param, click.Option) for option in param.opts}
    described = set(re.findall(r"^\| `(--[a-z-]+)", chapter(command), re.MULTILINE))
    mentioned = set(re.findall(r"(--[a-z-]+)", chapter(command)))
    assert there <= mentioned
    assert described <= there


def test_every_option_before_the_command_is_described():
    for param in cli.params:
        assert any(f"`{option}" in text("cli.md") for option in param.opts), param.opts


def test_the_keys_of_a_plan_as_json_are_those_that_are_described(library):
    plan = json.loads(library.qschema("plan", "--json").out)
    page = text("plan-json.md")
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == plan.keys()
    for thing in ("change", "step"):
        said = re.search(rf"A \*\*{thing}\*\* is `\{{(.*?)\}}`", page)
        assert said
        assert set(re.findall(r'"(\w+)"', said[1])) == plan[f"{thing}s"][0].keys()


def test_the_kinds_of_steps_are_those_that_are_described():
    kinds = {one.model_fields["kind"].default for one in get_args(get_args(AnyStep)[0])}
    kinds -= {"release_collection"}  # it takes an adoption back; no plan has it
    described = set(re.findall(_KIND, text("plan-json.md")))
    assert described == kinds


@pytest.mark.parametrize(("command", "thing"), [("status", "status"), ("history", "run")])
def test_the_keys_of_other_json_are_described(library, command, thing):
    library.qschema("apply", "--auto-approve")
    told = json.loads(library.qschema(command, "--json").out)
    top = told[0] if isinstance(told, list) else told
    inner = top["collections"][0] if command == "status" else {}
    for key in (*top, *inner):
        assert f"`{key}`" in chapter(command), f"{key} of a {thing}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_link_leads_somewhere(document):
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (document.parent / target).exists(), target
