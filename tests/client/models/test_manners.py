"""How wire types behave: copying, pickling, reading and writing JSON."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qschema.client import models
from qschema.client.models.closed import Closed
from qschema.client.models.reading import read_answer, read_answer_json, read_request
from qschema.client.requests.base import adapter
from tests.client.models.test_facts import FACTS, STRUCTURES
from tests.strategies.wire_types import structures

WRITTEN = [name for name in STRUCTURES if FACTS[name].get("extra") == "forbid"]


@pytest.mark.parametrize("name", STRUCTURES)
@settings(max_examples=3)
@given(data=st.data())
def test_values_survive_copying_pickling_and_json(name, data):
    kind = getattr(models, name)
    value = data.draw(structures(kind))
    copies = (copy.copy(value), copy.deepcopy(value), value.model_copy(deep=True), pickle.loads(pickle.dumps(value)))
    assert all(twin == value and twin.model_fields_set == value.model_fields_set for twin in copies)

    text = value.model_dump_json(exclude_unset=True)
    for read in (kind.model_validate_json(text), read_answer_json(adapter(kind), text)):
        assert type(read) is kind
        assert read.model_dump_json(exclude_unset=True) == text

    # a newer server may know more
    newer = {**value.model_dump(mode="json", exclude_unset=True), "brand_new": {"x": 1}}
    if not issubclass(kind, Closed):
        assert read_answer(adapter(kind), newer).model_dump_json(exclude_unset=True) == text


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_written_is_spelled_right(name):
    with pytest.raises(ValueError, match="brand_new"):
        getattr(models, name)(brand_new=1)


@pytest.mark.parametrize("name", [name for name, fact in FACTS.items() if "enum" in fact])
def test_words_travel(name):
    for word in getattr(models, name):
        assert pickle.loads(pickle.dumps(word)) is word
        assert copy.deepcopy(word) is word
        assert word == word.value
        assert f"{word.value}" == word.value


def test_unknown_words_are_kept_in_answers_and_refused_in_requests():
    text = '{"size": 4, "distance": "Hamming"}'
    read = read_answer_json(adapter(models.VectorParams), text)
    assert (read.distance, read.distance.name) == ("Hamming", "Hamming")
    assert isinstance(read.distance, models.Distance)
    assert pickle.loads(pickle.dumps(read)) == read
    assert read.model_dump_json(exclude_unset=True) == text.replace(": ", ":").replace(", ", ",")
    with pytest.raises(ValueError, match="distance"):
        models.VectorParams(size=4, distance="Hamming")
    with pytest.raises(ValueError, match="distance"):
        read_request(adapter(models.VectorParams), text)


def test_fields_with_the_names_of_keywords():
    assert models.HasIdCondition(has_id=[1]).model_dump() == {"has_id": [1]}
    by_name = models.DatetimeExpression(datetime="2026-01-01")
    assert by_name.model_dump_json() == '{"datetime":"2026-01-01"}'
    (aliased,) = [
        (name, field, about["alias"])
        for name in WRITTEN
        for field, about in FACTS[name]["fields"].items()
        if "alias" in about and about["alias"] != field and name == "MatchExcept"
    ]
    assert aliased == ("MatchExcept", "except_", "except")
    assert models.MatchExcept(except_=[1]) == models.MatchExcept(**{"except": [1]})
    assert models.MatchExcept(except_=[1]).model_dump_json() == '{"except":[1]}'


def test_nothing_is_built_before_it_is_used():
    code = "from qschema.client import models as m; print(sum(getattr(m, n).__pydantic_complete__ for n in NAMES))"
    code = f"NAMES = {STRUCTURES!r}\n{code}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


@pytest.mark.parametrize("kind", get_args(models.PayloadSchemaParams))
def test_options_of_an_index_are_read_as_those_of_its_type_in_answers(kind):
    (tag,) = kind.model_fields["type"].annotation
    answer = {"data_type": tag.value, "params": {"type": tag.value}, "points": 3}
    found = read_answer(adapter(models.PayloadIndexInfo), answer)
    assert type(found.params) is kind
    newer = read_answer(adapter(models.PayloadIndexInfo), answer | {"params": {"type": "ray"}})
    assert newer.params.type == "ray"
