from __future__ import annotations

import asyncio
import ssl
from datetime import datetime, timezone

import pytest
import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from qschema.client import AsyncQdrantClient, QdrantClient
from qschema.client.errors import ConnectionFailed, QdrantError
from qschema.client.transports.tls import TlsOptions, context_for, pem_bytes, read_tls


def names(url: str, **options: object) -> list[str]:
    with QdrantClient(url, **options) as client:
        return [found.name for found in client.get_collections().collections]


def async_names(url: str, **options: object) -> list[str]:
    async def ask() -> list[str]:
        async with AsyncQdrantClient(url, **options) as client:
            return [found.name for found in (await client.get_collections()).collections]

    return asyncio.run(ask())


BOTH = pytest.mark.parametrize("ask", [names, async_names], ids=["sync", "async"])


def server_context(leaf: trustme.LeafCert, asks: trustme.CA | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    if asks is not None:
        asks.configure_trust(context)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def key_bytes(leaf: trustme.LeafCert, password: bytes) -> bytes:
    key = load_pem_private_key(leaf.private_key_pem.bytes(), None)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password))


@pytest.fixture
def url(web, authority):
    return web.over_tls(server_context(authority.issue_cert("127.0.0.1")))


@pytest.fixture
def picky_url(web, authority):
    return web.over_tls(server_context(authority.issue_cert("127.0.0.1"), asks=authority))


@pytest.fixture
def trusted(authority, tmp_path):
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    return path


@BOTH
def test_a_private_authority(ask, url, trusted):
    for verify in (trusted, str(trusted), trusted.read_bytes(), trusted.read_text(), False):
        assert ask(url, verify=verify) == ["a"]
    assert ask(url, grpc_options={"root_certificates": trusted.read_bytes()}) == ["a"]
    assert ask(url, verify=ssl.create_default_context(cafile=trusted)) == ["a"]


@BOTH
def test_the_version_is_asked_for_with_the_same_options(ask, web, url, trusted):
    ask(url, verify=trusted)
    assert [seen.path for seen in web.seen] == ["/collections", "/"]


def failure(ask, url: str, **options: object) -> QdrantError:
    with pytest.raises(QdrantError) as caught:
        ask(url, **options)
    assert caught.value.lasting
    return caught.value


@BOTH
def test_an_authority_that_isnt_trusted(ask, web, url, stranger):
    for options in ({}, {"verify": stranger.cert_pem.bytes()}):
        error = failure(ask, url, **options)
        assert type(error) is ConnectionFailed
        assert "isn't trusted" in error.why
        assert "verify=" in error.fix
    assert not web.seen


@BOTH
def test_a_certificate_for_another_name(ask, web, authority, trusted):
    url = web.over_tls(server_context(authority.issue_cert("elsewhere.example")))
    assert "another name" in failure(ask, url, verify=trusted).why
    assert "another name" in failure(ask, url.replace("127.0.0.1", "localhost"), verify=trusted).why


@BOTH
def test_a_certificate_that_has_expired(ask, web, authority, trusted):
    leaf = authority.issue_cert("127.0.0.1", not_after=datetime(2020, 1, 1, tzinfo=timezone.utc))
    assert "expired" in failure(ask, web.over_tls(server_context(leaf)), verify=trusted).why


@BOTH
def test_a_client_certificate(ask, authority, picky_url, trusted, tmp_path):
    mine = authority.issue_cert("me@example.org")
    paths = tmp_path / "mine.pem", tmp_path / "key.pem", tmp_path / "both.pem", tmp_path / "locked.pem"
    certificate, key, both, locked = paths
    mine.cert_chain_pems[0].write_to_path(certificate)
    mine.private_key_pem.write_to_path(key)
    mine.private_key_and_cert_chain_pem.write_to_path(both)
    locked.write_bytes(key_bytes(mine, b"sesame"))
    for cert in (
        both,
        both.read_bytes(),
        (certificate, key),
        [str(certificate), str(key)],
        (certificate.read_bytes(), key.read_bytes()),
        (certificate, key.read_bytes()),
        (certificate, locked, "sesame"),
        (certificate.read_bytes(), locked.read_bytes(), "sesame"),
    ):
        assert ask(picky_url, verify=trusted, cert=cert) == ["a"]
    theirs = {"root_certificates": trusted.read_bytes(), "private_key": key.read_bytes()}
    assert ask(picky_url, grpc_options={**theirs, "certificate_chain": certificate.read_bytes()}) == ["a"]


@BOTH
def test_no_client_certificate_or_a_strangers(ask, picky_url, trusted, stranger):
    foreign = stranger.issue_cert("me@example.org").private_key_and_cert_chain_pem.bytes()
    for options in ({}, {"cert": foreign}):
        error = failure(ask, picky_url, verify=trusted, **options)
        assert "client certificate" in error.why
        assert "cert=" in error.fix


def test_what_cant_be_read_is_said_when_the_client_is_made(authority, trusted, tmp_path):
    mine, other = authority.issue_cert("a"), authority.issue_cert("b")
    certificate, key = mine.cert_chain_pems[0].bytes(), other.private_key_pem.bytes()
    locked = key_bytes(mine, b"sesame")
    empty = tmp_path / "empty.pem"
    empty.touch()
    for options, says in (
        ({"verify": tmp_path / "none.pem"}, "verify can't be read .*No such file"),
        ({"verify": b"-----BEGIN nonsense"}, "verify can't be read"),
        ({"verify": empty}, "verify can't be read"),
        ({"cert": tmp_path / "none.pem"}, "cert can't be read .*No such file"),
        ({"cert": (certificate, key)}, "cert can't be read .*MISMATCH"),
        ({"cert": (certificate, locked, "wrong")}, "cert can't be read"),
        ({"cert": (certificate, locked)}, "cert can't be read"),
        ({"verify": context_for(TlsOptions(verify=False)), "cert": "x"}, "finished SSLContext"),
    ):
        with pytest.raises(ValueError, match=says) as caught:
            QdrantClient("https://db", **options)
        assert "sesame" not in str(caught.value)
    for options in ({"verify": 7}, {"cert": 7}, {"cert": (certificate,) * 4}, {"cert": ()}):
        with pytest.raises(TypeError):
            QdrantClient("https://db", **options)


def test_keys_are_not_shown(authority):
    mine = authority.issue_cert("a")
    options = read_tls(None, (mine.private_key_and_cert_chain_pem.bytes(), None, "sesame"), None)
    assert "sesame" not in repr(options)
    assert "PRIVATE KEY" not in repr(options)


def test_a_folder_of_authorities(tmp_path):
    context = context_for(read_tls(tmp_path, None, None))
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.get_ca_certs() == []


def test_the_bytes_that_grpc_takes(trusted):
    assert pem_bytes(str(trusted)) == pem_bytes(trusted.read_bytes()) == trusted.read_bytes()
