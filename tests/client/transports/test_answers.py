from __future__ import annotations

import json
from datetime import datetime, timezone
from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.client import models, requests
from qschema.client.errors import (
    NotFound,
    QdrantError,
    RateLimited,
    ResponseHandlingException,
    Unauthorized,
    UnexpectedResponse,
    error_for,
)
from qschema.client.transports.answers import Reply, read_answer
from qschema.client.transports.refusals import retry_after
from qschema.client.transports.rest_core import build_call

COUNT = requests.CountPoints("books", models.CountRequest())
CALL = build_call(COUNT, "http://h:1")
TEXT = st.text(max_size=30)
BODIES = st.binary(max_size=60) | st.sampled_from(
    [
        *(b"", b"null", b"[]", b"{}", b'{"status":{}}', b'{"status":{"error":7}}', b"<html>", b"  <!DOCTYPE html>"),
        *(b'{"result":null}', b'{"result":{}}', b'{"result":{"count":"x"}}', b'{"result":{"count":1}', b"\xff\xfe"),
    ]
)
HEADERS = st.fixed_dictionaries({}, optional={"retry-after": TEXT, "content-type": TEXT, "location": TEXT})


def read(status: int, body: bytes, **headers: str) -> models.CountResult:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return read_answer(COUNT, CALL, Reply(status, named, body)).result


@given(st.integers(0, 10**6))
def test_a_result_is_read_out_of_its_envelope(count):
    body = {"result": {"count": count, "news": 1}, "status": "ok", "time": 0.1, "usage": {"cpu": 1}}
    assert read(200, json.dumps(body).encode()).count == count


def test_an_answer_without_envelope():
    version = requests.GetVersion()
    reply = Reply(200, {}, b'{"title":"t","version":"1.19.0","commit":"c","more":1}')
    assert read_answer(version, build_call(version, "http://h"), reply).result.version == "1.19.0"


@given(st.integers(300, 599), BODIES, HEADERS)
def test_whatever_else_comes_is_an_error_of_the_statuss_kind(status, body, headers):
    with pytest.raises(UnexpectedResponse) as caught:
        read_answer(COUNT, CALL, Reply(status, headers, body))
    error = caught.value
    assert type(error) is error_for(status)
    assert (error.status, error.method, error.url, error.collection) == (status, "POST", CALL.url, "books")
    assert str(status) in error.what
    assert CALL.url in str(error)


@given(st.integers(200, 299), BODIES, HEADERS)
def test_a_success_that_is_none_of_qdrants(status, body, headers):
    with pytest.raises(ResponseHandlingException) as caught:
        read_answer(COUNT, CALL, Reply(status, headers, body))
    assert caught.value.why


@given(st.integers(400, 599), TEXT)
def test_the_servers_message_is_kept(status, message):
    with pytest.raises(UnexpectedResponse) as caught:
        read(status, json.dumps({"status": {"error": message}, "time": 0.0}).encode())
    assert caught.value.what.startswith(message)


@pytest.mark.parametrize(
    ("status", "body", "headers", "kind", "says"),
    [
        (401, b"Must provide an API key", {}, Unauthorized, "api_key="),
        (404, b"", {}, NotFound, "path prefix"),
        (404, b"<html><h1>nginx", {"content_type": "text/html"}, NotFound, "something in front of Qdrant"),
        (302, b"", {"location": "https://h/login?key=hunter2"}, UnexpectedResponse, "redirected to https://h/login ("),
        (200, b"<!doctype html><p>hi", {}, ResponseHandlingException, "HTML page"),
        (200, b"pong", {}, ResponseHandlingException, "begins with 'pong'"),
        (200, b"", {}, ResponseHandlingException, "it is empty"),
        (200, b'{"result":{"count":"x"}}', {}, ResponseHandlingException, "at count"),
        (599, b"x" * 9999, {}, QdrantError, "xxx…"),
    ],
)
def test_likely_causes_are_named(status, body, headers, kind, says):
    with pytest.raises(kind) as caught:
        read(status, body, **headers)
    assert says in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("7", 7.0),
        ("0.5", 0.5),
        ("-3", 0.0),
        ("inf", None),
        ("nan", None),
        ("soon", None),
        ("Tue, 24 Nov 2026 12:00:30 GMT", 30.0),
        ("Tue, 24 Nov 2026 11:59:00 GMT", 0.0),
        ("Tue, 24 Nov 2026 12:00:30", 30.0),
    ],
)
def test_retry_after(value, seconds):
    assert retry_after(value, datetime(2026, 11, 24, 12, tzinfo=timezone.utc)) == seconds


def test_rate_limits_say_when_to_come_back():
    with pytest.raises(RateLimited) as caught:
        read(HTTPStatus.TOO_MANY_REQUESTS, b'{"status":{"error":"slow down"}}', retry_after="12")
    assert caught.value.retry_after == 12.0
    with pytest.raises(RateLimited) as caught:
        read(HTTPStatus.TOO_MANY_REQUESTS, b"")
    assert caught.value.retry_after is None
