"""Output that goes somewhere else than to a terminal."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.cli.session import command

FULL = Path("/dev/full")


@pytest.mark.parametrize("args", [["plan"], ["plan", "--json"], ["history", "--export"], ["--help"]])
def test_a_reader_that_goes_away_is_no_error_worth_a_word(library, args):
    library.qschema("apply", "--auto-approve")
    with subprocess.Popen(
        command(*args), cwd=library.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        said = process.stderr.read()
    assert process.returncode == 1
    assert said == ""


def test_nothing_is_applied_that_could_not_be_shown(library):
    with subprocess.Popen(
        command("apply", "--auto-approve"), cwd=library.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        process.stdout.close()
        process.wait(60)
    assert process.returncode == 1
    assert ".qschema" not in library.files()


def test_nobody_who_looks_at_the_progress_does_not_stop_the_run(library):
    with subprocess.Popen(
        command("apply", "--auto-approve"), cwd=library.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stderr.close()
        process.stdout.read()
        process.wait(60)
    assert library.qschema("plan", "--detailed-exitcode").code == 0


@pytest.mark.parametrize("args", [["plan"], ["--help"]])
def test_a_full_disk_is_an_error(library, args):
    if not FULL.exists():  # Linux has it; elsewhere a closed descriptor is as good
        return
    with FULL.open("w") as full:
        done = subprocess.run(
            command(*args), cwd=library.folder, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_plain_ascii_output_is_no_obstacle(library):
    ended = library.process("plan", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert ended.code == 0
    assert ended.out.isascii()


def test_no_colour_without_a_terminal(library):
    assert "\x1b" not in library.process("plan").out
    assert "\x1b" in library.process("plan", FORCE_COLOR="1").out
