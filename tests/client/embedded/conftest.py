from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from qschema.client import QdrantClient
from qschema.client.embedded.engine import Engine
from qschema.client.requests.reading import read_call
from tests.client.embedded.process import Process


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where an instance may be."""
    return tmp_path / "instance"


@pytest.fixture
def open_engine(folder: Path) -> Iterator[Callable[[], Engine]]:
    """Open the instance in the folder; what is open at the end is closed."""
    opened: list[Engine] = []

    def open_() -> Engine:
        opened.append(Engine(folder, durable=False))
        return opened[-1]

    yield open_
    for engine in opened:
        engine.close()


@pytest.fixture
def engine(open_engine: Callable[[], Engine]) -> Engine:
    return open_engine()


@pytest.fixture
def client() -> Iterator[QdrantClient]:
    """A client of an instance in memory."""
    with QdrantClient(":memory:") as client:
        yield client


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Callable[..., Process]]:
    """Start other Python processes; what still runs at the end is killed."""
    started: list[Process] = []

    def start(code: str, *arguments: Any) -> Process:
        started.append(Process(code, *arguments))
        return started[-1]

    yield start
    for one in started:
        one.kill()


@pytest.fixture
def say() -> Callable[..., Any]:
    """Have an HTTP call answered: `VERB /path`, with a body."""

    def call(engine: Engine, line: str, body: Any = None) -> Any:
        verb, _, target = line.partition(" ")
        return engine.handle(read_call(verb, target, b"" if body is None else json.dumps(body).encode()))

    return call
