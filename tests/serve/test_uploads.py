"""Files that come in a form: read from the wire to the disk, and handed to the engine by their path."""

from __future__ import annotations

import io

import httpx
import pytest

from qschema.client import QdrantClient, models
from tests.serve.conftest import READ_KEY

FORM = "multipart/form-data"


def target(url, name):
    return f"{url}/collections/{name}/snapshots/upload?wait=true"


@pytest.mark.parametrize("points", [1, 3000])
def test_a_file_is_read_whole_however_large_it_is(server, name, points):
    with QdrantClient(server.url) as client:
        client.create_collection(name, models.VectorParams(size=2, distance=models.Distance.DOT))
        wide = [models.PointStruct(id=id, vector=[id, 1.0], payload={"text": f"{id} " * 500}) for id in range(points)]
        client.upload_points(name, wide, wait=True)
        file = io.BytesIO()
        client.download_snapshot(name, client.create_snapshot(name).name, file)
        client.delete_collection(name)
        sent = httpx.post(target(server.url, name), files={"snapshot": ("s.snapshot", file.getvalue())}, timeout=60)
        assert (sent.status_code, sent.json()["result"]) == (200, True)
        assert client.count(name).count == points


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"json": {}}, 415),
        ({"data": {"snapshot": "text"}}, 415),
        ({"files": {"other": ("name", b"x")}}, 400),
        ({"content": b"no form", "headers": {"content-type": f"{FORM}; boundary=a"}}, 400),
        ({"content": b"no form", "headers": {"content-type": FORM}}, 400),
    ],
)
def test_what_is_no_form_with_a_file_is_refused(server, name, body, status):
    """As by a server 1.19.0, in plain text: the form is looked at before the call."""
    answer = httpx.post(target(server.url, name), **body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/plain; charset=utf-8")
    assert answer.text


@pytest.mark.parametrize(
    "files",
    [
        {"snapshot": ("name", b"x" * 5000)},
        {"snapshot": ("name", b"")},
        {"snapshot": ("name", b"x"), "more": ("name", b"x")},
    ],
)
def test_what_is_no_snapshot_changes_nothing(server, name, files):
    answer = httpx.post(target(server.url, name), files=files)
    assert answer.status_code == 500
    assert "snapshot" in answer.json()["status"]["error"]
    with QdrantClient(server.url) as client:
        assert not client.collection_exists(name)


def test_a_key_that_may_not_is_refused_before_the_file_is_read(locked, name):
    answer = httpx.post(target(locked.url, name), files={"snapshot": ("n", b"x")}, headers={"api-key": READ_KEY})
    assert answer.status_code == 403
