from __future__ import annotations

from qschema.client import QdrantClient
from qschema.schema.inspect import inspect
from qschema.schema.live import LiveInstance
from qschema.schema.peers import peers_of


def test_one_that_stands_alone_has_no_peers():
    with QdrantClient(":memory:") as client:
        assert peers_of(client) == {}
        assert inspect(client).lowest == client.info().version


def test_a_cluster_knows_what_its_oldest_peer_knows():
    peers = {"1": "1.19.0", "2": "1.9.4", "3": None}
    assert LiveInstance("1.19.0", {}, {}, peers).lowest == "1.9.4"
