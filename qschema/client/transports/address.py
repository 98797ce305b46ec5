"""Where an instance listens: one pure reading of `url`, `host`, `port`, `prefix` and `https`."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

DEFAULT_PORT = 6333
"""Port of Qdrant's REST API."""

_SCHEME_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """A REST address in its parts.

    Attributes:
        scheme: `http` or `https`.
        host: A name or an IP address, without brackets.
        port: The port to connect to.
        prefix: The path that stands before every call's path: empty, or `/some/path` without a slash at its end.
    """

    scheme: str
    host: str
    port: int
    prefix: str = ""

    @property
    def base_url(self) -> str:
        """The address as a URL without a slash at its end; the scheme's own port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _SCHEME_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.prefix}"

    @property
    def is_loopback(self) -> bool:
        """Whether what is sent there stays on this machine."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


def read_address(
    *,
    url: str | None = None,
    host: str | None = None,
    port: int | None = DEFAULT_PORT,
    prefix: str | None = None,
    https: bool = False,
) -> Address:
    """Work out where an instance listens.

    A port in the URL wins. Without one, a URL with a path (or given together with `prefix`) is taken for a proxy, which
    listens on its scheme's port; `port` then counts only if it isn't the default. Any other address uses `port`, and
    None means the scheme's port.

    Args:
        url: `[scheme://]host[:port][/prefix]`.
        host: A host name or IP address alone; an alternative to `url`.
        port: Where no port stands in the URL.
        prefix: The path before every call's path; an alternative to a path in `url`.
        https: The scheme of an address that names none.

    Raises:
        ValueError: The parts contradict each other, or one of them can't be read. Says nothing of the values that
            could hold a secret.
    """
    if url is None:
        scheme = "https" if https else "http"
        return Address(scheme, _host(host or "localhost"), port or _SCHEME_PORTS[scheme], _prefix(prefix))
    if host is not None:
        raise ValueError("url and host name the same thing: give one of them")
    parts = _split(url, https)
    if parts.path.strip("/") and prefix:
        raise ValueError("the path prefix stands in url and in prefix: give one of them")
    path = _prefix(parts.path or prefix)
    if parts.port:
        port = parts.port
    elif path and port == DEFAULT_PORT:
        port = None
    return Address(parts.scheme, parts.hostname or "", port or _SCHEME_PORTS[parts.scheme], path)


def _split(url: str, https: bool) -> SplitResult:
    scheme = "https" if https else "http"
    try:
        parts = urlsplit(url if "://" in url else f"{scheme}://{url}")
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        # The library's message may quote a password.
        raise ValueError("the url can't be read as [http://]host[:port][/prefix]") from None
    if parts.scheme not in _SCHEME_PORTS:
        raise ValueError(f"a url starts with http:// or https://, not with {parts.scheme}://")
    if "@" in parts.netloc:
        raise ValueError("user names and passwords don't belong into a url: pass them as headers")
    if parts.query or parts.fragment:
        raise ValueError("a url ends with its path here: leave out what stands from ? or # on")
    if not named:
        raise ValueError(f"the url {url!r} names no host and port that could be connected to")
    return parts


def _host(host: str) -> str:
    if "://" in host:
        raise ValueError("host is a name or an IP address alone; an address with http:// or https:// goes into url")
    bare = host.removeprefix("[").removesuffix("]")
    if any(sign in bare for sign in "/?#@") or (":" in bare and not _is_ip(bare)):
        raise ValueError("host is a name or an IP address alone; ports and paths go into port and prefix")
    return bare


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _prefix(path: str | None) -> str:
    trimmed = (path or "").strip("/")
    return f"/{trimmed}" if trimmed else ""
