from __future__ import annotations

import numpy
import pytest

from qschema.client import models
from qschema.client.embedded.forms import check_form
from qschema.client.errors import ValidationFailed

REFUSED = [
    models.DeleteVectors(vector=[], points=[1]),
    models.UpdateVectors(points=[]),
    models.UpdateVectors(points=[models.PointVectors(id=1, vector={})]),
    models.UpdateVectors(points=[models.PointVectors(id=1, vector={"text": []})]),
    models.PointsBatch.model_validate({"batch": {"ids": [5, 6], "vectors": {"e": [[1, 2, 3]]}}}),
    models.PointsBatch.model_validate({"batch": {"ids": [5], "vectors": {}, "payloads": []}}),
    models.PointsBatch(batch=models.Batch(ids=[5, 6], vectors=numpy.zeros((3, 3)))),
]


@pytest.mark.parametrize("change", REFUSED, ids=lambda value: str(value)[:60])
def test_what_lacks_points_or_vectors_is_refused_wherever_it_stands_in_a_batch(change):
    with pytest.raises(ValidationFailed):
        check_form(change)
    names = {models.DeleteVectors: "delete_vectors", models.UpdateVectors: "update_vectors"}
    name = names.get(type(change), "upsert")
    clear = {"clear_payload": {"points": [1]}}
    batch = models.UpdateOperations.model_validate({"operations": [clear, {name: change.model_dump()}]})
    with pytest.raises(ValidationFailed):
        check_form(batch)
