from __future__ import annotations

import pytest
from pydantic import ValidationError

from qschema.client import models
from qschema.client.gates import too_new
from qschema.schema.embedding import Embed, SparseVectorSpec, VectorSpec
from qschema.schema.spec import WIRE_MODELS, CollectionSpec


def test_all_ways_to_write_the_same_are_equal():
    short = Embed.model_validate({"model": "m", "from": "title", "options": {}})
    assert short == Embed(model="m", from_=["title"])
    assert short != Embed(model="other", from_=["title"])
    assert short != Embed(model="m", from_=["title", "body"])
    assert short != Embed(model="m", from_=["title"], options={"device": None})
    with pytest.raises(ValidationError):
        short.model = "other"


def test_the_parameters_of_the_client_are_a_declaration():
    dense = models.VectorParams(size=4, distance=models.Distance.DOT, on_disk=True)
    sparse = models.SparseVectorParams(modifier=models.Modifier.IDF)
    spec = CollectionSpec.model_validate({"vectors": {"text": dense}, "sparse_vectors": {"words": sparse}})
    assert spec.vectors == {"text": VectorSpec(size=4, distance=models.Distance.DOT, on_disk=True)}
    assert spec.sparse_vectors == {"words": SparseVectorSpec(modifier=models.Modifier.IDF)}
    assert CollectionSpec.model_validate({"vectors": dense}).as_json()["vectors"]["size"] == 4


def test_what_a_server_is_too_old_for_is_found_as_in_the_parameters_themselves():
    vectors = {"text": {"size": 4, "distance": "Dot", "memory": "cold", "embed": {"model": "m", "from": "a"}}}
    spec = CollectionSpec.model_validate({"vectors": vectors})
    (gated,) = too_new(spec, (1, 18), standing_for=WIRE_MODELS)
    assert gated.path == ("vectors", "text", "memory")
