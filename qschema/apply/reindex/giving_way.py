"""Deleting a collection and having its name lead to its copy, with as short a gap as can be, which is measured."""

from __future__ import annotations

import time
from functools import partial

from qschema.apply.carrying import TRUTH_SECONDS
from qschema.apply.failpoints import reached
from qschema.apply.live_writes.errors import PauseTooLongError
from qschema.apply.patience import UNANSWERED, poll
from qschema.apply.records import now
from qschema.apply.reindex.ending import hand_over
from qschema.apply.reindex.errand import Errand
from qschema.apply.reindex.given_way import attempts
from qschema.apply.reindex.mirrors import mirrors
from qschema.client import QdrantClient
from qschema.client.errors import NotFound
from qschema.planner.steps import GiveWay

_LOOK_SECONDS = 0.002
"""How often it is looked whether the name leads somewhere again; a poll that slows down would measure itself."""


def give_way(errand: Errand, step: GiveWay) -> None:
    """Delete the old collection, unless it is gone already, and have its name lead to its copy.

    Writers that follow the reindex are held back for that time, and go on with the copy alone: there is no old one any
    more that they could write to. Nobody is asked anything between the two calls, and the second one is repeated until
    it is answered, because the name leads nowhere until then.

    Raises:
        ApplyError: A writer doesn't get there in time, or this run may no longer change things; the old one serves.
        QdrantError: A call failed; what is so then has to be looked at.
    """
    client = errand.client
    if not client.collection_exists(step.collection):
        _end(errand, step)
        return
    mirror = next((one for one in mirrors(client, errand.project) if one.green == step.successor), None)
    if mirror is None or mirror.phase == "over":
        _switch(errand, step)
        return
    try:
        hand_over(errand, mirror, partial(_switch, errand, step))
    except PauseTooLongError:
        return  # it is done; that the reindex is over, writers are told at the end of the run


def _end(errand: Errand, step: GiveWay) -> None:
    """Do what a run that was killed between the two calls has left; the gap began after it noted the step."""
    _point(errand.client, step)
    if before := attempts(errand.client, errand.project, step.collection, step.successor)[:-1]:
        errand.measured({"gap_seconds_at_most": round((now() - before[-1].at).total_seconds(), 4)})


def _switch(errand: Errand, step: GiveWay) -> None:
    client = errand.client
    errand.check()
    began = time.monotonic()
    _delete(client, step.collection)
    reached(step.kind, "after-deletion")
    _point(client, step)
    end = time.monotonic() + TRUTH_SECONDS
    while not _answers(client, step.alias) and time.monotonic() < end:
        time.sleep(_LOOK_SECONDS)
    errand.measured({"gap_seconds": round(time.monotonic() - began, 4)})


def _delete(client: QdrantClient, collection: str) -> None:
    """Delete a collection; where no answer comes, wait until it is gone.

    Raises:
        QdrantError: Qdrant refuses it, or it isn't gone by then.
    """
    try:
        client.delete_collection(collection)
    except UNANSWERED:
        if not poll(lambda: not client.collection_exists(collection), TRUTH_SECONDS):
            raise


def _point(client: QdrantClient, step: GiveWay) -> None:
    def pointed() -> bool:
        for request in step.rest.requests():
            client.send(request)
        return True

    poll(pointed, TRUTH_SECONDS)


def _answers(client: QdrantClient, name: str) -> bool:
    """Tell whether reads by a name are answered: only the copy can do that by now."""
    try:
        client.retrieve(name, [0], with_payload=False)
    except (NotFound, *UNANSWERED):
        return False
    return True
