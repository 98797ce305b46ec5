"""The same random sequences of calls to the engine and to the official client's local mode, where that is right.

Local mode takes almost everything; so what the engine refuses isn't sent to it. Refusals are compared with a server's,
in `tests/live/properties/test_calls.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import Phase, given, settings

from qschema.client.embedded.transport import EmbeddedTransport
from tests.client.embedded.differential.agreeing import PLAIN, is_agreed
from tests.differential.instances import Instance, engine, official
from tests.differential.playing import play
from tests.properties.instances import searching
from tests.strategies.calls.sequences import Sequence, sequences


@pytest.fixture(scope="module")
def instances() -> Iterator[tuple[Instance, Instance]]:
    transport = EmbeddedTransport(None)
    with official() as theirs:
        yield engine(transport), theirs
    transport.close()


NUMBERS = count()


@settings(searching(15), phases=[Phase.explicit, Phase.generate])
@given(sequences(PLAIN))
def test_the_engine_answers_as_local_mode(instances, sequence):
    agreed = Sequence(sequence.body, sequence.other, [call for call in sequence.calls if is_agreed(*call)])
    play(agreed, *instances, name=f"calls-{next(NUMBERS)}", refusals=False)
