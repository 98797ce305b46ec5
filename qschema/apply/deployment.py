"""What is declared, together with the instance that it is for. What only a run needs is imported by that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from typing_extensions import Unpack

from qschema.apply.checks import check_plan
from qschema.apply.errors import StalePlanError
from qschema.apply.git import commit_of
from qschema.apply.history import Run, history
from qschema.apply.journal import Begun
from qschema.apply.place import Place
from qschema.apply.planning import plan_for
from qschema.apply.resume import Resumed, Unfinished, plan_to_resume, unfinished
from qschema.apply.status import Status, status
from qschema.apply.watching import Stop, Watcher
from qschema.client import QdrantClient
from qschema.planner.plan import Plan
from qschema.schema.loader import load_schema
from qschema.schema.project import Project
from qschema.schema.snapshots import FOLDER, SnapshotPolicy
from qschema.schema.spec import Schema

if TYPE_CHECKING:
    from qschema.apply.rollback import Rollback
    from qschema.apply.run import Outcome
    from qschema.apply.snapshots import SnapshotKeeper


class Extent(TypedDict, total=False):
    """What a plan is about; see `plan_for`."""

    granted: Iterable[str]
    only: Iterable[str]
    prune: bool
    max_rebuilds: int
    refresh_only: bool


class Carrying(TypedDict, total=False):
    """How a plan is carried out; see `apply_plan`."""

    lock_timeout: float
    wait_timeout: float | None
    watch: Watcher | None
    stop: Stop | None


@dataclass(frozen=True)
class Deployment:
    """A project's declaration and an instance. The instance is opened for each thing that is done, and closed again.

    Attributes:
        project: The project's name.
        place: The instance.
        load: Reads the declaration; called when it is first needed.
        directory: The project's folder; None if it has none.
        snapshots: Which snapshots are taken, where they are kept, and how long.
        files: The project's files; None if what is declared comes from elsewhere.
        environment: The environment whose overrides count; None if none does.
    """

    project: str
    place: Place
    load: Callable[[], Schema] = field(repr=False)
    directory: Path | None = None
    snapshots: SnapshotPolicy = field(default_factory=SnapshotPolicy)
    files: Project | None = field(default=None, repr=False)
    environment: str | None = None

    @classmethod
    def of_project(cls, project: Project, place: Place, environment: str | None) -> Deployment:
        """Return the deployment of a project's files.

        Args:
            project: The project.
            place: The instance.
            environment: The environment whose overrides count; None leaves them out.
        """
        policy = project.environment(environment).snapshots if environment else SnapshotPolicy()
        return cls(
            project.name,
            place,
            lambda: load_schema(project, environment),
            directory=project.directory,
            snapshots=policy,
            files=project,
            environment=environment,
        )

    @cached_property
    def schema(self) -> Schema:
        """What is declared.

        Raises:
            SchemaError: One or several mistakes in the declaration.
        """
        return self.load()

    @property
    def begun(self) -> Begun:
        """Where a run comes from that takes up nothing."""
        return Begun(commit=commit_of(self.directory) if self.directory else "")

    def plan(self, **about: Unpack[Extent]) -> Plan:
        """Say what it takes; see `plan_for`."""
        with self.place.opened() as client:
            return plan_for(client, self.schema, place=str(self.place), snapshots=self.snapshots.before, **about)

    def status(self) -> Status:
        """Tell how the instance stands; see `status`."""
        with self.place.opened() as client:
            return status(client, self.schema, place=str(self.place))

    def history(self) -> tuple[Run, ...]:
        """Return the runs of the project; see `history`."""
        with self.place.opened() as client:
            return history(client, self.project)

    def unfinished(self) -> Unfinished | None:
        """Return the last run that is to be gone on with; see `unfinished`."""
        with self.place.opened() as client:
            return unfinished(client, self.project, alone=self.place.alone)

    def left(self) -> Resumed:
        """Return what is left of that; see `plan_to_resume`."""
        with self.place.opened() as client:
            return plan_to_resume(client, self.schema, place=str(self.place), alone=self.place.alone)

    def rollback(self, *, run: str = "", steps: int | None = None, granted: Iterable[str] = ()) -> Rollback:
        """Plan what takes back a run, or some steps; see `plan_rollback`."""
        from qschema.apply.rollback import plan_rollback

        with self.place.opened() as client:
            return plan_rollback(
                client,
                self.project,
                place=str(self.place),
                run=run,
                steps=steps,
                granted=granted,
                snapshots=self.snapshots.before,
                alone=self.place.alone,
            )

    def carry_out_fresh(
        self, plan: Plan, begun: Begun, again: Callable[[], Plan], *, tries: int = 3, **how: Unpack[Carrying]
    ) -> Outcome:
        """Carry out a plan that was made just now.

        Where another run has changed something since, it is made once more, and carried out if it has the same steps:
        those that somebody has agreed to. Runs that work beside each other on other collections often get there.

        Args:
            plan: The plan.
            begun: Where the run comes from.
            again: Makes it once more.
            tries: How often that is done.
            **how: How it is carried out; see `apply_plan`.

        Raises:
            StalePlanError: It has other steps by now.
        """
        try:
            return self.carry_out(plan, begun, **how)
        except StalePlanError:
            anew = again()
            if not tries or anew.steps != plan.steps:
                raise
        return self.carry_out_fresh(anew, begun, again, tries=tries - 1, **how)

    def carry_out(self, plan: Plan, begun: Begun, *, start: int = 0, **how: Unpack[Carrying]) -> Outcome:
        """Carry out a plan; see `apply_plan`. One with nothing to write touches nothing, and opens nothing."""
        from qschema.apply.run import Outcome, apply_plan

        check_plan(plan)
        if plan.idle and begun.migration is None:
            return Outcome()
        with self.place.opened(to_write=True) as client, self.keeper(client) as keeper:
            return apply_plan(
                client,
                plan,
                place=str(self.place),
                alone=self.place.alone,
                start=start,
                begun=begun,
                keeper=keeper,
                directory=self.directory,
                **how,
            )

    @contextmanager
    def keeper(self, client: QdrantClient) -> Iterator[SnapshotKeeper]:
        """Return who takes the snapshots of the instance, over all peers that are named."""
        from qschema.apply.snapshots import SnapshotKeeper

        folder = self.snapshots.folder or (self.directory or Path()) / FOLDER
        with self.place.with_peers(client) as clients:
            yield SnapshotKeeper(clients, folder, keep_last=self.snapshots.keep_last)
