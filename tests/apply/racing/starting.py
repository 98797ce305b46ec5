"""Applications that are started at once, and each want their collections to be there."""

from __future__ import annotations

from pathlib import Path

from qschema.apply.history import history
from qschema.apply.lock_alias import lock_aliases
from qschema.apply.patience import poll
from qschema.client import QdrantClient
from tests.apply.bench import ARTICLES, Declaration, wipe
from tests.apply.racing.racers import Racers, many


def start(racers: Racers, url: str, folder: Path, versions: list[Declaration]) -> None:
    """Start many at once, of several versions in turn; see that all of it is there and was made once."""
    with QdrantClient(url) as client:
        wipe(client)
        how = [{"declared": versions[number % len(versions)]} for number in range(many())]
        said = racers.race("ensure", [url], folder, how)
        assert 1 <= sum(bool(one["run"]) for one in said) <= len(versions)
        assert {run.outcome for run in history(client)} == {"done"}
        assert poll(lambda: not any(name.token for name in lock_aliases(client)), 60)
        made = client.get_collection("articles").payload_schema.keys()
        for declared in versions:
            assert declared["articles"]["payload_indexes"].keys() <= made


SAME: list[Declaration] = [{"articles": ARTICLES}]
SEVERAL: list[Declaration] = [
    {"articles": {**ARTICLES, "payload_indexes": {"tenant": {"type": "keyword"}, name: {"type": "integer"}}}}
    for name in ("year", "pages", "rank")
]
"""Versions of a program that each want an index more than the first one had."""
