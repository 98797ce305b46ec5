"""What programs call: the same deeds as those of the command line, for a folder or for what the program declares."""

from __future__ import annotations

from pathlib import Path

import pytest

import qschema
from qschema.apply.errors import NothingToResumeError, RefusedError, StalePlanError
from qschema.apply.place import AddressError
from qschema.apply.plan_file import save_plan
from qschema.orm import Collection, field, vector
from qschema.schema.errors import BadNameError, DeclaredTwiceError, MissingKeyError, SchemaError, WrongTypeError
from qschema.schema.spec import CollectionSpec
from tests.apply.bench import ARTICLES, schema_of


class Article(Collection):
    tenant: str = field()
    text: list[float] = vector(4, "Cosine")

    class Meta:
        name = "articles"
        aliases = ["docs"]


class Unstable(Collection):
    class Meta:
        name = "logs"
        hnsw_config = {"m": "many"}


FORMS = [
    pytest.param(Article, id="a class"),
    pytest.param([Article], id="several classes"),
    pytest.param({"articles": ARTICLES}, id="a map as in a file"),
    pytest.param({"articles": CollectionSpec.model_validate(ARTICLES)}, id="a spec"),
    pytest.param(schema_of({"articles": ARTICLES}), id="a schema"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with two environments."""
    (tmp_path / "qschema.yaml").write_text(
        "project: library\nschemas: [articles.yaml]\ndefault_environment: local\n"
        "environments:\n"
        "  local: {path: local}\n"
        "  other: {path: other, overrides: {collections: {articles: {hnsw_config: {m: 24}}}}}\n"
    )
    (tmp_path / "articles.yaml").write_text("collections:\n  articles:\n    vectors: {size: 4, distance: Cosine}\n")
    return tmp_path


@pytest.mark.parametrize("declared", FORMS)
def test_every_form_of_a_declaration(bench, declared):
    named = {"project": "library", "client": bench.client}
    planned = qschema.plan(declared, **named)
    assert (planned.project, planned.summary.add) == ("library", 3)
    assert qschema.apply(declared, **named).steps == ("done",) * 3
    assert qschema.plan(declared, **named).idle
    found = qschema.status(declared, **named)
    assert (found.drift, found.collections[0].owner) == (0, "library")
    assert [run.outcome for run in qschema.history(declared, **named)] == ["done"]
    assert bench.is_at_rest()


def test_all_forms_declare_the_same(bench):
    plans = [qschema.plan(form.values[0], project="library", client=bench.client) for form in FORMS]
    assert len({plan.declared for plan in plans}) == 1


def test_the_folder_of_a_project(folder):
    assert qschema.plan(folder).summary.add == 1
    assert not (folder / "local").exists(), "to plan makes nothing"
    assert qschema.apply(str(folder)).steps == ("done",)
    assert qschema.plan(folder).idle
    assert len(qschema.history(folder)) == 1


def test_an_environment_and_its_overrides(folder):
    qschema.apply(folder, env="other")
    (step,) = qschema.plan(folder).steps
    assert "hnsw_config" not in step.body
    with qschema.QdrantClient(path=str(folder / "other")) as client:
        assert client.get_collection("articles").config.hnsw_config.m == 24


def test_an_instance_in_place_of_an_environment(folder, bench, tmp_path):
    assert qschema.plan(folder, path=tmp_path / "elsewhere").target == str(tmp_path / "elsewhere")
    qschema.apply(folder, client=bench.client)
    assert bench.client.collection_exists("articles")
    assert not (folder / "local").exists()


def test_the_current_folder_without_a_word(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert qschema.plan().project == "library"


def test_exactly_a_plan_that_was_made_before(bench, tmp_path):
    named = {"project": "library", "client": bench.client}
    plan = qschema.plan(Article, **named)
    save_plan(plan, tmp_path / "next.plan")
    assert qschema.apply(Article, plan=tmp_path / "next.plan", **named).run
    with pytest.raises(StalePlanError):
        qschema.apply(Article, plan=plan, **named)


def test_what_destroys_is_refused_until_it_is_allowed(bench):
    named = {"project": "library", "client": bench.client}
    qschema.apply(Article, **named)
    with pytest.raises(RefusedError):
        qschema.apply({}, **named)
    assert bench.client.collection_exists("articles")
    qschema.apply({}, allow_destroy="articles", **named)
    assert not bench.client.collection_exists("articles")


def test_only_what_it_is_limited_to(bench):
    declared = {"articles": ARTICLES, "logs": {"vectors": {}}}
    qschema.apply(declared, target="logs", project="library", client=bench.client)
    assert not bench.client.collection_exists("articles")


def test_what_was_done_is_taken_back(bench):
    named = {"project": "library", "client": bench.client}
    qschema.apply(Article, **named)
    planned = qschema.plan_rollback({}, **named)
    assert planned.summary.destroy == 3
    assert qschema.rollback({}, **named).steps == ("done",) * 3
    assert bench.shown() == {"collections": {}, "aliases": {}}


def test_there_is_nothing_to_go_on_with(bench):
    with pytest.raises(NothingToResumeError):
        qschema.apply(Article, resume=True, project="library", client=bench.client)


def test_a_client_that_was_given_stays_open(bench):
    qschema.plan(Article, project="library", client=bench.client)
    bench.client.get_collections()


@pytest.mark.parametrize(
    ("declared", "project", "error"),
    [
        (Article, None, MissingKeyError),
        (Article, "Library!", BadNameError),
        ([Article, Article], "library", DeclaredTwiceError),
        (Unstable, "library", SchemaError),
        ([object()], "library", WrongTypeError),
        ({"articles": None}, "library", WrongTypeError),
    ],
)
def test_what_declares_nothing_that_could_be_used(bench, declared, project, error):
    with pytest.raises(error):
        qschema.plan(declared, project=project, client=bench.client)
    assert bench.faults.sent == []


def test_a_mistake_in_a_class_is_told_with_its_place(bench):
    with pytest.raises(SchemaError, match=r"test_api\.py:\d+"):
        qschema.plan(Unstable, project="library", client=bench.client)


@pytest.mark.parametrize("named", [{}, {"url": "http://localhost", "path": "here"}, {"url": "ftp://localhost"}])
def test_an_instance_that_is_not_named_once(named):
    with pytest.raises(AddressError):
        qschema.plan({}, project="library", **named)


def test_a_client_for_an_event_loop_is_none_for_threads():
    with pytest.raises(TypeError, match="asynchronous"):
        qschema.plan({}, project="library", client=qschema.AsyncQdrantClient(":memory:"))


def test_a_plan_and_an_interrupted_run_exclude_each_other(bench):
    plan = qschema.plan({}, project="library", client=bench.client)
    with pytest.raises(ValueError, match="either plan or resume"):
        qschema.apply({}, plan=plan, resume=True, project="library", client=bench.client)


def test_every_public_name_is_there():
    import qschema.apply.run

    assert all(callable(getattr(qschema, name)) for name in qschema.__all__ if name != "__version__")
    assert callable(qschema.apply), "to import its modules changes nothing"
