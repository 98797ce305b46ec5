"""Calls that fail for the moment are made again, whichever they are; what fails for good is told."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from qschema.apply.copying import halt
from qschema.apply.copying.engine import copy_points
from qschema.apply.copying.errors import CopyFailedError
from qschema.apply.copying.options import CopyOptions
from qschema.apply.copying.side import Side
from qschema.client import QdrantClient, models, requests
from qschema.client.errors import BadRequest, ServerError
from qschema.client.uploading import delivery
from tests.apply.copying.contents import Content, content
from tests.apply.faults import FaultyTransport, answer_lost, lost

BOOKS = Content(("text",), [{"id": id, "vector": {"text": [id, 0, 1]}, "payload": {"n": id}} for id in range(60)])


def overloaded(onward: Callable[[], Any]) -> Any:
    raise ServerError("try again later", status=503)


def refused(onward: Callable[[], Any]) -> Any:
    raise BadRequest("no", status=400)


def late(onward: Callable[[], Any]) -> Any:
    """The server's time was up before the points were written."""
    onward()
    return models.UpdateResult(operation_id=0, status=models.UpdateStatus.WAIT_TIMEOUT)


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Iterator[QdrantClient]:
    """An instance whose transport fails as it is told to, and whom nobody waits for."""
    monkeypatch.setattr(delivery, "FIRST_PAUSE", 0.001)
    with QdrantClient(":memory:") as client:
        client._transport = FaultyTransport(client._transport)
        BOOKS.fill(client, "source")
        BOOKS.create(client, "dest")
        yield client


def faults_of(client: QdrantClient) -> FaultyTransport:
    assert isinstance(client._transport, FaultyTransport)
    return client._transport


def copy(client: QdrantClient) -> None:
    source, dest = Side(client, "source", "here"), Side(client, "dest", "here")
    copy_points(source, dest, CopyOptions(page=2, lanes=2, checkpoint_seconds=0.0), copying="faulty")


@pytest.mark.parametrize("act", [lost, answer_lost, overloaded, late])
def test_a_copy_gets_through(faulty: QdrantClient, act: Any) -> None:
    chance = random.Random(0)
    faults_of(faulty).add(act, requests.UpsertPoints, when=lambda request: chance.random() < 0.3)
    if act is not late:
        faults_of(faulty).add(act, requests.ScrollPoints, about="source", when=lambda request: chance.random() < 0.3)
    copy(faulty)
    faults_of(faulty).faults.clear()
    assert content(faulty, "dest") == content(faulty, "source")


@pytest.mark.parametrize("kind", [requests.ScrollPoints, requests.UpsertPoints])
def test_what_is_refused_ends_it(faulty: QdrantClient, kind: Any) -> None:
    about = "source" if kind is requests.ScrollPoints else "dest"
    faults_of(faulty).add(refused, kind, about=about)
    with pytest.raises(CopyFailedError, match="no"):
        copy(faulty)
    faults_of(faulty).faults.clear()
    copy(faulty)
    assert content(faulty, "dest") == content(faulty, "source")


def test_a_server_that_doesnt_come_back_ends_it(faulty: QdrantClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(halt, "INSIST_SECONDS", 0.05)
    faults_of(faulty).add(overloaded, requests.ScrollPoints, about="source")
    with pytest.raises(CopyFailedError, match="try again later"):
        copy(faulty)
