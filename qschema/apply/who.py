"""Who carries out a plan: for whoever is refused meanwhile, and for the history."""

from __future__ import annotations

import getpass
import os
import socket
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

_JOB_URLS = ("CI_JOB_URL", "BUILD_URL", "BUILDKITE_BUILD_URL", "CIRCLE_BUILD_URL", "TRAVIS_BUILD_WEB_URL")
"""Variables in which GitLab, Jenkins, Buildkite, CircleCI and Travis tell a job its address."""


class Who(BaseModel):
    """A person or a job at work.

    Attributes:
        user: The user's name.
        host: The machine.
        pid: The process.
        job: The address of the CI job; empty outside of CI.
    """

    model_config = ConfigDict(frozen=True)

    user: str
    host: str
    pid: int
    job: str = ""

    @property
    def process(self) -> tuple[str, int]:
        """The machine and the process."""
        return self.host, self.pid

    def __str__(self) -> str:
        details = f"process {self.pid}, {self.job}" if self.job else f"process {self.pid}"
        return f"{self.user} on {self.host} ({details})"


def whoami(environ: Mapping[str, str] = os.environ) -> Who:
    """Return who runs this process."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):  # a container's user often has no name
        user = "unknown"
    return Who(user=user, host=socket.gethostname(), pid=os.getpid(), job=job_url(environ))


def job_url(environ: Mapping[str, str]) -> str:
    """Return the address of the CI job that the environment tells of; empty outside of CI."""
    if run := environ.get("GITHUB_RUN_ID"):
        server = environ.get("GITHUB_SERVER_URL", "https://github.com")
        return f"{server}/{environ.get('GITHUB_REPOSITORY', '')}/actions/runs/{run}"
    return next((environ[name] for name in _JOB_URLS if environ.get(name)), "")
