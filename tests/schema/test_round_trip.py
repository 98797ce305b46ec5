from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from qschema.schema.dump import ORDER, dump
from qschema.schema.spec import CollectionSpec, Schema
from tests.strategies.specs import schemas


def specs_of(schema: Schema) -> dict[str, dict]:
    return {name: one.spec.as_json() for name, one in schema.collections.items()}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(schemas())
def test_what_is_dumped_loads_to_the_same(shared_files, schema):
    text = dump({name: one.spec for name, one in schema.collections.items()})
    loaded = shared_files.loaded(text)
    assert specs_of(loaded) == specs_of(schema)
    assert {name: one.spec for name, one in loaded.collections.items()} == {
        name: one.spec for name, one in schema.collections.items()
    }
    assert dump({name: one.spec for name, one in loaded.collections.items()}) == text


def test_dump_orders_every_key():
    assert set(ORDER) == set(CollectionSpec.model_fields)
