from __future__ import annotations

from itertools import count

from hypothesis import HealthCheck, given, settings

from qschema.schema.dump import ORDER, dump
from qschema.schema.python.writing import python_of
from qschema.schema.spec import CollectionSpec, Schema
from tests.schema.conftest import PROJECT
from tests.strategies.specs import schemas

NUMBERS = count()


def specs_of(schema: Schema) -> dict[str, dict]:
    return {name: one.spec.as_json() for name, one in schema.collections.items()}


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(schemas())
def test_what_is_dumped_loads_to_the_same(shared_files, schema):
    text = dump({name: one.spec for name, one in schema.collections.items()})
    shared_files.write("qschema.yaml", PROJECT)
    loaded = shared_files.loaded(text)
    assert specs_of(loaded) == specs_of(schema)
    assert {name: one.spec for name, one in loaded.collections.items()} == {
        name: one.spec for name, one in schema.collections.items()
    }
    assert dump({name: one.spec for name, one in loaded.collections.items()}) == text


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(schemas())
def test_what_is_written_as_python_loads_to_the_same(shared_files, schema):
    specs = {name: one.spec for name, one in schema.collections.items()}
    source = python_of(specs)
    name = f"models_{next(NUMBERS)}"
    shared_files.write("qschema.yaml", f"project: library\nschemas: [{name}]\n")
    shared_files.write(f"{name}.py", source)
    loaded = shared_files.load()
    assert specs_of(loaded) == specs_of(schema)
    assert {one: declared.spec for one, declared in loaded.collections.items()} == specs
    assert all(len(line) <= 120 or '"' in line for line in source.splitlines())


def test_dump_orders_every_key():
    assert set(ORDER) == set(CollectionSpec.model_fields)
