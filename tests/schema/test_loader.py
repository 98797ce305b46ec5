from __future__ import annotations

import pytest

from qschema.schema.errors import DeclaredTwiceError, SchemaError, SchemaErrors
from qschema.schema.source import Source

ARTICLES = """\
collections:
  articles:
    vectors:
      text: {size: 4, distance: Cosine}
    hnsw_config: {m: 24}
    payload_indexes:
      tenant: keyword
      year: {type: integer, range: false}
    aliases: [docs, live]
    metadata: {team: search, deep: {a: 1, b: null}}
"""


def said(schema, name="articles"):
    return schema.collections[name].spec.as_json()


def test_a_declaration_is_read_with_its_places(files):
    schema = files.loaded(ARTICLES)
    declared = schema.collections["articles"]
    assert schema.project == "library"
    assert declared.source == Source("schema/schema.yaml", 2, 3)
    assert declared.sources["hnsw_config/m"] == Source("schema/schema.yaml", 5, 19)
    assert declared.sources["payload_indexes/tenant"] == Source("schema/schema.yaml", 7, 7)
    assert declared.sources["aliases/live"] == Source("schema/schema.yaml", 9, 21)
    assert len(declared.sources) == len(dict(declared.sources))
    assert said(schema)["payload_indexes"]["tenant"] == {"type": "keyword"}
    assert said(schema)["metadata"] == {"team": "search", "deep": {"a": 1, "b": None}}


@pytest.mark.parametrize("text", ["collections: {}\n", "\ufeffcollections: {}\n", "---\ncollections: {}\n...\n"])
def test_no_collections_are_a_declaration_too(files, text):
    assert not files.loaded(text).collections


def test_line_ends_of_all_systems(files):
    assert said(files.loaded(ARTICLES.replace("\n", "\r\n"))) == said(files.loaded(ARTICLES))


def test_several_files_make_one_schema(files):
    files.write("schema/a.yaml", ARTICLES)
    files.write("schema/b.yaml", "collections:\n  books: {}\n")
    files.write("qschema.yaml", 'project: library\nschemas: ["schema/*.yaml", schema/a.yaml, "**/b.yaml"]\n')
    assert list(files.load().collections) == ["articles", "books"]
    files.write("schema/b.yaml", "collections:\n  books: {}\n  articles: {}\n")
    with pytest.raises(DeclaredTwiceError) as caught:
        files.load()
    assert caught.value.where == "schema/b.yaml:3:3"
    assert "schema/a.yaml:2:3" in caught.value.why


def test_references_and_merge_keys(files):
    text = """\
x-common: &common
  hnsw_config: &graph {m: 8, ef_construct: 50}
  owner: search
x-more: &more {owner: nobody, shard_number: 2}
collections:
  articles:
    <<: [*common, *more]
    replication_factor: 2
  books:
    <<: *common
    owner: books
    vectors: {size: 4, distance: Dot, hnsw_config: *graph}
"""
    schema = files.loaded(text)
    graph = {"m": 8, "ef_construct": 50}
    assert said(schema) == {"hnsw_config": graph, "owner": "search", "shard_number": 2, "replication_factor": 2}
    books = {"hnsw_config": graph, "owner": "books", "vectors": {"size": 4, "distance": "Dot", "hnsw_config": graph}}
    assert said(schema, "books") == books
    assert schema.collections["articles"].sources["hnsw_config/m"] == Source("schema/schema.yaml", 2, 24)


def test_variables_become_what_the_field_is(files):
    text = """\
collections:
  articles:
    shard_number: ${SHARDS}
    on_disk_payload: "${ON_DISK:-false}"
    owner: ${OWNER}
    description: $${OWNER} of $5 is ${OWNER}
    metadata: {number: "${SHARDS}", empty: "${NOTHING:-}"}
    hnsw_config: {m: "${M:-16}"}
    vectors: {size: 4, distance: "${DISTANCE:-Dot}"}
"""
    schema = files.loaded(text, SHARDS="3", OWNER="no", M="")
    assert said(schema) == {
        "shard_number": 3,
        "on_disk_payload": False,
        "owner": "no",
        "description": "${OWNER} of $5 is no",
        "metadata": {"number": "3", "empty": ""},
        "hnsw_config": {"m": 16},
        "vectors": {"size": 4, "distance": "Dot"},
    }


def test_quoted_texts_that_look_like_something_else(files):
    text = """\
collections:
  "2024":
    owner: 'no'
    payload_indexes: {"on": bool, '7': integer}
    metadata: {country: "no", "yes": 'null', number: 1e3, whole: -0}
"""
    assert said(files.loaded(text), "2024") == {
        "owner": "no",
        "payload_indexes": {"on": {"type": "bool"}, "7": {"type": "integer"}},
        "metadata": {"country": "no", "yes": "null", "number": 1000.0, "whole": 0},
    }


PROJECT = """\
project: library
schemas: [schema/*.yaml]
defaults:
  replication_factor: 2
  hnsw_config: {m: 8, ef_construct: 50}
  aliases: [common]
  metadata: {team: nobody, kind: text, deep: {a: 0, c: 0}}
environments:
  dev:
    path: .qschema
    overrides:
      defaults: {replication_factor: 1, owner: dev}
      collections:
        articles: {hnsw_config: {m: 4}, payload_indexes: {tenant: null}, aliases: [dev], metadata: {deep: null}}
  prod: {url: "${URL}"}
"""


def test_defaults_go_under_and_overrides_over_a_declaration(files):
    files.write("qschema.yaml", PROJECT)
    files.write("schema/schema.yaml", ARTICLES.replace("{team: search,", "{team: null,"))
    plain = said(files.load())
    assert plain["replication_factor"] == 2
    assert plain["hnsw_config"] == {"m": 24, "ef_construct": 50}
    assert plain["aliases"] == ["docs", "live"]
    assert plain["metadata"] == {"kind": "text", "deep": {"a": 1, "b": None, "c": 0}}
    dev = files.load(env="dev")
    assert said(dev)["replication_factor"] == 1
    assert said(dev)["owner"] == "dev"
    assert said(dev)["hnsw_config"] == {"m": 4, "ef_construct": 50}
    assert list(said(dev)["payload_indexes"]) == ["year"]
    assert said(dev)["aliases"] == ["dev"]
    assert said(dev)["metadata"] == {"kind": "text"}
    assert dev.collections["articles"].source == Source("schema/schema.yaml", 2, 3)
    assert dev.collections["articles"].sources["hnsw_config/m"] == Source("qschema.yaml", 14, 34)
    assert dev.collections["articles"].sources["hnsw_config/ef_construct"] == Source("qschema.yaml", 5, 23)
    assert said(files.load(env="prod", variables={"URL": "http://localhost"})) == plain


def test_a_default_that_is_wrong_is_told_once(files):
    files.write("qschema.yaml", PROJECT.replace("replication_factor: 2", "replication_factor: two"))
    files.write("schema/schema.yaml", ARTICLES + "  books: {aliases: []}\n")
    with pytest.raises(SchemaError) as caught:
        files.load()
    assert not isinstance(caught.value, SchemaErrors)
    assert caught.value.where == "qschema.yaml:4:23"


def test_mistakes_are_told_in_the_order_of_the_files(files):
    files.write("schema/b.yaml", "collections:\n  books: {colour: red}\n")
    files.write("schema/a.yaml", "collections:\n  articles: {shard_number: 0, owner: 7}\n")
    with pytest.raises(SchemaErrors) as caught:
        files.load()
    assert [error.where for error in caught.value.errors] == [
        "schema/a.yaml:2:28",
        "schema/a.yaml:2:38",
        "schema/b.yaml:2:11",
    ]
    json = caught.value.as_json()
    assert json["code"] == "schema.errors"
    assert [error["code"] for error in json["errors"]] == [
        "schema.bad-value",
        "schema.needs-quotes",
        "schema.unknown-key",
    ]
    assert all(error.where in str(caught.value) for error in caught.value.errors)


VOCABULARY = """\
collections:
  articles:
    renamed_from: papers
    vectors:
      text: {size: 4, distance: Cosine, embed: {model: small, from: title, options: {batch: 8, device: null}}}
      plain: {size: 4, distance: Cosine, embed: {model: small, from: [title, body.text], options: {}}}
    sparse_vectors:
      words: {modifier: idf, embed: {model: bm25, from: body.text}}
    sharding_method: custom
    shard_keys: [europe, 7, "8", {shard_key: asia, shards_number: 2, placement: [1, 2]}]
    lifecycle: {prevent_destroy: true, replace: blue_green, ignore_changes: [hnsw_config/m, metadata/team]}
"""


def test_what_a_create_body_cannot_say(files):
    schema = files.loaded(VOCABULARY)
    articles = said(schema)
    assert articles["renamed_from"] == "papers"
    embed = {"model": "small", "from": ["title"], "options": {"batch": 8, "device": None}}
    assert articles["vectors"]["text"] == {"size": 4, "distance": "Cosine", "embed": embed}
    assert articles["vectors"]["plain"]["embed"] == {"model": "small", "from": ["title", "body.text"]}
    assert articles["sparse_vectors"]["words"]["embed"] == {"model": "bm25", "from": ["body.text"]}
    assert articles["shard_keys"] == [
        {"shard_key": "europe"},
        {"shard_key": 7},
        {"shard_key": "8"},
        {"shard_key": "asia", "shards_number": 2, "placement": [1, 2]},
    ]
    lifecycle = {"prevent_destroy": True, "replace": "blue_green", "ignore_changes": ["hnsw_config/m", "metadata/team"]}
    assert articles["lifecycle"] == lifecycle
    assert schema.collections["articles"].sources["vectors/text/embed/from"] == Source("schema/schema.yaml", 5, 63)


def test_it_can_be_overridden(files):
    overrides = """environments:
  dev:
    path: .qschema
    overrides:
      collections:
        articles:
          sharding_method: null
          shard_keys: null
          vectors: {text: {embed: {model: tiny}}}
          lifecycle: {prevent_destroy: false, ignore_changes: [owners]}
"""
    files.write("qschema.yaml", f"project: library\nschemas: [schema/*.yaml]\n{overrides}")
    files.write("schema/schema.yaml", VOCABULARY)
    with pytest.raises(SchemaError, match="nothing to ignore at owners") as caught:
        files.load(env="dev")
    assert caught.value.where == "qschema.yaml:12:64"
    files.write(
        "qschema.yaml", f"project: library\nschemas: [schema/*.yaml]\n{overrides.replace('owners', 'metadata')}"
    )
    articles = said(files.load(env="dev"))
    assert "shard_keys" not in articles
    assert articles["vectors"]["text"]["embed"]["model"] == "tiny"
    assert articles["lifecycle"] == {"prevent_destroy": False, "replace": "blue_green", "ignore_changes": ["metadata"]}


def test_all_spellings_of_vectors(files):
    text = """\
collections:
  unnamed: {vectors: {size: 4, distance: Cosine}}
  named: {vectors: {size: {size: 4, distance: Dot}, "": {size: 2, distance: Dot}}}
  none: {vectors: {}}
  nothing:
    vectors:
    sparse_vectors: {words: {}}
"""
    schema = files.loaded(text)
    assert said(schema, "unnamed") == {"vectors": {"size": 4, "distance": "Cosine"}}
    named = {"size": {"size": 4, "distance": "Dot"}, "": {"size": 2, "distance": "Dot"}}
    assert said(schema, "named") == {"vectors": named}
    assert said(schema, "none") == {"vectors": {}}
    assert said(schema, "nothing") == {"sparse_vectors": {"words": {}}}
