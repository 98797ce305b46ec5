"""An alias wins over the collection of its name: on servers of each version, and from both nodes of a cluster."""

from __future__ import annotations

import pytest

from qschema.apply.reindex.shadowing import check_shadowing
from qschema.client import QdrantClient
from qschema.planner.steps import ShadowCollection
from tests.apply.reindex.test_shadowing import SCRATCH

pytestmark = pytest.mark.live

STEPS = (ShadowCollection(collection="articles__g2", address="articles", alias="articles"),)


def tried(url: str) -> None:
    with QdrantClient(url, check_compatibility=False) as client:
        check_shadowing(client, "library", STEPS)
        names = [one.name for one in client.get_collections().collections]
        names += [one.alias_name for one in client.get_aliases().aliases]
        assert not [name for name in names if name.startswith(SCRATCH)]


def test_on_a_server(own_url):
    tried(own_url)


def test_on_a_cluster(cluster):
    for url in cluster:
        tried(url)
