from __future__ import annotations

import subprocess
import sys

import pytest

import qschema.client

HEAVY = ("httpx", "numpy", "grpc", "qdrant_edge", "fastembed", "pydantic", "anyio", "ssl")


def loaded_by(code: str) -> set[str]:
    """Run code in a fresh interpreter and return which of the heavy modules it loaded."""
    probe = f"import sys\n{code}\nprint(*({HEAVY!r} & sys.modules.keys()))".replace(f"{HEAVY!r}", f"set({HEAVY!r})")
    done = subprocess.run([sys.executable, "-W", "error", "-c", probe], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_package_costs_nothing():
    assert loaded_by("import qschema.client") == set()


def test_models_need_no_network():
    assert loaded_by("from qschema.client import models, requests, errors") == {"pydantic"}


def test_a_client_for_rest_needs_neither_engine_nor_grpc_nor_numpy():
    code = "from qschema.client import QdrantClient; QdrantClient('http://localhost')"
    assert not loaded_by(code) & {"numpy", "grpc", "qdrant_edge", "fastembed"}


def test_packages_with_official_names_load_what_is_asked_for():
    assert loaded_by("import qschema.client.http, qschema.client.conversions, qschema.client.local") == set()
    assert loaded_by("from qschema.client.http import models, exceptions") == {"pydantic"}
    code = "from qschema.client.conversions import common_types; from qschema.client.hybrid import fusion"
    assert loaded_by(f"{code}; import qschema.client.fastembed_common") == {"pydantic"}


def test_all_public_names_are_there():
    for name in qschema.client.__all__:
        assert getattr(qschema.client, name)
        assert name in dir(qschema.client)
    with pytest.raises(AttributeError, match="QdrantKlient"):
        _ = qschema.client.QdrantKlient
