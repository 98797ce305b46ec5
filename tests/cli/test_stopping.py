"""Ctrl-C while a run is at work: it stops after the step that is under way, and is gone on with later."""

from __future__ import annotations

import signal

import pytest

from tests.cli.conftest import PROJECT
from tests.cli.test_terminal import asking

FIELDS = range(30)
MANY = "collections: {many: {vectors: {size: 4, distance: Dot}, payload_indexes: {" + (
    ", ".join(f"field{number}: integer" for number in FIELDS) + "}}}\n"
)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_it_stops_after_the_step_and_is_gone_on_with(shell, number, code):
    shell.write("qschema.yaml", PROJECT)
    shell.write("schema/many.yaml", MANY)
    with asking(shell, "apply") as asked:
        asked.type("yes\n")
        asked.wait_for("[2/31]")
        asked.kill(number)
        assert asked.end()[0] == code
    assert "Stops after this step" in asked.shown
    assert "[apply.stopped]" in asked.shown
    assert "[31/31]" not in asked.shown
    again = shell.qschema("plan")
    assert "field29" in again.out
    noted = shell.qschema("apply")
    assert "--resume" in noted.err
    gone_on = shell.qschema("apply", "--resume")
    assert gone_on.code == 0
    assert "[31/31]" in gone_on.err
    assert "[1/31]" not in gone_on.err
    assert shell.qschema("plan", "--detailed-exitcode").code == 0
