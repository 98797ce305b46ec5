from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.apply.records import AppliedRecord, MetaRecord, Record, StepRecord, from_payload, to_payload
from qschema.schema.secrets import remember

texts = st.text(st.characters(codec="utf-8"), max_size=20)
plain_values = (
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
)
json_values = st.recursive(
    plain_values | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=10,
)
json_objects = st.dictionaries(texts, json_values, max_size=4)


STEP = StepRecord(project="library", run="r", index=0, phase="before", step_kind="k", address="a", words="w")


def there_and_back(record: Record) -> Any:
    return from_payload(json.loads(json.dumps(to_payload(record))))


@given(st.none() | json_objects)
def test_a_declaration_comes_back_as_it_was_applied(spec):
    record = AppliedRecord(project="library", run="r", collection="articles", spec=spec)
    assert there_and_back(record) == record


@given(json_objects, json_objects)
def test_before_images_come_back_with_their_nulls(step, image):
    record = StepRecord(
        project="library",
        run="r",
        index=0,
        phase="before",
        step_kind="k",
        address="a",
        words="w",
        step=step,
        image=image,
    )
    assert there_and_back(record) == record


@pytest.mark.parametrize("payload", [None, {}, {"kind": "dream"}, {"other": 1}])
def test_kinds_of_newer_versions_are_passed_over(payload):
    assert from_payload(payload) is None


def test_what_newer_versions_add_is_passed_over():
    record = MetaRecord(ledger="one")
    assert from_payload({**to_payload(record), "colour": "blue"}) == record


def test_a_broken_record_is_an_error():
    with pytest.raises(ValueError):
        from_payload({"kind": "meta", "format": "many"})


def test_secrets_are_blackened_also_where_json_escapes_them():
    remember('qu"ote\\d-5ecret')
    record = AppliedRecord(
        project="library", run="r", collection="articles", spec={"metadata": {'qu"ote\\d-5ecret': 'x qu"ote\\d-5ecret'}}
    )
    assert "5ecret" not in json.dumps(to_payload(record))


def test_a_secret_that_is_a_word_of_the_ledger_makes_nothing_unreadable():
    for word in ("applied-word", "step", "before", "skipped"):
        remember(word)
    record = StepRecord(
        project="applied-word",
        run="r",
        index=0,
        phase="before",
        step_kind="k",
        address="a",
        words="w",
        outcome="skipped",
    )
    assert there_and_back(record) == record
