"""Projects that declare in Python modules."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator

import pytest

from qschema.schema.errors import SchemaError, SchemaErrors
from qschema.schema.source import Source
from tests.schema.conftest import Files

MODELS = """\
from __future__ import annotations

from qschema.orm import Collection, field, vector


class Article(Collection):
    tenant: str = field(is_tenant=True)
    text: list[float] = vector(
        4,
        "Cosine",
        hnsw_config={"m": 8},
    )

    class Meta:
        name = "articles"
        hnsw_config = {"m": 24}
        aliases = ["docs"]
        metadata = {"price": "${5}", "none": {"deep": None}}
"""


@pytest.fixture(autouse=True)
def _nothing_stays_imported() -> Iterator[None]:
    yield
    for name in [name for name in sys.modules if name.partition(".")[0] == "app"]:
        del sys.modules[name]


@pytest.fixture
def project(files: Files) -> Files:
    files.write("qschema.yaml", "project: library\nschemas: [app.models]\n")
    files.write("app/__init__.py", "")
    return files


def said(schema, name="articles"):
    return schema.collections[name].spec.as_json()


def told(files: Files) -> str:
    with pytest.raises(SchemaError) as caught:
        files.load()
    return "\n".join(str(error) for error in getattr(caught.value, "errors", (caught.value,)))


def test_model_classes_are_declarations_with_places(project):
    project.write("app/models.py", MODELS)
    schema = project.load()
    assert said(schema) == {
        "vectors": {"text": {"size": 4, "distance": "Cosine", "hnsw_config": {"m": 8}}},
        "hnsw_config": {"m": 24},
        "metadata": {"price": "${5}", "none": {"deep": None}},
        "payload_indexes": {"tenant": {"type": "keyword", "is_tenant": True}},
        "aliases": ["docs"],
    }
    declared = schema.collections["articles"]
    assert declared.source == Source("app/models.py", 6, 1)
    assert declared.sources["vectors/text"] == Source("app/models.py", 8, 5)
    assert declared.sources["vectors/text/hnsw_config"] == Source("app/models.py", 11, 21)
    assert declared.sources["vectors/text/hnsw_config/m"] == Source("app/models.py", 11, 22)
    assert declared.sources["aliases/docs"] == Source("app/models.py", 17, 20)


def test_beside_files_under_defaults_and_over_them(project):
    project.write(
        "qschema.yaml",
        "project: library\nschemas: [schema/*.yaml, app.models]\ndefaults: {replication_factor: 2}\nenvironments:\n"
        "  dev: {path: .q, overrides: {collections: {articles: {hnsw_config: {m: 4}, aliases: null}}}}\n",
    )
    project.write("schema/books.yaml", "collections:\n  books: {}\n")
    project.write("app/models.py", MODELS)
    schema = project.load(env="dev")
    assert said(schema, "books") == {"replication_factor": 2}
    assert said(schema)["replication_factor"] == 2
    assert said(schema)["hnsw_config"] == {"m": 4}
    assert "aliases" not in said(schema)


SPECS = """\
from qschema.client import models
from qschema.schema.spec import CollectionSpec

books = CollectionSpec(vectors={"text": models.VectorParams(size=4, distance="Dot")}, hnsw_config={"m": 8})
_part = CollectionSpec()
"""


def test_plain_specs_are_declared_by_the_name_of_the_variable(project):
    project.write("app/models.py", SPECS)
    schema = project.load()
    assert said(schema, "books") == {"vectors": {"text": {"size": 4, "distance": "Dot"}}, "hnsw_config": {"m": 8}}
    assert set(schema.collections) == {"books"}
    assert schema.collections["books"].sources["hnsw_config/m"] == Source("app/models.py", 4, 100)


def test_plain_specs_in_a_map_have_the_names_of_its_keys(project):
    project.write(
        "app/models.py", SPECS + "collections = {'my books': books, 'more': CollectionSpec(shard_number=0)}\n"
    )
    assert "more/shard_number" in told(project)
    project.write("app/more.py", SPECS + "collections = {'my books': books}\n")
    project.write("qschema.yaml", "project: library\nschemas: [app.more]\n")
    assert set(project.load().collections) == {"my books"}


def test_all_kinds_of_models_stand_in_a_plain_spec(project):
    source = """\
from qschema.client import models
from qschema.schema.embedding import Embed, VectorSpec
from qschema.schema.lifecycle import Lifecycle, ReplaceStrategy
from qschema.schema.spec import CollectionSpec

embed = Embed(model="m", from_=["a"], options={"deep": [None]})
books = CollectionSpec(
    vectors=VectorSpec(size=4, distance=models.Distance.DOT, embed=embed),
    sharding_method=models.ShardingMethod.CUSTOM,
    shard_keys=[models.CreateShardingKey(shard_key=7), models.CreateShardingKey(shard_key="a")],
    payload_indexes={"a": models.KeywordIndexParams(type="keyword", is_tenant=True)},
    lifecycle=Lifecycle(replace=ReplaceStrategy.DELETE_AND_CREATE, ignore_changes=["vectors/embed"]),
    metadata={"none": {"deep": None}},
)
"""
    project.write("app/models.py", source)
    assert said(project.load(), "books") == {
        "vectors": {
            "size": 4,
            "distance": "Dot",
            "embed": {"model": "m", "from": ["a"], "options": {"deep": [None]}},
        },
        "sharding_method": "custom",
        "shard_keys": [{"shard_key": 7}, {"shard_key": "a"}],
        "payload_indexes": {"a": {"type": "keyword", "is_tenant": True}},
        "lifecycle": {"replace": "delete_and_create", "ignore_changes": ["vectors/embed"]},
        "metadata": {"none": {"deep": None}},
    }


def test_objects_that_have_whatever_they_are_asked_for_declare_nothing(project):
    odd = "class Odd:\n    def __getattr__(self, name):\n        return lambda: 1 / 0\n\nodd = Odd()\n"
    project.write("app/models.py", odd + MODELS.replace("from __future__ import annotations\n", ""))
    assert set(project.load().collections) == {"articles"}


def test_an_object_that_tells_its_own_mistake_without_a_place(project):
    source = """\
from qschema.schema.errors import BadValueError

class Odd:
    def __qschema__(self):
        raise BadValueError("that is none", where="somewhere")

odd = Odd()
"""
    project.write("app/models.py", source)
    assert "somewhere: that is none" in told(project)


def test_what_several_modules_show_is_declared_once(project):
    project.write("qschema.yaml", "project: library\nschemas: [app, app.one, app.two]\n")
    project.write("app/__init__.py", "from app.one import Article\nfrom qschema.orm import Collection\n")
    project.write("app/one.py", MODELS)
    project.write("app/two.py", "from app.one import Article\n\nclass Other(Article): ...\n")
    assert set(project.load().collections) == {"articles", "other"}


MISTAKES = {
    "there is no module": (None, ["qschema.yaml:2:11: there is no module app.models"]),
    "nothing": ("import json\n", ["app/models.py:1:1: the module app.models declares nothing"]),
    "syntax": ("class A(:\n", ["app/models.py:1:9: the module app.models can't be imported", "SyntaxError"]),
    "import": ("\nimport nowhere.at_all\n", ["app/models.py:2:1: the module app.models can't", "No module named"]),
    "error": ("def f():\n    raise ValueError\nf()\n", ["app/models.py:2:1: ", "ValueError"]),
    "exit": ("raise SystemExit(0)\n", ["app/models.py:1:1: ", "SystemExit"]),
    "key": (MODELS.replace("hnsw_config = ", "hnsw = "), ["app/models.py:16:9: articles has no key hnsw"]),
    "value": (MODELS.replace('{"m": 24}', '{"m": "many"}'), ["app/models.py:16:24: articles/hnsw_config/m must be"]),
    "option": (
        MODELS.replace("is_tenant=", "is_tennant="),
        ["app/models.py:7:36: articles/payload_indexes/tenant has no key is_tennant", "write is_tenant"],
    ),
    "object": (MODELS.replace('["docs"]', "[object()]"), ["app/models.py:17:20: articles/aliases/0 can't be a object"]),
    "check": (MODELS.replace('"docs"', '"a/b"'), ["app/models.py:17:20: an alias can't be called 'a/b'"]),
    "index": (
        MODELS.replace("tenant: str = field(is_tenant=True)", "tenant: dict = field()"),
        ["app/models.py:7:5: Article.tenant doesn't say which index it has", 'field(index="keyword")'],
    ),
    "twice": (MODELS + "\nclass Again(Article):\n    class Meta:\n        name = 'articles'\n", ["is declared twice"]),
    "asked": (
        "class Odd:\n    @classmethod\n    def __qschema__(cls):\n        return 1 / 0\n",
        ["app/models.py:4:1: Odd can't say what it declares", "ZeroDivisionError"],
    ),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_is_told_with_its_place(project, case):
    source, expected = MISTAKES[case]
    if source is not None:
        project.write("app/models.py", source)
    message = told(project)
    for text in expected:
        assert text in message
    assert str(project.directory) not in message


def test_mistakes_of_files_and_modules_are_told_together(project):
    project.write("qschema.yaml", "project: library\nschemas: [schema/*.yaml, app.models, app.gone]\n")
    project.write("schema/books.yaml", "collections:\n  books: {shard_number: 0}\n")
    project.write("app/models.py", MODELS.replace("hnsw_config = ", "hnsw = "))
    with pytest.raises(SchemaErrors) as caught:
        project.load()
    assert [error.where.split(":")[0] for error in caught.value.errors] == [
        "app/models.py",
        "qschema.yaml",
        "schema/books.yaml",
    ]


def test_the_modules_of_a_project_win_for_as_long_as_it_is_read(files, monkeypatch):
    elsewhere = types.ModuleType("app")
    elsewhere.__file__ = "/nowhere/app.py"
    monkeypatch.setitem(sys.modules, "app", elsewhere)
    before = list(sys.path)
    files.write("qschema.yaml", "project: library\nschemas: [app]\n")
    files.write("app.py", MODELS)
    assert set(files.load().collections) == {"articles"}
    assert sys.modules["app"] is elsewhere
    assert sys.path == before


@pytest.mark.parametrize(
    ("entry", "fix"),
    [
        ("app/models.py", "name the module: app.models"),
        ("schema/*.json", "end it in .yaml or .yml"),
        ("schema", "write schema/*.yaml"),
    ],
)
def test_an_entry_that_names_neither_files_nor_modules(files, entry, fix):
    files.write("qschema.yaml", f"project: library\nschemas: ['{entry}']\n")
    files.write("schema/books.yaml", "collections: {}\n")
    message = told(files)
    assert "qschema.yaml:2:11" in message
    assert fix in message
