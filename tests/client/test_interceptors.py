"""What interceptors see and may do; the same for both kinds of clients."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from qschema.client import models, requests
from qschema.client.errors import NotFound
from tests.blocking import KINDS
from tests.servers import serving


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving("--memory") as one:
        yield one.url


@pytest.fixture(params=[(kind, where) for kind in KINDS for where in ("memory", "server")], ids="-".join)
def client(request: pytest.FixtureRequest) -> Iterator[Any]:
    kind, where = request.param
    place = ":memory:" if where == "memory" else request.getfixturevalue("server")
    one = KINDS[kind](place)
    yield one
    one.delete_collection("things")
    one.close()


@pytest.fixture
def intercept(client: Any) -> Any:
    """Add an interceptor that is written for a blocking client."""

    def add(interceptor: Any) -> None:
        async def on_loop(request: Any, send: Any) -> Any:
            done = interceptor(request, send)
            return await done if inspect.isawaitable(done) else done

        inner = getattr(client, "client", None)
        (client if inner is None else inner).interceptors.append(interceptor if inner is None else on_loop)

    return add


def make(client: Any) -> None:
    client.create_collection("things", vectors_config=models.VectorParams(size=2, distance="Dot"))


def test_each_sees_requests_in_order_and_what_it_sends_onward_counts(client, intercept):
    make(client)
    seen = []

    def first(request, send):
        seen.append(("first", type(request)))
        return send(request)

    def second(request, send):
        seen.append(("second", type(request)))
        return send(requests.CountPoints("things", request.body) if request.collection == "others" else request)

    intercept(first)
    intercept(second)
    assert client.count("others").count == 0
    assert seen == [("first", requests.CountPoints), ("second", requests.CountPoints)]


def test_one_may_answer_itself_or_refuse(client, intercept):
    make(client)

    def closed(request, send):
        if isinstance(request, requests.CountPoints):
            return models.CountResult(count=7)
        if isinstance(request, requests.DeletePoints):
            raise NotFound("nothing here", status=404)
        return send(request)

    intercept(closed)
    assert client.count("things").count == 7
    with pytest.raises(NotFound):
        client.delete("things", [1])


def test_uploads_pass_as_points_that_can_be_read(client, intercept):
    make(client)
    ids = []

    def note(request, send):
        if isinstance(request, requests.UpsertPoints):
            body = request.body
            ids.extend(body.batch.ids if isinstance(body, models.PointsBatch) else [one.id for one in body.points])
        return send(request)

    intercept(note)
    client.upload_collection("things", np.ones((10, 2), np.float32), ids=range(10), batch_size=4, wait=True)
    client.upload_points("things", ({"id": number, "vector": [1, 2]} for number in range(10, 15)), batch_size=4)
    assert sorted(ids) == list(range(15))
    assert client.count("things").count == 15


def test_behind_them_nothing_is_seen(client, intercept):
    make(client)
    intercept(lambda request, send: models.CountResult(count=7))
    assert client.count("things").count == 7
    behind = getattr(client, "client", client).without_interceptors()
    counted = behind.count("things")
    counted = client.loop.run_until_complete(counted) if inspect.isawaitable(counted) else counted
    assert counted.count == 0
    getattr(client, "client", client).interceptors.clear()


def test_one_that_was_removed_sees_nothing_more(client, intercept):
    make(client)
    seen = []
    intercept(lambda request, send: seen.append(request) or send(request))
    getattr(client, "client", client).interceptors.clear()
    client.upload_collection("things", np.ones((3, 2), np.float32), ids=range(3), wait=True)
    assert client.count("things").count == 3
    assert seen == []
