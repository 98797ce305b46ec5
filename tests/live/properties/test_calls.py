"""The same random sequences of calls to a real server and to the engine in this process: every answer compared.

What counts as the same stands in `tests/differential/answers.py`; an error has to have the same status.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from itertools import count

import httpx
import pytest
from hypothesis import Phase, given, settings

from qschema.client.embedded.transport import EmbeddedTransport
from tests.differential.instances import Instance, answer, engine, server
from tests.differential.playing import play
from tests.properties.instances import searching
from tests.strategies.calls.sequences import sequences

pytestmark = pytest.mark.live

IN_MEMORY = "/dev/shm"
"""A file system on which collections are made ten times as fast; they are few and small."""


@pytest.fixture(scope="module")
def instances(start_server: Callable[..., str]) -> Iterator[tuple[Instance, Instance]]:
    """The engine and a server, both of these tests alone."""
    with pytest.MonkeyPatch.context() as patch:
        if os.access(IN_MEMORY, os.W_OK):
            patch.setenv("TMPDIR", IN_MEMORY)
            patch.setattr(tempfile, "tempdir", None)
        url = start_server("--version", "1.19.0")
        transport = EmbeddedTransport(None)
        answer(transport, "GET", "/collections", b"")  # it is opened now, and lies there

    with httpx.Client(base_url=url, timeout=60) as client:
        yield engine(transport), server(client)
    transport.close()


NUMBERS = count()


# Making a failing case smaller would take a server minutes.
@settings(searching(60), phases=[Phase.explicit, Phase.generate])
@given(sequences())
def test_the_engine_answers_as_a_server(instances, sequence):
    play(sequence, *instances, name=f"calls-{next(NUMBERS)}")
