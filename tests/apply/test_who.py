from __future__ import annotations

import os

import pytest

from qschema.apply.who import Who, whoami


def test_it_is_this_process():
    who = whoami({})
    assert who.pid == os.getpid()
    assert who.user
    assert who.host
    assert who.job == ""


@pytest.mark.parametrize(
    ("environ", "job"),
    [
        ({"CI_JOB_URL": "https://gitlab/jobs/1"}, "https://gitlab/jobs/1"),
        ({"BUILD_URL": "https://jenkins/1"}, "https://jenkins/1"),
        (
            {"GITHUB_RUN_ID": "5", "GITHUB_REPOSITORY": "a/b", "GITHUB_SERVER_URL": "https://github.example"},
            "https://github.example/a/b/actions/runs/5",
        ),
    ],
)
def test_a_job_tells_its_address(environ, job):
    assert whoami(environ).job == job
    assert job in str(whoami(environ))


def test_a_user_without_a_name(monkeypatch):
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert whoami({}).user == "unknown"


def test_it_reads_as_a_sentence():
    assert str(Who(user="ann", host="laptop", pid=7)) == "ann on laptop (process 7)"
