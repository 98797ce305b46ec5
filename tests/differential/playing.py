"""A sequence of calls, sent to two instances one call after the other: both have to answer the same."""

from __future__ import annotations

import json
from typing import Any

from tests.differential.instances import Instance
from tests.differential.kinds import difference
from tests.strategies.calls.sequences import Sequence
from tests.strategies.calls.vocabulary import NAME, OTHER, Json, named

_READS = ("/facet", "/points/count", "/points/query", "/points/scroll", "/points/search")


def play(sequence: Sequence, ours: Instance, theirs: Instance, *, name: str, refusals: bool = True) -> None:
    """Send all calls to both instances.

    Args:
        sequence: The calls.
        ours: Whose answers are checked.
        theirs: Who knows the right ones.
        name: What the collection is called.
        refusals: Whether they have to refuse the same calls. If not, what we refuse isn't sent to them, and the
            sequence ends with a write that we refuse: it may have changed a part of what it was about.

    Raises:
        AssertionError: They answered otherwise.
    """

    def both(verb: str, path: str, body: Any, collection: str = NAME) -> bool:
        """Return whether to go on."""
        target, content = f"/collections/{named(collection, name)}{path}", named(body, name)
        got = ours(verb, target, content)
        if got[0] >= 400 and not refusals:
            return verb == "GET" or path.startswith(_READS) or (verb, path) == ("POST", "/points")
        expected = theirs(verb, target, content)
        text = _difference(path, content, got, expected)
        assert not text, f"{text}\n{verb} {path} {json.dumps(content)}\nours: {got}\ntheirs: {expected}"
        if verb == "PATCH":  # what it changes is rebuilt meanwhile
            _settle(ours, target)
            _settle(theirs, target)
        return True

    try:
        both("PUT", "", sequence.body)
        if sequence.other is not None:
            created, filled = sequence.other
            both("PUT", "", created, OTHER)
            both("PUT", "/points?wait=true", filled, OTHER)
        for call in sequence.calls:
            if not both(*call):
                break
    finally:
        for collection in (NAME, OTHER):
            for instance in (ours, theirs):
                instance("DELETE", f"/collections/{named(collection, name)}", None)


def _settle(instance: Instance, collection: str) -> None:
    """Ask again and again until nothing is being rebuilt."""
    while instance("GET", collection, None)[1]["result"]["status"] != "green":
        pass


def _difference(path: str, body: Any, got: tuple[int, Json], expected: tuple[int, Json]) -> str:
    if got[0] != expected[0]:
        return f"status {got[0]} in place of {expected[0]}"
    return "" if got[0] >= 400 else difference(path, body, got[1]["result"], expected[1]["result"])
