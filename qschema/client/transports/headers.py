"""HTTP headers: which ones every call carries, and which values are fit for one."""

from __future__ import annotations

import platform
import re
from collections.abc import Mapping

from qschema._version import __version__

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""RFC 9110, section 5.6.2."""


def standing_headers(given: Mapping[str, str], api_key: str | None) -> dict[str, str]:
    """Return the headers of every call; names are in lower case, and the API key wins over a header of that name.

    Raises:
        ValueError: A value can't stand in a header.
    """
    headers = {"user-agent": f"qschema/{__version__} python/{platform.python_version()}"}
    headers.update(fitting(given))
    if api_key is not None:
        headers["api-key"] = fit("api-key", api_key)
    return headers


def fitting(given: Mapping[str, str]) -> dict[str, str]:
    """Return headers with their names in lower case.

    Raises:
        ValueError: A name or a value can't stand in a header.
    """
    return {_name(name): fit(name, value) for name, value in given.items()}


def bearer(token: str) -> dict[str, str]:
    """Return the header that carries a bearer token.

    Raises:
        ValueError: The token can't stand in a header.
    """
    return {"authorization": fit("authorization", f"Bearer {token}")}


def fit(name: str, value: str) -> str:
    """Return a header's value if it can stand in a header.

    Raises:
        ValueError: It can't. The message doesn't quote the value, which may be a secret; that of httpx would.
    """
    if isinstance(value, str) and value.isascii() and value.isprintable():
        return value
    raise ValueError(f"the value of the header {name!r} holds something else than visible ASCII characters")


def _name(name: str) -> str:
    if isinstance(name, str) and _NAME.fullmatch(name):
        return name.lower()
    raise ValueError(f"{name!r} can't be the name of a header")
