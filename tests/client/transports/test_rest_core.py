from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qschema.client import models, requests
from qschema.client.errors import InvalidRequest
from qschema.client.requests.base import Request, field_names
from qschema.client.transports.rest_core import build_call

ALL = [getattr(requests, name) for name in requests.__all__ if isinstance(getattr(requests, name), type)]
CALLS = [kind for kind in ALL if issubclass(kind, Request) and kind is not Request]

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
    lambda name: name not in (".", "..")
)
VALUES = {
    "wait": st.none() | st.booleans(),
    "ordering": st.none() | st.sampled_from(models.WriteOrdering),
    "consistency": st.none() | st.integers(1, 5) | st.sampled_from(models.ReadConsistencyType),
    "timeout": st.none() | st.integers(1, 1000),
    "body": st.just(models.UpdateCollection()),
}


@st.composite
def calls(draw):
    kind = draw(st.sampled_from(CALLS))
    return kind(**{name: draw(VALUES.get(name, NAMES)) for name in field_names(kind)})


@given(calls(), st.sampled_from(["http://h:1", "https://h/a/b", "http://[::1]:1/c"]))
def test_a_url_names_exactly_what_the_request_says(request, base):
    call = build_call(request, base)
    parts = urlsplit(call.url)

    prefix = urlsplit(base).path
    assert parts.path.startswith(prefix)
    segments = [unquote(segment, errors="strict") for segment in parts.path[len(prefix) :].split("/")]
    wanted = [getattr(request, part[1:-1]) if part.startswith("{") else part for part in request.rest.path.split("/")]
    assert segments == wanted

    query = {name.rstrip("_"): getattr(request, name) for name in request.rest.query}
    words = {True: "true", False: "false"}
    assert parse_qs(parts.query) == {
        name: [words[value] if isinstance(value, bool) else str(getattr(value, "value", value))]
        for name, value in query.items()
        if value is not None
    }

    assert call.method == request.rest.verb
    assert (call.body is None) == (request.rest.body is None)
    assert call.collection == getattr(request, "collection_name", None)


@given(calls())
def test_httpx_sends_the_url_as_it_was_built(request):
    call = build_call(request, "http://h/prefix")
    assume(len(call.url) < 60_000)
    assert httpx.URL(call.url).raw_path.decode() == call.url.removeprefix("http://h")


@pytest.mark.parametrize("name", ["", ".", "..", "\ud800"])
def test_names_that_would_change_the_call_are_refused(name):
    for request in (
        requests.DeleteCollection(name),
        requests.DeletePayloadIndex("c", name),
        requests.DeleteVectorName("c", name),
    ):
        with pytest.raises(InvalidRequest):
            build_call(request, "http://h")


def test_names_with_dots_are_names():
    assert build_call(requests.DeletePayloadIndex("a.b", "..."), "http://h").url == "http://h/collections/a.b/index/..."
