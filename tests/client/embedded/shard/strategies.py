"""Random configurations of the same vectors: all that can be changed of a collection."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from qschema.client import models

_MEMORY = st.sampled_from(["cold", "cached"])
_ANYWHERE = st.sampled_from(["cold", "cached", "pinned"])


def _some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


_quantization = st.one_of(
    _some(quantile=st.sampled_from([0.5, 0.99, 1.0]), always_ram=st.booleans()).map(
        lambda c: {"scalar": {"type": "int8", **c}}
    ),
    _some(memory=_ANYWHERE).flatmap(
        lambda c: st.sampled_from(["x4", "x16", "x64"]).map(lambda x: {"product": {"compression": x, **c}})
    ),
    _some(
        encoding=st.sampled_from(["one_bit", "two_bits", "one_and_half_bits"]),
        query_encoding=st.sampled_from(["default", "binary", "scalar4bits", "scalar8bits"]),
    ).map(lambda c: {"binary": c}),
    _some(bits=st.sampled_from(["bits1", "bits1_5", "bits2", "bits4"]), memory=_ANYWHERE).map(lambda c: {"turbo": c}),
)
_hnsw = {
    "m": st.sampled_from([0, 4, 16]),
    "ef_construct": st.sampled_from([4, 100]),
    "full_scan_threshold": st.sampled_from([10, 10000]),
    "max_indexing_threads": st.sampled_from([0, 1]),
    "on_disk": st.booleans(),
}
_hnsw_more = {"payload_m": st.sampled_from([0, 8]), "inline_storage": st.booleans(), "memory": _ANYWHERE}


@st.composite
def configs(draw: st.DrawFn, vectors: dict[str, Any], sparse: dict[str, Any]) -> models.CollectionConfig:
    """Draw a configuration of vectors, given by what can't be changed of them."""
    dense = {
        name: {
            **fixed,
            **draw(_some(hnsw_config=_some(**_hnsw, **_hnsw_more), quantization_config=_quantization, **place)),
        }
        for name, fixed in vectors.items()
        for place in ({"on_disk": st.booleans()}, {"memory": _MEMORY})[draw(st.integers(0, 1)) :][:1]
    }
    index = _some(full_scan_threshold=st.sampled_from([0, 5000]), on_disk=st.booleans(), memory=_ANYWHERE)
    sparse_ = {
        name: {**fixed, **draw(_some(index=index, modifier=st.sampled_from(["none", "idf"])))}
        for name, fixed in sparse.items()
    }
    whole = {
        "params": {"vectors": dense, "sparse_vectors": sparse_, "on_disk_payload": draw(st.booleans())},
        "hnsw_config": {**draw(st.fixed_dictionaries(_hnsw)), **draw(_some(**_hnsw_more))},
        "optimizer_config": {
            "deleted_threshold": draw(st.sampled_from([0.0, 0.2, 1.0])),
            "vacuum_min_vector_number": 100,
            "default_segment_number": draw(st.sampled_from([0, 1, 3])),
            "max_segment_size": draw(st.sampled_from([None, 1, 1000])),
            "indexing_threshold": draw(st.sampled_from([0, 1, 10000])),
            "flush_interval_sec": 5,
        },
        "quantization_config": draw(st.none() | _quantization),
    }
    return models.CollectionConfig.model_validate(whole)
