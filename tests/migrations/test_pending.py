"""An instance gets what it lacks, in order, and ends as it is declared, whichever branches it has had before."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qschema.apply.deployment import Deployment
from qschema.apply.migrated import migrated
from qschema.apply.place import Place
from qschema.apply.planning import plan_for
from qschema.apply.run import apply_plan
from qschema.client import QdrantClient
from qschema.migrations.migration import Migration
from qschema.migrations.order import heads_of, with_ancestors
from qschema.migrations.pending import standing
from qschema.migrations.turns import turns
from qschema.schema.dump import dump
from qschema.schema.project import load_project
from qschema.schema.spec import Schema
from tests.migrations.folder import Folder, schema_of

FIELDS = ("tenant", "year", "kind")

states = st.dictionaries(st.sampled_from(["articles", "books"]), st.sets(st.sampled_from(FIELDS)), max_size=2)
branches = st.lists(states, min_size=1, max_size=2)


def declared(state: dict[str, set[str]]) -> Schema:
    """Return a declaration: collections with indexes. They are told apart by nothing that would lose data."""
    return schema_of(
        {
            name: {"payload_indexes": {field: {"type": "keyword"} for field in sorted(state.get(name, ()))}}
            for name in ("articles", "books")
        }
    )


class Project(Folder):
    """A project with a schema file, and an instance."""

    def __init__(self, directory: Path, client: QdrantClient) -> None:
        super().__init__(directory)
        self.client = client
        (directory / "qschema.yaml").write_text("project: library\nschemas: [schema.yaml]\n")

    def declare(self, schema: Schema) -> None:
        specs = {name: one.spec for name, one in schema.collections.items()}
        (self.directory / "schema.yaml").write_text(dump(specs), encoding="utf-8")

    def branch(self, start: tuple[Migration, ...], name: str, wanted: list[Schema]) -> tuple[Migration, ...]:
        """Save migrations on a branch that begins after some others, and return all that are known on it."""
        for number, schema in enumerate(wanted):
            start = (*start, self.save(schema, f"{name} {number}", on=start))
        return start

    def deployment(self) -> Deployment:
        return Deployment.of_project(load_project(self.directory), Place.of_client(self.client), None)

    def apply(self) -> list[str]:
        """Carry out what is pending, and return the revisions."""
        deployment = self.deployment()
        order = []
        for turn in turns(deployment, standing(deployment)):
            deployment.carry_out(turn.plan, turn.begun)
            order.append(turn.migration.revision)
        return order


@pytest.fixture
def project(tmp_path):
    with QdrantClient(":memory:") as client:
        yield Project(tmp_path, client)


@settings(max_examples=max(8, settings().max_examples // 50), suppress_health_check=[HealthCheck.too_slow])
@given(states, branches, branches, states, st.integers(0, 2))
def test_every_instance_gets_every_migration_after_its_parents(tmp_path_factory, base, mine, theirs, joined, had):
    with QdrantClient(":memory:") as client:
        project = Project(tmp_path_factory.mktemp("project"), client)
        root = project.branch((), "base", [declared(base)])
        one = project.branch(root, "mine", [declared(state) for state in mine])
        two = project.branch(root, "theirs", [declared(state) for state in theirs])
        every = {migration.revision: migration for migration in (*one, *two)}
        known = (root, one, two)[had]
        files = {path: path.read_text() for path in (project.directory / "migrations").iterdir()}
        for path in files:
            if path.name not in {Path(migration.file).name for migration in known}:
                path.unlink()
        project.declare(declared((base, mine[-1], theirs[-1])[had]))
        order = project.apply()

        for path, text in files.items():
            path.write_text(text)
        project.save(declared(joined), "joined")
        project.declare(declared(joined))
        assert len(heads_of(project.saved())) == 1
        order += project.apply()

        everything = {migration.revision: migration for migration in project.saved()}
        assert every.keys() < everything.keys()
        assert sorted(order) == sorted(everything)
        assert all(order.index(parent) < order.index(own) for own in order for parent in everything[own].parents)
        assert [one.revision for one in migrated(client, "library").done] == order
        assert plan_for(client, declared(joined), place=":memory:").idle
        assert project.apply() == []


def test_one_that_is_recorded_stands_for_those_before_it(project):
    project.branch((), "step", [declared({"articles": {field}}) for field in FIELDS])
    project.declare(declared({"articles": {"kind"}}))
    apply_plan(project.client, plan_for(project.client, declared({"articles": {"year"}}), place="here"), place="here")
    assert standing(project.deployment()).skipped == 1
    assert len(project.apply()) == 2
    assert with_ancestors([one.revision for one in migrated(project.client, "library").done], project.saved()) == {
        one.revision for one in project.saved()
    }


def test_without_saved_migrations_no_instance_is_asked(tmp_path):
    project = Folder(tmp_path)
    (tmp_path / "qschema.yaml").write_text("project: library\nschemas: [schema.yaml]\n")
    nowhere = Place(url="http://127.0.0.1:9")
    assert standing(Deployment.of_project(load_project(project.directory), nowhere, None)).pending == ()
