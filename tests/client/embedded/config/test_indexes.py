from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from qschema.client import models
from qschema.client.embedded.config.indexes import declared_index, field_path, payload_schema, same_index
from qschema.client.errors import BadRequest, ValidationFailed
from tests.strategies import words

SCHEMA = TypeAdapter(models.PayloadFieldSchema)


def declared(schema: Any) -> Any:
    return declared_index(SCHEMA.validate_python(schema))


@given(words.field_paths())
def test_a_path_in_its_one_form_stays(path):
    assert field_path(path) == path


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ('"ab"', "ab"),
        ('a."b"', "a.b"),
        ('"a b"', '"a b"'),
        ('""', '""'),
        ("a[007]", "a[7]"),
        ("a[].b[0]", "a[].b[0]"),
        ("日本.é", "日本.é"),
        ("a[18446744073709551615]", "a[18446744073709551615]"),
    ],
)
def test_paths_as_they_read_back(given, shown):
    assert field_path(given) == shown


@pytest.mark.parametrize(
    "path",
    ["", " ", "a b", ".a", "a.", "a..b", "a[", "a[-1]", "[0]", 'a"b', '"a\\"b"', "a[٣]", "a[18446744073709551616]"],
)
def test_what_is_no_path(path):
    with pytest.raises(BadRequest):
        field_path(path)


@given(
    st.lists(st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters='"\\')), min_size=1, max_size=3)
)
def test_any_keys_can_be_quoted(keys):
    path = field_path(".".join(f'"{key}"' for key in keys))
    assert field_path(path) == path


@pytest.mark.parametrize(
    ("schema", "shown"),
    [
        ("keyword", "keyword"),
        ({"type": "keyword"}, {"type": "keyword"}),
        ({"type": "integer"}, {"type": "integer", "lookup": None, "range": None, "is_principal": None}),
        ({"type": "float"}, {"type": "float", "is_principal": None}),
        ({"type": "datetime", "on_disk": True}, {"type": "datetime", "is_principal": None, "on_disk": True}),
        ({"type": "text"}, {"type": "text", "tokenizer": "word"}),
        ({"type": "text", "stopwords": "de"}, {"type": "text", "tokenizer": "word", "stopwords": "german"}),
        (
            {"type": "text", "stopwords": {"languages": ["german", "english", "german"], "custom": ["b", "a", "b"]}},
            {
                "type": "text",
                "tokenizer": "word",
                "stopwords": {"languages": ["english", "german"], "custom": ["a", "b"]},
            },
        ),
    ],
)
def test_indexes_as_they_read_back(schema, shown):
    assert declared(schema) == shown


def test_an_integer_index_must_be_for_something():
    with pytest.raises(ValidationFailed):
        declared({"type": "integer", "lookup": False, "range": False})


@pytest.mark.parametrize("kind", [kind.value for kind in models.PayloadSchemaType])
def test_a_type_and_its_object_without_options_are_the_same(kind):
    assert same_index(declared(kind), declared({"type": kind}))
    assert same_index(declared({"type": kind}), declared(kind))
    assert not same_index(declared(kind), declared({"type": kind, "on_disk": True}))
    assert not same_index(None, declared(kind))


def test_the_payload_schema_shows_bare_types_without_params():
    shown = payload_schema({"a": "keyword", "b": declared({"type": "integer"})}, {"a": 3})
    assert shown["a"].model_dump(exclude_unset=True) == {"data_type": "keyword", "points": 3}
    assert shown["b"].model_dump(mode="json", exclude_unset=True) == {
        "data_type": "integer",
        "params": {"type": "integer", "lookup": None, "range": None, "is_principal": None},
        "points": 0,
    }
