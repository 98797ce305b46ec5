from __future__ import annotations

import subprocess
import sys

import pytest

from examples.stdlib_docs.corpus import Doc, walk


@pytest.fixture(scope="module")
def docs() -> list[Doc]:
    return list(walk())


def test_it_is_thousands_of_documents_of_every_kind(docs):
    assert len(docs) > 4000
    assert {doc.kind for doc in docs} == {"module", "class", "function", "method"}


def test_names_are_their_own(docs):
    names = [doc.name for doc in docs]
    assert len(set(names)) == len(names)


def test_well_known_things_are_there_where_they_belong(docs):
    known = {doc.name: doc for doc in docs}
    assert known["json.loads"].package == "json"
    assert known["json.loads"].kind == "function"
    assert known["json.decoder.JSONDecoder"].module == "json.decoder"
    assert known["statistics.mean"].signature_length == len("(data)")


def test_nothing_private_and_nothing_empty(docs):
    for doc in docs:
        assert doc.text.strip() == doc.text
        assert doc.text
        assert not any(part.startswith("_") for part in doc.name.split("."))


def test_it_is_the_same_every_time_and_says_nothing(docs):
    code = "from examples.stdlib_docs.corpus import walk; import zlib; print(zlib.crc32(repr(list(walk())).encode()))"
    seen = [
        subprocess.run(
            [sys.executable, "-W", "error", "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
        )
        for seed in ("1", "2")
    ]
    assert seen[0].stdout == seen[1].stdout
    assert seen[0].stderr == ""
