from __future__ import annotations

from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qschema.schema.composing import compose
from qschema.schema.dump import dump
from qschema.schema.errors import Problems, SchemaError
from qschema.schema.nodes import ListNode, MapNode, Node, Scalar
from tests.strategies.specs import collection_specs

_WORDS = "collections: articles: vectors: payload_indexes: metadata: aliases: x-a: size: distance: Dot keyword null ~"
_MARKS = "- { } [ ] , ? : # | \\ ' \" &a *a <<: ${A} ${ $${ !!int 4 1.0 012 no \ufeff \x00 \u00fc \t"
PIECES = st.sampled_from(
    [*_WORDS.split(), *_MARKS.split(" "), " ", "  ", ": ", ", ", "\n", "\r\n", "---\n", "%YAML 1.1\n"]
)
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@MANY
@given(st.one_of(st.lists(PIECES, max_size=30).map("".join).map(str.encode), st.binary(max_size=60)))
def test_any_file_loads_or_is_refused_with_a_place(shared_files, content):
    shared_files.write("schema/schema.yaml", content)
    try:
        shared_files.load()
    except SchemaError as error:
        for one in getattr(error, "errors", (error,)):
            assert one.where.startswith("schema/schema.yaml:"), one


@MANY
@given(collection_specs(), st.data())
def test_a_file_with_a_piece_changed_loads_or_is_refused(shared_files, spec, data):
    text = dump({"articles": spec})
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 4))
    shared_files.write("schema/schema.yaml", text[:at] + data.draw(PIECES) + text[at + cut :])
    try:
        shared_files.load()
    except SchemaError as error:
        for one in getattr(error, "errors", (error,)):
            assert one.where.startswith("schema/schema.yaml:"), one


def plain(node: Node | None) -> Any:
    if isinstance(node, MapNode):
        return {key: plain(value) for key, (_, value) in node.entries.items()}
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    return node.text if isinstance(node, Scalar) else None


class OnlyTexts(yaml.SafeLoader):
    """PyYAML without its guesses at types, and without merge keys."""


OnlyTexts.yaml_implicit_resolvers = {}


@MANY
@given(collection_specs())
def test_what_is_composed_is_what_other_readers_see(spec):
    text = dump({"articles": spec})
    problems = Problems()
    composed = plain(compose(text.encode(), "schema.yaml", problems))
    assert not problems.errors
    assert composed == _unescaped(yaml.load(text, Loader=OnlyTexts))


def _unescaped(tree: Any) -> Any:
    """Take the escapes off of keys, as `compose` does; values keep theirs until they are read."""
    if isinstance(tree, dict):
        return {key.replace("$${", "${"): _unescaped(value) for key, value in tree.items()}
    return [_unescaped(item) for item in tree] if isinstance(tree, list) else tree
