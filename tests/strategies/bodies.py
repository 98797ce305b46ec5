"""Random bodies of calls that create and change collections, as plain JSON."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from qschema.client import models
from qschema.client.gate_table import Version
from tests.strategies import words
from tests.strategies.specs import Vocabulary, _agree, _model

DENSE = ("text", "image")
SPARSE = ("words", "tags")
"""The names of the vectors of collections that are changed at random."""


@st.composite
def creations(draw: st.DrawFn, *, tame: bool = True, server: Version = (1, 19)) -> dict[str, Any]:
    """Bodies that create a collection; a server of the version takes them."""
    vocabulary = Vocabulary(tame, server, custom_sharding=False)
    body: dict[str, Any] = draw(_model(models.CreateCollection, vocabulary, left_out=("vectors", "sparse_vectors")))
    one = _model(models.VectorParams, vocabulary)
    body["vectors"] = draw(st.one_of(one, st.dictionaries(st.sampled_from(DENSE), one)))
    sparse = _model(models.SparseVectorParams, vocabulary)
    if draw(st.booleans()):
        body["sparse_vectors"] = draw(st.dictionaries(st.sampled_from(SPARSE), sparse))
    return _settled(body)


@st.composite
def changes(draw: st.DrawFn, *, tame: bool = True, server: Version = (1, 19)) -> dict[str, Any]:
    """Bodies that change a collection; some name vectors that it may not have."""
    vocabulary = Vocabulary(tame, server)
    body: dict[str, Any] = draw(_model(models.UpdateCollection, vocabulary, left_out=("vectors", "sparse_vectors")))
    if draw(st.booleans()):
        one = _model(models.VectorParamsDiff, vocabulary)
        body["vectors"] = draw(st.dictionaries(st.sampled_from((*DENSE, "")), one, max_size=2))
    if draw(st.booleans()):
        one = _model(models.SparseVectorParams, vocabulary)
        body["sparse_vectors"] = draw(st.dictionaries(st.sampled_from(SPARSE), one, max_size=2))
    if draw(st.integers(0, 3)) == 0:
        body["metadata"] = draw(st.dictionaries(words.texts(), st.none() | words.json_values(), max_size=3))
    params = body.get("params", {})
    if "payload" in params:
        params["payload"] = draw(st.sampled_from([{}, {"memory": "cold"}, {"memory": "cached"}]))
        params.pop("on_disk_payload", None)
    return _settled(body)


def _settled(body: dict[str, Any]) -> dict[str, Any]:
    """Leave out what makes a server's optimisers build for ever: two contradicting places for one thing."""
    _agree(body)
    if body.get("sharding_method") == "custom":
        del body["sharding_method"]
    return _placed_once(body)


def _placed_once(node: Any) -> Any:
    if isinstance(node, dict):
        return {
            key: _placed_once(value)
            for key, value in node.items()
            if key not in ("on_disk", "always_ram") or "memory" not in node
        }
    return node
