"""The vectors of a collection: what may be declared together, and how they are added and dropped.

Server 1.19.0, lib/collection/src/collection/vector_name_schema.rs; all measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qschema.client import models
from qschema.client.embedded.config.plain import Json, plain
from qschema.client.embedded.names import check_vector_name
from qschema.client.errors import BadRequest

_SCHEMA = ("size", "distance", "multivector_config", "datatype")
"""What makes two dense vectors the same; the rest may have been changed since."""


def named(vectors: Json) -> Json:
    """Return dense vectors by name; the unnamed one is called ""."""
    return {"": vectors} if is_unnamed(vectors) else vectors


def is_unnamed(vectors: Json) -> bool:
    """Whether these are the parameters of the unnamed vector, and not a map of named ones."""
    return "size" in vectors and not isinstance(vectors["size"], dict)


def check_vectors(config: Json) -> None:
    """Check the names of all vectors of a collection to be created.

    Raises:
        BadRequest: A name isn't allowed, or is given twice.
    """
    dense, sparse = config["params"]["vectors"], config["params"].get("sparse_vectors", {})
    for name in named(dense):
        check_vector_name(name)
    for name in sparse:
        check_vector_name(name, sparse=True)
        if name in named(dense):
            raise BadRequest(f"a dense and a sparse vector can't both be called {name!r}", status=400)


def with_vector(config: Mapping[str, Any], name: str, body: models.VectorNameConfig) -> Json:
    """Return a configuration with one more vector; the same one if it has the very same already.

    An unnamed vector gets the name "" by that: the shape changes for good.

    Raises:
        BadRequest: The name is taken by another vector.
    """
    dense = config["params"]["vectors"]
    sparse = config["params"].get("sparse_vectors", {})
    if isinstance(body, models.DenseVectorNameConfig):
        said = plain(body.dense)
        here, there, same = named(dense), sparse, _same_dense
        added = {"vectors": dict(sorted({**here, name: said}.items()))}
    else:
        said = _sparse(plain(body.sparse))
        here, there, same = sparse, named(dense), _same_sparse
        added = {"sparse_vectors": dict(sorted({**here, name: said}.items()))}
    if name in there or (name in here and not same(here[name], said)):
        raise BadRequest(f"there is another vector named {name!r} already", status=400)
    return dict(config) if name in here else {**config, "params": config["params"] | added}


def without_vector(config: Mapping[str, Any], name: str) -> tuple[Json, bool]:
    """Return a configuration without a vector, and whether that was a sparse one."""
    dense = config["params"]["vectors"]
    sparse = config["params"].get("sparse_vectors", {})
    params = dict(config["params"])
    if name in named(dense):
        params["vectors"] = {other: vector for other, vector in named(dense).items() if other != name}
    if name in sparse:
        params["sparse_vectors"] = {other: vector for other, vector in sparse.items() if other != name}
    return {**config, "params": params}, name in sparse


def _same_dense(there: Json, new: Json) -> bool:
    return all(there.get(key) == new.get(key) for key in _SCHEMA)


def _same_sparse(there: Json, new: Json) -> bool:
    return there.get("modifier") == new.get("modifier") and _datatype(there) == _datatype(new)


def _datatype(sparse: Json) -> Any:
    return sparse.get("index", {}).get("datatype")


def _sparse(said: Json) -> Json:
    """Return an added sparse vector in the shape of a declared one, where the datatype belongs to the index."""
    datatype = said.pop("datatype", None)
    return said if datatype is None else {**said, "index": {"datatype": datatype}}
