"""One set of TLS options for all transports, and what Python's `ssl` makes of it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ssl

Pem = str | bytes
"""A path, or PEM text as bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsOptions:
    """How the instance is known, and how this side makes itself known.

    Attributes:
        verify: Whether the instance's certificate is checked at all.
        authority: The certificates that are trusted, in place of those of the system; a path may lead to a folder.
        certificate: The certificate that this side shows, with those between it and its authority.
        key: Its private key; None if that stands in `certificate`.
        password: What the key is encrypted with.
        context: A context that the caller has made; it stands for all of the others.
    """

    verify: bool = True
    authority: Pem | None = None
    certificate: Pem | None = field(default=None, repr=False)
    key: Pem | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    context: ssl.SSLContext | None = None


def read_tls(verify: Any, cert: Any, grpc_options: Mapping[str, Any] | None) -> TlsOptions:
    """Read the arguments `verify` and `cert` of a client's constructor, which says what may stand there.

    What the options of gRPC say of certificates counts where these two say nothing.

    Raises:
        ValueError: A file isn't there, or holds no certificate or no key that fits.
        TypeError: One of them is of a wrong type.
    """
    if hasattr(verify, "wrap_socket"):
        if cert is not None:
            raise ValueError("verify is a finished SSLContext: load the certificate of cert into it")
        return TlsOptions(context=verify)
    others = grpc_options or {}
    authority = _pem(None if verify in (None, True, False) else verify, "verify")
    certificate, key, password = _pair(cert)
    if certificate is None:
        certificate, key = others.get("certificate_chain"), others.get("private_key")
    options = TlsOptions(
        verify=verify is not False,
        authority=others.get("root_certificates") if authority is None and verify is not False else authority,
        certificate=certificate,
        key=key,
        password=password,
    )
    if options.authority is not None or options.certificate is not None:
        context_for(options)  # what can't be read is said now, not with the first call
    return options


def context_for(options: TlsOptions, *, trust_env: bool = True) -> ssl.SSLContext:
    """Return a context for connections to the instance.

    Args:
        options: How to know each other.
        trust_env: Whether `SSL_CERT_FILE` and `SSL_CERT_DIR` name the system's certificates.

    Raises:
        ValueError: A file isn't there, or holds no certificate or no key that fits.
    """
    import ssl

    if options.context is not None:
        return options.context
    if options.verify and options.authority is None:
        import httpx

        context = httpx.create_ssl_context(trust_env=trust_env)
    else:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if not options.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
    try:
        if options.verify and options.authority is not None:
            _trust(context, options.authority)
    except (OSError, ValueError) as error:
        raise ValueError(f"verify can't be read as certificates in PEM form: {_reason(error)}") from error
    try:
        if options.certificate is not None:
            _show(context, options.certificate, options.key, options.password)
    except (OSError, ValueError) as error:
        raise ValueError(f"cert can't be read as a certificate and its key in PEM form: {_reason(error)}") from error
    return context


def pem_bytes(value: Pem) -> bytes:
    """Return PEM text, read from its file if a path is given; gRPC takes nothing else."""
    if isinstance(value, bytes):
        return value
    with open(value, "rb") as file:
        return file.read()


def _trust(context: ssl.SSLContext, authority: Pem) -> None:
    if isinstance(authority, bytes):
        context.load_verify_locations(cadata=authority.decode("ascii"))
    elif os.path.isdir(authority):
        context.load_verify_locations(capath=authority)
    else:
        context.load_verify_locations(cafile=authority)


def _show(context: ssl.SSLContext, certificate: Pem, key: Pem | None, password: str | None) -> None:
    # without a password of our own OpenSSL would ask for one at the terminal
    secret = password or ""
    if isinstance(certificate, str) and not isinstance(key, bytes):
        context.load_cert_chain(certificate, key, secret)
        return
    # Python's ssl reads certificates and keys from files only
    handle, path = tempfile.mkstemp(suffix=".pem")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(b"\n".join(pem_bytes(part) for part in (certificate, key) if part is not None))
        context.load_cert_chain(path, password=secret)
    finally:
        with suppress(OSError):
            os.unlink(path)


def _pair(cert: Any) -> tuple[Pem | None, Pem | None, str | None]:
    parts = cert if isinstance(cert, (tuple, list)) else (cert,)
    if not 1 <= len(parts) <= 3:
        raise TypeError("cert is a certificate, or a tuple of certificate, key and perhaps the key's password")
    certificate, key, password = (*parts, None, None)[:3]
    return _pem(certificate, "cert"), _pem(key, "cert"), password


def _pem(value: Any, argument: str) -> Pem | None:
    if value is None or isinstance(value, bytes):
        return value
    if isinstance(value, (str, os.PathLike)):
        path = os.fspath(value)
        return path.encode() if isinstance(path, str) and "-----BEGIN" in path else path
    raise TypeError(f"{argument} can't be a {type(value).__name__}")


def _reason(error: Exception) -> str:
    return getattr(error, "reason", None) or getattr(error, "strerror", None) or type(error).__name__
