"""How far the property tests search, and golden files.

The suite looks at the same cases every time, `make soak` (`--hypothesis-profile=soak`) at new ones. After a change of
what people read, `pytest --write-golden` writes the golden files anew; read the difference before it is committed.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from tests.memory import temporary_files_in_memory

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Whoever starts the suite in the background has it ignore Ctrl-C, and with it every program that a test interrupts.
    signal.signal(signal.SIGINT, signal.default_int_handler)

_SLOW = [HealthCheck.too_slow]  # no property asserts on time
settings.register_profile(
    "suite", deadline=None, max_examples=60, derandomize=True, suppress_health_check=_SLOW, database=None
)
settings.register_profile("soak", deadline=None, max_examples=2_000, suppress_health_check=_SLOW, print_blob=True)
settings.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    """Have the suite look at the same cases in each worker.

    Hypothesis also draws constants from the modules of the project that happen to be imported by then (6.170).
    """
    if config.getoption("--hypothesis-profile") in (None, "suite"):
        vars(providers)["is_local_module_file"] = lambda file: False
    in_memory = temporary_files_in_memory()
    in_memory.__enter__()
    config.add_cleanup(lambda: in_memory.__exit__(None, None, None))


_LONG = ("properties", "kills", "uploading", "typing")
"""Rooms with files that take longest; they are begun first, so that all workers come to the end together."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not any(room in item.path.parts for room in _LONG))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-golden", action="store_true", help="write what the code gives to the golden files")


@pytest.fixture
def same_as_golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a golden file; with --write-golden, write the file instead."""

    def check(file: Path, text: str) -> None:
        if request.config.getoption("--write-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert text == file.read_text(encoding="utf-8")

    return check
