from __future__ import annotations

from qschema.client import requests
from qschema.client.embedded.handlers import HANDLERS
from qschema.client.embedded.locking.modes import Mode, mode_of
from qschema.client.embedded.snapshots.calls import LocateSnapshot, RecoverStorage

ONLY_READ = {
    requests.ClearIssues,
    requests.CountPoints,
    requests.CreateShardKey,
    requests.DeleteShardKey,
    requests.Facet,
    requests.QueryBatch,
    requests.QueryGroups,
    requests.QueryPoints,
    requests.RecoverCurrentPeer,
    requests.RemovePeer,
    requests.RetrievePoints,
    requests.ScrollPoints,
    requests.SearchMatrixOffsets,
    requests.SearchMatrixPairs,
    requests.UpdateCollectionCluster,
    requests.UpdateQuotas,
}
"""Calls that aren't GET and don't change a collection: reads with a body, and what is always refused."""


def test_every_call_that_can_change_something_has_a_mode():
    for call in HANDLERS:
        reads = call.rest.verb == "GET" or call in ONLY_READ
        if call not in (LocateSnapshot, RecoverStorage, requests.StreamShardSnapshot):
            assert (mode_of(call) is Mode.READING) == reads, call
