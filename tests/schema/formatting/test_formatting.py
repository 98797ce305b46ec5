"""The canonical form of schema files."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import qschema
from qschema.schema.dump import dump
from qschema.schema.emitting import _UNSEEN
from qschema.schema.errors import SchemaError
from qschema.schema.formatting import FormattingError, formatted
from qschema.schema.formatting.comments import comments_in
from qschema.schema.formatting.tree import parsed
from tests.strategies.specs import schemas

GOLDEN = Path(__file__).parent / "golden"
ROOT = Path(qschema.__path__[0]).parent
CASES = sorted(path.name.removesuffix(".before.yaml") for path in GOLDEN.glob("*.before.yaml"))
PATIENT = [HealthCheck.too_slow, HealthCheck.data_too_large]


def fmt(text: str) -> str:
    return formatted(text.encode(), "schema.yaml")


def specs(schema) -> dict:
    return {name: one.spec for name, one in schema.collections.items()}


@settings(max_examples=20, deadline=None, suppress_health_check=PATIENT)
@given(schemas())
def test_what_import_writes_is_canonical(schema):
    text = dump(specs(schema))
    assert fmt(text) == text


@settings(max_examples=20, deadline=None, suppress_health_check=PATIENT)
@given(schemas(), st.sampled_from([None, 1, 4]))
def test_json_becomes_what_import_writes_but_for_the_order_of_members(schema, indent):
    said = {"collections": {name: spec.as_json() for name, spec in specs(schema).items()}}
    written = json.dumps(said, indent=indent, ensure_ascii=False).replace("${", "$${")
    once = fmt(_UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", written))
    assert fmt(once) == once
    assert sorted(once.split()) == sorted(dump(specs(schema)).split())


def commented(draw: st.DrawFn, text: str) -> str:
    """Put comments anywhere between the lines of a text, and behind some of them."""
    lines: list[str] = []
    inside = 0
    for number, line in enumerate(text.splitlines()):
        own = len(line) - len(line.lstrip())
        in_block = inside and (own >= inside or not line)
        if not in_block:
            inside = own + 2 if line.endswith(("|", "|-")) else 0
            if draw(st.booleans()):
                lines.append(" " * draw(st.integers(0, 8)) + f"# above {number}")
            if not inside and draw(st.booleans()):
                line += f"  # behind {number}"
            if draw(st.integers(0, 5)) == 0:
                lines.append("")
        lines.append(line)
    return "\n".join(lines) + "\n"


@settings(max_examples=20, deadline=None, suppress_health_check=PATIENT)
@given(schemas(max_collections=2), st.data())
def test_comments_stay_wherever_they_are_and_once_is_enough(schema, data):
    text = commented(data.draw, dump(specs(schema)))
    once = fmt(text)
    assert fmt(once) == once
    told = [comment.text for comment in comments_in(once, parsed(once))]
    assert sorted(told) == sorted(comment.text for comment in comments_in(text, parsed(text)))
    assert sorted(line for line in once.split() if line == "collections:") == ["collections:"]


@pytest.mark.parametrize("case", CASES)
def test_the_form(case):
    result = formatted((GOLDEN / f"{case}.before.yaml").read_bytes(), "schema.yaml")
    golden = GOLDEN / f"{case}.after.yaml"
    if os.environ.get("QSCHEMA_UPDATE_GOLDEN"):
        golden.write_text(result, encoding="utf-8")
    assert result == golden.read_text(encoding="utf-8")
    assert fmt(result) == result


@pytest.mark.parametrize("path", sorted(ROOT.glob("examples/*/schema/*.yaml")), ids=lambda path: path.stem)
def test_the_examples_have_it(path):
    assert fmt(path.read_text(encoding="utf-8")) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["- a\n", "a\n", "{}\n", "collections: {}\n", "\ufeffcollections: {}\n"])
def test_what_has_nothing_to_settle_stays(text):
    assert fmt(text) == text.lstrip("\ufeff")


def test_a_mistake_in_the_yaml_is_told():
    with pytest.raises(SchemaError) as caught:
        fmt("collections: {a: 1\n")
    assert caught.value.where.startswith("schema.yaml:")
    assert not isinstance(caught.value, FormattingError)


def test_mistakes_of_other_kinds_are_left_to_the_plan():
    assert fmt("collections: {a: {vectorz: 1}}\n") == "collections:\n  a:\n    vectorz: 1\n"
