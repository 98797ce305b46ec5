"""Making the ledger, when an instance has none: of all who try it at once, one does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from qschema.apply.errors import GuardError, NewerLedgerError, NoPermissionError
from qschema.apply.ledger import Ledger
from qschema.apply.lock_alias import create, lock_aliases
from qschema.apply.lock_name import LEDGER, LockName
from qschema.apply.patience import UNANSWERED, poll
from qschema.apply.records import FORMAT, MetaRecord
from qschema.client import QdrantClient, models, requests
from qschema.client.errors import AlreadyExists, Forbidden, NotFound
from qschema.schema.live import MARK_KEY

GUARD = LockName()
"""The lock under which the locks of projects are made; where it is, the ledger is complete."""

_REPLICAS = 3
_OTHERS_SECONDS = 30.0
"""How long another run may take to furnish the ledger that it has created; it does so in some ten calls."""

_INDEXES = {
    "kind": models.PayloadSchemaType.KEYWORD,
    "project": models.PayloadSchemaType.KEYWORD,
    "seq": models.PayloadSchemaType.INTEGER,
}


def ensure_ledger(client: QdrantClient) -> MetaRecord:
    """Return what the ledger is, and make it if there is none.

    Of all who create the collection at once one gets a 200 and the others a 409 (measured on Qdrant 1.16.3 and 1.19.0).
    That one furnishes it; the others wait until it has.

    Raises:
        NoPermissionError: There is none, and this key may not make one.
        NewerLedgerError: It belongs to a newer version.
        GuardError: Somebody began to make it and never finished.
    """
    ledger = Ledger(client)
    with permission("make the ledger, the collection _qschema"):
        meta = ledger.meta()
        if meta is None:
            ours = str(uuid4())
            if _created(client, ours):
                furnish(client, ours)
            meta = poll(ledger.meta, _OTHERS_SECONDS)
    if meta is None:
        raise GuardError("the ledger was begun and is not complete")
    check_format(meta)
    return meta


def check_format(meta: MetaRecord) -> None:
    """Make sure that this version may write to a ledger.

    Raises:
        NewerLedgerError: It belongs to a newer version.
    """
    if meta.format > FORMAT:
        raise NewerLedgerError(meta.format, FORMAT)


def furnish(client: QdrantClient, ledger_id: str) -> None:
    """Bring a ledger that was just created to its full form; the guard comes last, because it says that all is done.

    Only whoever created the ledger may do that, or somebody who knows that nobody is at work.
    """
    for field, kind in _INDEXES.items():
        client.create_payload_index(LEDGER, field, field_schema=kind, wait=True)
    ledger = Ledger(client)
    if ledger.meta() is None:
        ledger.append(MetaRecord(ledger=ledger_id))
    if not any(name.project == "" for name in lock_aliases(client)):
        create(client, GUARD)


def created_as(client: QdrantClient) -> str | None:
    """Return the id that the ledger was created with, empty if it has lost it; None if there is no ledger."""
    try:
        metadata = client.get_collection(LEDGER).config.metadata or {}
    except NotFound:
        return None
    match metadata.get(MARK_KEY):
        case {"ledger": str(ledger_id)}:
            return ledger_id
    return ""


@contextmanager
def permission(needs: str) -> Iterator[None]:
    """Turn a 403 into an error that says what the key needs to be allowed."""
    try:
        yield
    except Forbidden as error:
        raise NoPermissionError(needs, error.what) from error


def _created(client: QdrantClient, ledger_id: str) -> bool:
    """Try to create the ledger; tell whether it was this call that did.

    A vector-less collection of one shard. Strict mode is off, because its limits would stop an append.
    """
    body = models.CreateCollection(
        vectors={},
        shard_number=1,
        replication_factor=min(_REPLICAS, _peers(client)),
        strict_mode_config=models.StrictModeConfig(enabled=False),
        metadata={MARK_KEY: {"ledger": ledger_id}},
    )
    try:
        return client.send(requests.CreateCollection(LEDGER, body))
    except (AlreadyExists, *UNANSWERED):
        # something on the way may have sent it twice; and another node's answers lag behind
        return poll(lambda: created_as(client), _OTHERS_SECONDS) == ledger_id


def _peers(client: QdrantClient) -> int:
    """Return how many nodes the instance has."""
    status = client.send(requests.GetClusterStatus())
    return len(status.peers) if isinstance(status, models.ClusterStatusOneOf1) else 1
