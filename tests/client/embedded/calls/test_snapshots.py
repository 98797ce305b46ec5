from __future__ import annotations

from tests.live.client.test_snapshots import (
    copy,
    test_how_far_it_is,
    test_of_a_collection,
    test_of_a_shard,
    test_of_the_whole_instance,
    test_what_is_fetched_must_have_its_checksum,
    test_without_waiting,
)

__all__ = [
    "copy",
    "test_how_far_it_is",
    "test_of_a_collection",
    "test_of_a_shard",
    "test_of_the_whole_instance",
    "test_what_is_fetched_must_have_its_checksum",
    "test_without_waiting",
]
