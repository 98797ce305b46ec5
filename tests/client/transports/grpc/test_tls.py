"""The same options of TLS as over REST."""

from __future__ import annotations

import ssl

import grpc
import pytest

from qschema.client.errors import ConnectionFailed, QdrantError
from tests.client.transports.grpc.conftest import ScriptedServer
from tests.client.transports.test_tls import key_bytes


def credentials(leaf, asks=None) -> grpc.ServerCredentials:
    pair = leaf.private_key_pem.bytes(), leaf.cert_chain_pems[0].bytes()
    trusted = None if asks is None else asks.cert_pem.bytes()
    return grpc.ssl_server_credentials([pair], trusted, require_client_auth=asks is not None)


@pytest.fixture
def secured(authority):
    server = ScriptedServer(credentials(authority.issue_cert("127.0.0.1")))
    yield server
    server.stop()


@pytest.fixture
def picky(authority):
    server = ScriptedServer(credentials(authority.issue_cert("127.0.0.1"), asks=authority))
    yield server
    server.stop()


def asked(make, server, **options) -> str:
    return make(**{**server.options, "retries": 0, **options}).info().version


def test_an_authority_of_ones_own(make, secured, authority, tmp_path):
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(file)
    context = ssl.create_default_context(cafile=file)
    for verify in (authority.cert_pem.bytes(), str(file), file, str(tmp_path), context):
        assert asked(make, secured, verify=verify) == "1.19.0"
    assert asked(make, secured, grpc_options={"root_certificates": authority.cert_pem.bytes()}) == "1.19.0"


def test_the_authorities_of_the_system(make, secured, authority, tmp_path, monkeypatch):
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(file)
    with pytest.raises(ConnectionFailed, match="trusted"):
        asked(make, secured)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    assert asked(make, secured) == "1.19.0"


def test_a_stranger_is_not_trusted(make, secured, stranger):
    with pytest.raises(ConnectionFailed) as caught:
        asked(make, secured, verify=stranger.cert_pem.bytes())
    assert caught.value.lasting


def test_another_name(make, secured, authority):
    with pytest.raises(ConnectionFailed, match="another name") as caught:
        asked(make, secured, verify=authority.cert_pem.bytes(), url="https://localhost:1")
    assert caught.value.lasting


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_without_a_check(make, secured, host):
    unchecked = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
    for verify in (False, unchecked):
        assert asked(make, secured, verify=verify, url=f"https://{host}:1") == "1.19.0"


def test_without_a_check_and_without_a_server(make, secured):
    secured.stop()
    with pytest.raises(ConnectionFailed):
        asked(make, secured, verify=False)


def test_a_certificate_of_the_client(make, picky, authority):
    leaf = authority.issue_cert("somebody")
    chain, key = leaf.cert_chain_pems[0].bytes(), leaf.private_key_pem.bytes()
    trusted = authority.cert_pem.bytes()
    for cert in ((chain, key), chain + key, (chain, key_bytes(leaf, b"hunter2"), "hunter2")):
        assert asked(make, picky, verify=trusted, cert=cert) == "1.19.0"
    official = {"root_certificates": trusted, "private_key": key, "certificate_chain": chain}
    assert asked(make, picky, grpc_options=official) == "1.19.0"


def test_no_certificate_of_the_client(make, picky, authority):
    with pytest.raises(QdrantError):
        asked(make, picky, verify=authority.cert_pem.bytes())
