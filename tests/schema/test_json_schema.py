"""The JSON Schema takes what the loader takes, and finds what an editor can find."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

import qschema
from qschema.schema.composing import compose
from qschema.schema.dump import dump
from qschema.schema.errors import Problems
from qschema.schema.json_schema import json_schema
from qschema.schema.nodes import ListNode, MapNode, Node
from qschema.schema.scalars import Kind, meaning
from qschema.schema.spec import CollectionSpec
from tests.schema.test_loader import ARTICLES, PROJECT, VOCABULARY
from tests.strategies.specs import schemas

ROOT = Path(qschema.__path__[0]).parent
VALIDATORS = {kind: Draft202012Validator(json_schema(kind)) for kind in ("schema", "project")}  # type: ignore[arg-type]


def as_editors_see(node: Node | None) -> Any:
    """Return nodes as the values that readers of YAML 1.2 make of them."""
    if isinstance(node, MapNode):
        return {key: as_editors_see(value) for key, (_, value) in node.entries.items()}
    if isinstance(node, ListNode):
        return [as_editors_see(item) for item in node.items]
    assert node is not None
    kind = meaning(node.text).kind if node.plain else Kind.TEXT
    if kind is Kind.NULL:
        return None
    if kind is Kind.FLAG:
        return node.text.lower() == "true"
    return {Kind.WHOLE: int, Kind.NUMBER: float}.get(kind, str)(node.text)


def mistakes(text: str, kind: str = "schema") -> list[str]:
    problems = Problems()
    value = as_editors_see(compose(text.encode(), "file.yaml", problems))
    problems.raise_if_any()
    return [error.message for error in VALIDATORS[kind].iter_errors(value)]


def golden() -> list[Path]:
    return sorted((ROOT / "tests" / "planner" / "golden").glob("*.yaml"))


@pytest.mark.parametrize("path", golden(), ids=lambda path: path.stem)
def test_every_declaration_of_a_golden_plan_is_valid(path):
    said = as_editors_see(compose(path.read_bytes(), path.name, Problems()))
    for part in ("declared", "applied"):
        assert not list(VALIDATORS["schema"].iter_errors({"collections": said.get(part) or {}}))


_OTHERS = re.compile("(transforms|revision):")
"""How YAML begins that is neither a declaration nor a project: the file of a copy's transforms, a saved migration."""


def documents() -> list[tuple[str, str]]:
    """Every YAML file of the examples, and every piece of YAML in the documents, with the place where it stands."""
    found = [(str(path.relative_to(ROOT)), path.read_text()) for path in sorted((ROOT / "examples").rglob("*.yaml"))]
    found.append(("qschema.yaml", (ROOT / "qschema.yaml").read_text()))
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        pieces = re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
        found += [(f"{page.name}-{number}", one) for number, one in enumerate(pieces) if not _OTHERS.match(one)]
    return found


@pytest.mark.parametrize(("name", "text"), documents(), ids=[name for name, _ in documents()])
def test_every_example_is_valid(name, text):
    if re.search("^collections:", text, re.MULTILINE):
        assert mistakes(text) == []
    else:
        keys = "" if "project:" in text else "project: library\nschemas: []\n"
        assert mistakes(keys + text, "project") == []


@pytest.mark.parametrize(
    ("text", "kind"), [(ARTICLES, "schema"), (VOCABULARY, "schema"), (PROJECT, "project"), ("collections:\n", "schema")]
)
def test_what_the_loader_takes_is_valid(text, kind):
    assert mistakes(text, kind) == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(schemas())
def test_whatever_can_be_declared_is_valid(schema):
    specs = {name: one.spec for name, one in schema.collections.items()}
    assert mistakes(dump(specs)) == []
    long_forms = json.dumps({"collections": {name: spec.as_json() for name, spec in specs.items()}})
    assert list(VALIDATORS["schema"].iter_errors(json.loads(long_forms))) == []


@pytest.mark.parametrize(
    "text",
    [
        "collections: {a: {vectorz: {}}}",
        "collections: {a: {vectors: {size: four}}}",
        "collections: {a: {vectors: {text: {size: 4, distance: cosine}}}}",
        "collections: {a: {shard_number: 0}}",
        "collections: {a: {on_disk_payload: 'true'}}",
        "collections: {a: {payload_indexes: {b: word}}}",
        "collections: {a: {payload_indexes: {b: {type: bool, is_tenant: true}}}}",
        "collections: {a: {quantization_config: {scalar: {type: int8}, binary: {}}}}",
        "collections: {a: {lifecycle: {replace: somehow}}}",
        "collections: {a: {shard_keys: a}}",
        "collections: {a: []}",
        "collection: {}",
    ],
)
def test_a_mistake_is_found(text):
    assert mistakes(text)


@pytest.mark.parametrize(
    "text",
    [
        "schemas: [a.yaml]",
        "{project: A, schemas: []}",
        "{project: a, schemas: [], environments: {b: {host: c}}}",
        "{project: a, schemas: [], defaults: {hnsw_config: {n: 1}}}",
        "{project: a, schemas: [], environments: {b: {url: c, overrides: {collections: {d: {owner: 1}}}}}}",
    ],
)
def test_a_mistake_in_a_project_is_found(text):
    assert mistakes(text, "project")


def test_both_are_schemas_and_name_every_key():
    for validator in VALIDATORS.values():
        Draft202012Validator.check_schema(validator.schema)
        assert set(CollectionSpec.model_fields) == set(validator.schema["$defs"]["CollectionSpec"]["properties"])
