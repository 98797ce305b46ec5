from __future__ import annotations

import warnings

import pytest

from qschema.client import AsyncQdrantClient, QdrantClient

BOTH = pytest.mark.parametrize("client", [QdrantClient, AsyncQdrantClient])
SECRET = "hunter2"


@BOTH
def test_a_secret_is_never_shown(client):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = client("http://db", api_key=SECRET, headers={"x-token": SECRET}, auth_token_provider=lambda: SECRET)
    assert SECRET not in repr(made)
    assert SECRET not in repr(made._transport)
    assert SECRET not in repr(made._transport._target)
    assert made.init_options["api_key"] == SECRET


@BOTH
@pytest.mark.parametrize("value", [f"{SECRET}\n", f"{SECRET}é", f"{SECRET}\x7f"])
def test_a_key_that_no_header_can_hold_is_refused_unseen(client, value):
    for options in ({"api_key": value}, {"headers": {"x": value}}, {"metadata": {"x": value}}):
        with pytest.raises(ValueError, match="visible ASCII") as caught:
            client("https://db", **options)
        assert SECRET not in str(caught.value)


@BOTH
@pytest.mark.parametrize("options", [{"api_key": "k"}, {"auth_token_provider": lambda: "t"}])
def test_a_secret_over_plain_http_is_warned_of_where_the_client_is_made(client, options):
    with pytest.warns(UserWarning, match="unencrypted") as caught:
        client("http://db:6333", **options)
    assert [warning.filename for warning in caught] == [__file__]
    for safe in ("https://db", "http://localhost", "http://127.0.0.1:1"):
        client(safe, **options)


@BOTH
@pytest.mark.parametrize(
    "options",
    [
        {"location": "http://a", "url": "http://a"},
        {"url": "http://a", "host": "a"},
        {"host": "a", "path": "p"},
        {"location": ":memory:", "path": "p"},
        {"location": ":memory:", "cloud_inference": True},
        {"url": "http://a", "pool_size": 2, "limits": None},
    ],
)
def test_contradictions(client, options):
    with pytest.raises(ValueError):
        client(**options)


@BOTH
def test_unknown_arguments_are_named(client):
    with pytest.raises(TypeError, match="tiemout, vrify"):
        client("http://a", vrify=False, tiemout=3)


@BOTH
@pytest.mark.parametrize("retries", [-1, 1.5, None, "3"])
def test_retries_are_a_number_of_times(client, retries):
    with pytest.raises(ValueError, match="retries"):
        client("http://a", retries=retries)


@BOTH
def test_an_engine_in_this_process_refuses_unknown_arguments_too(client):
    with pytest.raises(TypeError, match="tiemout"):
        client(":memory:", tiemout=3)


@BOTH
def test_what_the_official_client_takes_is_taken(client):
    made = client(
        host="db",
        grpc_port=7,
        grpc_options={"grpc.keepalive_time_ms": 1},
        grpc_compression=None,
        force_disable_check_same_thread=True,
        local_inference_batch_size=4,
        cloud_inference=True,
        check_compatibility=False,
        pool_size=0,
        metadata={"x-a": "b"},
    )
    assert made._transport._target.headers["x-a"] == "b"
    assert made._transport._target.pool_size == 1


def test_init_options_build_the_twin():
    client = QdrantClient("https://db/prefix", api_key="k", timeout=3, http2=True)
    twin = AsyncQdrantClient(**client.init_options)
    assert twin.init_options == client.init_options
    assert twin._transport._target == client._transport._target
