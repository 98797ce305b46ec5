"""A cluster in the middle of an upgrade: what its oldest peer lacks is refused, whichever peer is asked."""

from __future__ import annotations

import pytest

from qschema.apply.errors import ImpossiblePlanError
from qschema.apply.patience import poll
from qschema.apply.planning import plan_for
from qschema.apply.run import apply_plan
from qschema.client import QdrantClient
from qschema.schema.peers import peers_of
from qschema.schema.source import Source
from qschema.schema.spec import CollectionSpec, Declared, Schema
from tests.live.apply.test_cluster import SECONDS
from tests.live.server import free_port

pytestmark = pytest.mark.live

DENSE = {"size": 4, "distance": "Cosine"}


def test_the_oldest_peer_decides(start_server, name):
    port = free_port()
    newer = start_server("--cluster", port)
    older = start_server("--version", "1.16.3", "--cluster", free_port(), "--bootstrap", f"http://127.0.0.1:{port}")
    spec = CollectionSpec.model_validate({"vectors": {"text": {**DENSE, "memory": "cold"}}})
    schema = Schema("library", {name: Declared(name, spec, Source("schema.yaml", 1, 1))})
    for url in (newer, older):
        with QdrantClient(url, check_compatibility=False) as client:
            assert poll(lambda: sorted(map(str, peers_of(client).values())) == ["1.16.3", "1.19.0"], SECONDS)
            plan = plan_for(client, schema, place=url)
            assert [change.address for change in plan.impossible] == [f"{name}/vectors/text/memory"]
            assert "1.16" in plan.impossible[0].reason
            with pytest.raises(ImpossiblePlanError):
                apply_plan(client, plan, place=url)
            assert not client.get_collections().collections
