from __future__ import annotations

import pytest

from qschema.schema import load_project
from qschema.schema.errors import (
    EnvironmentUnknownError,
    ProjectMissingError,
    SchemaError,
    SchemaErrors,
    VariableError,
)
from qschema.schema.secrets import MASK, redact
from qschema.schema.snapshots import SnapshotPolicy

PROJECT = """\
project: library
schemas: [schema/*.yaml]
environments:
  local: {path: .qschema/local}
  prod: {url: "${QDRANT_URL}", api_key: "${QDRANT_API_KEY}", prefer_grpc: true, timeout: 2.5}
  open: {url: "http://localhost:6333", api_key: "${NO_KEY:-}"}
default_environment: local
"""


def project(files, text=PROJECT, **variables):
    files.write("qschema.yaml", text)
    return load_project(files.directory, variables)


def test_a_project_is_read(files):
    read = project(files)
    assert (read.name, read.schemas, read.default_environment) == ("library", ("schema/*.yaml",), "local")
    assert list(read.environments) == ["local", "prod", "open"]
    assert read.environment().path == files.directory / ".qschema/local"
    assert read.environment().place == str(files.directory / ".qschema/local")


def test_variables_of_an_environment_are_wanted_when_it_is_used(files):
    read = project(files)
    assert read.environment("local").url is None
    with pytest.raises(SchemaErrors) as caught:
        read.environment("prod")
    assert [type(error) for error in caught.value.errors] == [VariableError, VariableError]
    assert caught.value.errors[0].where == "qschema.yaml:5:15"
    prod = project(files, QDRANT_URL="https://host:6333", QDRANT_API_KEY="hush-hush-key").environment("prod")
    assert (prod.url, prod.api_key, prod.prefer_grpc, prod.timeout) == ("https://host:6333", "hush-hush-key", True, 2.5)
    assert redact("the hush-hush-key!") == f"the {MASK}!"
    assert "hush" not in repr(prod)


def test_an_empty_key_is_none(files):
    assert project(files).environment("open").api_key is None


@pytest.mark.parametrize("url", ["https://me:url-hush@host", "${WHOLE}", "https://me:${PART}@host", "ftp://url-hush@h"])
def test_a_password_in_a_url_is_refused_and_told_nowhere(files, url):
    text = f'project: a\nschemas: [a.yaml]\nenvironments:\n  prod: {{url: "{url}"}}\n'
    with pytest.raises(SchemaError) as caught:
        project(files, text, WHOLE="https://me:url-hush@host", PART="part-hush").environment("prod")
    assert "hush" not in str(caught.value)
    assert redact("url-hush") == MASK


def test_each_part_of_a_key_is_a_secret(files):
    text = 'project: a\nschemas: [a.yaml]\nenvironments:\n  prod: {url: "http://h", api_key: "lead-${PART}"}\n'
    assert project(files, text, PART="inner-hush").environment("prod").api_key == "lead-inner-hush"
    assert redact("inner-hush, lead-inner-hush") == f"{MASK}, {MASK}"


def test_an_environment_that_is_not_there(files):
    read = project(files)
    with pytest.raises(EnvironmentUnknownError) as caught:
        read.environment("prd")
    assert "did you mean prod" in caught.value.fix
    without_default = project(files, PROJECT.replace("default_environment: local\n", ""))
    with pytest.raises(EnvironmentUnknownError, match="no environment is named"):
        without_default.environment()
    bare = project(files, "project: a\nschemas: [a.yaml]\n")
    with pytest.raises(EnvironmentUnknownError) as caught:
        bare.environment()
    assert "--url" in caught.value.fix


def test_a_folder_without_a_project(tmp_path):
    with pytest.raises(ProjectMissingError) as caught:
        load_project(tmp_path)
    assert "qschema init" in caught.value.fix


@pytest.mark.parametrize("name", ["a", "0", "a-b_c", "a" * 64])
def test_names_that_a_project_may_have(files, name):
    assert project(files, f'project: "{name}"\nschemas: [a.yaml]\n').name == name


@pytest.mark.parametrize("name", ["", "A", "-a", "_a", "a.b", "a b", "a" * 65, "ü"])
def test_names_that_it_may_not_have(files, name):
    with pytest.raises(SchemaError):
        project(files, f'project: "{name}"\nschemas: [a.yaml]\n')


def test_shared_parts_stand_below_keys_of_their_own(files):
    text = "x-host: &host {url: 'http://localhost'}\nproject: a\nschemas: [a.yaml]\nenvironments: {dev: *host}\n"
    assert project(files, text).environment("dev").url == "http://localhost"


def test_snapshots_and_peers_of_an_environment(files):
    text = (
        "project: a\nschemas: [a.yaml]\nenvironments:\n"
        "  plain: {url: 'http://one:6333'}\n"
        "  prod:\n    url: http://one:6333\n    peers: ['http://two:6333', '${THREE}']\n"
        "    snapshots: {before: always, keep_last: 3, folder: backups}\n"
    )
    read = project(files, text, THREE="http://three:6333")
    plain, prod = read.environment("plain"), read.environment("prod")
    assert (plain.snapshots, plain.peers) == (SnapshotPolicy("irreversible", None, None), ())
    assert prod.peers == ("http://two:6333", "http://three:6333")
    assert prod.snapshots == SnapshotPolicy("always", 3, files.directory / "backups")


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("url: 'http://one:6333', snapshots: {before: sometimes}", "sometimes"),
        ("url: 'http://one:6333', snapshots: {keep_last: 0}", "keep_last"),
        ("path: here, peers: ['http://two:6333']", "peers"),
    ],
)
def test_what_snapshots_and_peers_can_not_be(files, said, wrong):
    text = f"project: a\nschemas: [a.yaml]\nenvironments:\n  prod: {{{said}}}\n"
    with pytest.raises(SchemaError, match=wrong):
        project(files, text).environment("prod")
