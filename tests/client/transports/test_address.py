from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.client.transports.address import Address, read_address

NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,10}(\.[a-z]{2,5}){0,2}", fullmatch=True)
PORTS = st.integers(1, 65535)
PATHS = st.lists(st.from_regex(r"[a-z0-9_-]{1,8}", fullmatch=True), max_size=3)


@given(st.sampled_from(["http", "https"]), NAMES, PORTS, PATHS)
def test_what_is_written_out_reads_back_the_same(scheme, host, port, path):
    address = Address(scheme, host, port, "".join(f"/{part}" for part in path))
    # Without a port and without a path the default of the argument counts; that is the table's business.
    default = None if f":{port}" not in address.base_url else 6333
    assert read_address(url=address.base_url, port=default) == address
    assert read_address(url=address.base_url + "/", port=default) == address


@given(NAMES, PORTS, st.sampled_from(["http", "https"]))
def test_a_port_in_the_url_wins(host, port, scheme):
    assert read_address(url=f"{scheme}://{host}:{port}/some/path", port=4711).port == port


@pytest.mark.parametrize(
    ("given", "base_url"),
    [
        ({}, "http://localhost:6333"),
        ({"https": True}, "https://localhost:6333"),
        ({"port": None}, "http://localhost"),
        ({"host": "db"}, "http://db:6333"),
        ({"host": "db", "port": 80}, "http://db"),
        ({"host": "db", "https": True, "port": 443}, "https://db"),
        ({"host": "db", "prefix": "service/v1"}, "http://db:6333/service/v1"),
        ({"host": "::1"}, "http://[::1]:6333"),
        ({"host": "[::1]"}, "http://[::1]:6333"),
        ({"url": "http://db"}, "http://db:6333"),
        ({"url": "https://db"}, "https://db:6333"),
        ({"url": "https://db", "port": None}, "https://db"),
        ({"url": "https://db", "port": 443}, "https://db"),
        ({"url": "https://db/"}, "https://db:6333"),
        ({"url": "https://db/prefix"}, "https://db/prefix"),
        ({"url": "http://db/prefix/"}, "http://db/prefix"),
        ({"url": "https://db/prefix", "port": 8443}, "https://db:8443/prefix"),
        ({"url": "https://db:6333/prefix"}, "https://db:6333/prefix"),
        ({"url": "https://db", "prefix": "/prefix/"}, "https://db/prefix"),
        ({"url": "db"}, "http://db:6333"),
        ({"url": "db", "https": True}, "https://db:6333"),
        ({"url": "db:7000"}, "http://db:7000"),
        ({"url": "localhost:6333"}, "http://localhost:6333"),
        ({"url": "http://db", "https": True}, "http://db:6333"),
        ({"url": "HTTP://DB:1"}, "http://db:1"),
        ({"url": "http://[::1]:1"}, "http://[::1]:1"),
    ],
)
def test_table(given, base_url):
    assert read_address(**given).base_url == base_url


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"url": "http://db", "host": "db"}, "url and host"),
        ({"url": "http://db/a", "prefix": "b"}, "prefix"),
        ({"url": ""}, "names no host"),
        ({"url": "http://"}, "names no host"),
        ({"url": "grpc://db"}, "grpc://"),
        ({"url": "http://db:0"}, "names no host and port"),
        ({"url": "http://db:x"}, "can't be read"),
        ({"url": "http://db:99999"}, "can't be read"),
        ({"url": "http://[::1"}, "can't be read"),
        ({"url": "http://me:hunter2@db"}, "headers"),
        ({"url": "http://me:hunter2℀@db"}, "can't be read"),
        ({"url": "http://db?api_key=hunter2"}, "ends with its path"),
        ({"host": "http://db"}, "goes into url"),
        ({"host": "db:6333"}, "go into port and prefix"),
        ({"host": "db/prefix"}, "go into port and prefix"),
    ],
)
def test_what_is_refused(given, says):
    with pytest.raises(ValueError, match=says) as caught:
        read_address(**given)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        *((host, True) for host in ("localhost", "a.localhost", "127.0.0.1", "127.1.2.3", "::1")),
        *((host, False) for host in ("db", "10.0.0.1", "localhost.example.org", "0.0.0.0")),
    ],
)
def test_loopback(host, loopback):
    assert read_address(host=host).is_loopback is loopback
