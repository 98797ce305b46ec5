from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from qschema.client import models
from qschema.client.embedded.shard import Shard
from tests.client.embedded.shard.configs import EVERY_KIND

Make = Callable[..., Shard]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Create shards; those that are open at the end are closed."""
    made: list[Shard] = []

    def create(config: models.CollectionConfig = EVERY_KIND) -> Shard:
        made.append(Shard.create(tmp_path / f"shard-{len(made)}", config))
        return made[-1]

    yield create
    for shard in made:
        shard.close()


@pytest.fixture
def shard(make: Make) -> Shard:
    """A shard with a vector of each kind."""
    return make()


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., object]:
    """Create a shard for one example of a property, and close it after."""
    folder, numbers = tmp_path_factory.mktemp("shards"), count()

    @contextmanager
    def create(config: models.CollectionConfig = EVERY_KIND) -> Iterator[Shard]:
        shard = Shard.create(folder / str(next(numbers)), config)
        try:
            yield shard
        finally:
            shard.close()

    return create
