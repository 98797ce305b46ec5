"""Declarations between which every kind of step lies, and the points at which a run from one to the other is killed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from qschema.apply.failpoints import BOUNDARIES, SNAPSHOT_BOUNDARIES
from tests.soaking import soaking

TEXT = {"size": 4, "distance": "Cosine"}
PLAIN = {"vectors": {"size": 4, "distance": "Dot"}}


@dataclass(frozen=True)
class Scenario:
    """A change of a declaration.

    Attributes:
        name: What it is about.
        before: What is declared and applied before.
        after: What is declared then.
        kinds: The kinds of its steps. A run comes to the boundaries of waiting in those that rebuild.
        back: The kinds of the steps that take it back.
        found: Collections that are there already and belong to nobody.
        shard_key: Where points go, if the collections have shard keys.
    """

    name: str
    before: dict[str, Any]
    after: dict[str, Any]
    kinds: tuple[str, ...]
    back: tuple[str, ...] = ()
    found: dict[str, Any] = field(default_factory=dict)
    shard_key: str | None = None


REVERSIBLE = Scenario(
    "reversible",
    before={
        "articles": {
            "vectors": {"text": TEXT},
            "payload_indexes": {"tenant": {"type": "keyword"}},
            "aliases": ["docs"],
        },
        "old_name": PLAIN,
    },
    after={
        "articles": {
            "vectors": {"text": TEXT, "image": TEXT},
            "hnsw_config": {"m": 24},
            "payload_indexes": {"year": {"type": "integer"}},
            "aliases": ["texts"],
        },
        "new_name": {**PLAIN, "renamed_from": "old_name"},
        "new": PLAIN,
        "found": PLAIN,
    },
    kinds=(
        "adopt_collection",
        "create_collection",
        "create_index",
        "create_vector",
        "delete_alias",
        "delete_index",
        "rename_collection",
        "set_alias",
        "update_collection",
    ),
    back=(
        "create_index",
        "delete_alias",
        "delete_collection",
        "delete_index",
        "delete_vector",
        "release_collection",
        "rename_collection",
        "set_alias",
        "update_collection",
    ),
    found={"found": PLAIN},
)
"""Taken back without a loss."""

FIRST = Scenario("first", before={}, after=REVERSIBLE.before, kinds=("create_collection", "create_index", "set_alias"))
"""The first run on an instance: it makes the ledger and the project's lock."""

WITH_LOSS = Scenario(
    "with loss",
    before={
        "articles": {"vectors": {"text": TEXT, "image": TEXT}, "payload_indexes": {"tenant": {"type": "keyword"}}},
        "gone": {**PLAIN, "payload_indexes": {"tenant": {"type": "keyword"}}, "aliases": ["bygone"]},
    },
    after={"articles": {"vectors": {"text": TEXT}, "payload_indexes": {"year": {"type": "integer"}}}},
    kinds=("delete_collection", "delete_vector"),
    back=("delete_collection", "restore_collection", "set_alias"),
)
"""Deletes the collection `gone` and the vector `image`; snapshots bring them back."""

_SHARDED = {**PLAIN, "sharding_method": "custom"}
SHARDS = Scenario(
    "shards",
    before={"sharded": {**_SHARDED, "shard_keys": [{"shard_key": "north"}]}},
    after={"sharded": {**_SHARDED, "shard_keys": [{"shard_key": "north"}, {"shard_key": "south"}]}},
    kinds=("create_shard_key",),
    back=("delete_shard_key",),
    shard_key="north",
)
"""What only a cluster has."""


@dataclass(frozen=True)
class Case:
    """A point of a scenario at which a run is killed."""

    scenario: Scenario
    kind: str
    boundary: str

    @property
    def point(self) -> str:
        return f"{self.kind}:{self.boundary}"


def cases_of(scenario: Scenario, kinds: tuple[str, ...]) -> list[Case]:
    """Return all points of steps of some kinds."""
    return [
        Case(scenario, kind, boundary)
        for kind in kinds
        for boundary in (*BOUNDARIES, *SNAPSHOT_BOUNDARIES)
        if _comes_to(kind, boundary)
    ]


def _comes_to(kind: str, boundary: str) -> bool:
    if "snapshot" in boundary:
        return kind in ("delete_collection", "delete_vector", "delete_shard_key")
    return kind == "update_collection" or not ("wait" in boundary or "postcheck" in boundary)


def share(cases: list[Case], first: int = 0, every: int = 27) -> list[Case]:
    """Return all cases in the soak; in the suite a few."""
    return cases if soaking() else cases[first::every]


FORWARD = cases_of(REVERSIBLE, REVERSIBLE.kinds)
BACKWARD = cases_of(REVERSIBLE, REVERSIBLE.back)
SHARDS_FORWARD = cases_of(SHARDS, SHARDS.kinds)
SHARDS_BACKWARD = cases_of(SHARDS, SHARDS.back)
LOSSES = cases_of(WITH_LOSS, WITH_LOSS.kinds)
RETURNS = cases_of(WITH_LOSS, WITH_LOSS.back)
