"""The options of TLS as gRPC takes them: PEM as bytes, and nothing that Python's `ssl` has."""

from __future__ import annotations

import os
import ssl
from pathlib import Path
from typing import Any

from qschema.client.errors import ConnectionFailed, InvalidRequest
from qschema.client.transports.address import Address
from qschema.client.transports.tls import Pem, TlsOptions, pem_bytes

_SECONDS_TO_LOOK = 10.0


def channel_credentials(options: TlsOptions, address: Address, *, trust_env: bool) -> tuple[Any, dict[str, Any]]:
    """Return the credentials of a channel, and the options that belong to them.

    Args:
        options: How to know each other.
        address: The server, at its gRPC port.
        trust_env: Whether `SSL_CERT_FILE` and `SSL_CERT_DIR` name the system's certificates.

    Raises:
        InvalidRequest: gRPC can't do it.
        ConnectionFailed: There is no server whose certificate could be looked at.
    """
    import grpc

    certificate = None if options.certificate is None else pem_bytes(options.certificate)
    key = certificate if options.key is None else pem_bytes(options.key)
    if key is not None and options.password is not None:
        key = _decrypted(key, options.password)
    if not options.verify or (options.context is not None and options.context.verify_mode == ssl.CERT_NONE):
        roots, names = _as_it_is(address)
    else:
        roots, names = _roots(options, trust_env), {}
    return grpc.ssl_channel_credentials(roots, key, certificate), names


def _roots(options: TlsOptions, trust_env: bool) -> bytes:
    if options.context is not None:
        found = options.context.get_ca_certs(binary_form=True)
        return "".join(map(ssl.DER_cert_to_PEM_cert, found)).encode()
    if options.authority is not None:
        return _read(options.authority)
    for variable in ("SSL_CERT_FILE", "SSL_CERT_DIR"):  # as httpx looks for them
        if trust_env and (place := os.environ.get(variable)):
            return _read(place)
    import certifi

    return _read(certifi.where())


def _read(authority: Pem) -> bytes:
    if isinstance(authority, str) and os.path.isdir(authority):
        return b"\n".join(file.read_bytes() for file in sorted(Path(authority).iterdir()) if file.is_file())
    return pem_bytes(authority)


def _as_it_is(address: Address) -> tuple[bytes, dict[str, Any]]:
    """Trust whatever certificate the server shows: gRPC can't leave out the check, but can be told what to find."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["h2"])
    import socket

    try:
        with (
            socket.create_connection((address.host, address.port), _SECONDS_TO_LOOK) as plain,
            context.wrap_socket(plain, server_hostname=address.host) as connection,
        ):
            shown = connection.getpeercert(binary_form=True) or b""
    except OSError as error:
        raise ConnectionFailed(
            f"no connection: {error}", url=address.base_url, fix="check host and port, and whether it speaks TLS"
        ) from error
    pem = ssl.DER_cert_to_PEM_cert(shown)
    return pem.encode(), {"grpc.ssl_target_name_override": _name_in(pem) or address.host}


def _name_in(pem: str) -> str | None:
    """Return a name that a certificate is for."""
    import tempfile

    handle, path = tempfile.mkstemp(suffix=".pem")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(pem)
        # The only way in Python's library to read a certificate that nobody vouches for.
        decode = getattr(ssl, "_ssl")._test_decode_cert  # noqa: B009
        read: dict[str, Any] = decode(path)
    finally:
        os.unlink(path)
    names = [value for kind, value in read.get("subjectAltName", ()) if kind in ("DNS", "IP Address")]
    names += [value for part in read.get("subject", ()) for kind, value in part if kind == "commonName"]
    return names[0].replace("*", "any") if names else None


def _decrypted(key: bytes, password: str) -> bytes:
    try:
        from cryptography.hazmat.primitives import serialization as form
    except ImportError as error:
        raise InvalidRequest(
            "gRPC reads no private key that is encrypted",
            fix="pip install cryptography, or pass the key as it is: openssl pkey -in KEY",
        ) from error
    plain = form.load_pem_private_key(key, password.encode())
    return plain.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
