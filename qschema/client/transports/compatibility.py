"""Whether a server is of a version that this client gets along with: asked once for each server and process.

The question goes out after the first call that went well, over the same connection, so that making a client never
waits for anything, and a call that fails says why by itself. No answer to it is no reason for a warning: the call
itself went well, and a proxy may well keep other paths to itself.
"""

from __future__ import annotations

from qschema.client.gates import version_of
from qschema.client.requests.service import GetVersion
from qschema.client.transports.answers import Reply, read_answer
from qschema.client.transports.rest_core import WireCall
from qschema.client.warning import warn_caller

OLDEST = (1, 16)
"""The first version that everything here is tested on."""

NEWEST = (1, 21)
"""One after the version whose API this client speaks (1.20): servers get along with clients of the version before."""

QUESTION = GetVersion()

LONGEST_SECONDS = 2.0
"""How long the first call may be held up by the question, within its own limit."""


class Compatibility:
    """Whether the question is still to be put, for one client.

    Args:
        url: The server.
        wanted: Whether anybody wants to know.
    """

    _asked: set[str] = set()  # noqa: RUF012 - shared by all clients of the process

    def __init__(self, url: str, wanted: bool) -> None:
        self._url = url
        self._wanted = wanted

    def is_due(self) -> bool:
        """Whether to ask now; once it says so, never again."""
        if not self._wanted:
            return False
        self._wanted = False
        if self._url in self._asked:
            return False
        self._asked.add(self._url)
        return True


def warn_if_incompatible(call: WireCall, reply: Reply, url: str) -> None:
    """Read the answer to the question, and warn the caller if he should know.

    Raises:
        QdrantError: It is no answer.
    """
    warn_of_version(read_answer(QUESTION, call, reply).result.version, url)


def warn_of_version(version: str, url: str) -> None:
    """Warn the caller of a server's version if he should know."""
    if said := complaint(version, url):
        warn_caller(said)


def complaint(version: str, url: str) -> str | None:
    """Return what is wrong with a server's version, or None if nothing is."""
    try:
        server = version_of(version)
    except ValueError:
        return None
    if OLDEST <= server <= NEWEST:
        return None
    wanted = f"{'.'.join(map(str, OLDEST))} to {'.'.join(map(str, NEWEST))}"
    return (
        f"the server at {url} is Qdrant {version}; this client is made for {wanted}, so that some calls may fail or "
        "leave out what one of the two doesn't know (check_compatibility=False silences this)"
    )
