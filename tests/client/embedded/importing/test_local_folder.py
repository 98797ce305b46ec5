"""Folders that the official client itself writes, in a process of its own so that the two never share modules."""

from __future__ import annotations

import pickle
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from qschema.client import QdrantClient, models
from qschema.client.embedded.errors import DamagedFolder, FolderInUse, NotAFolder
from qschema.client.embedded.importing import ImportedCollection, import_local_folder
from tests.client.embedded.process import Process

OFFICIAL = """
import datetime, sys, uuid, warnings
warnings.simplefilter("ignore")
from qdrant_client import QdrantClient, models as m

client = QdrantClient(path=sys.argv[1])
int8 = m.ScalarQuantization(scalar=m.ScalarQuantizationConfig(type=m.ScalarType.INT8))
client.create_collection(
    "named",
    vectors_config={
        "dense": m.VectorParams(size=2, distance=m.Distance.COSINE, on_disk=True, hnsw_config=m.HnswConfigDiff(m=8)),
        "multi": m.VectorParams(
            size=2,
            distance=m.Distance.DOT,
            quantization_config=int8,
            multivector_config=m.MultiVectorConfig(comparator="max_sim"),
        ),
    },
    sparse_vectors_config={"words": m.SparseVectorParams(modifier=m.Modifier.IDF)},
    metadata={"k": [1, None]},
)
client.create_collection("plain", vectors_config=m.VectorParams(size=2, distance=m.Distance.EUCLID))
uid = uuid.UUID(int=7)
when = datetime.datetime(2024, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
client.upsert("named", [
    m.PointStruct(
        id=1,
        vector={
            "dense": [3.0, 4.0], "multi": [[1, 2], [3, 4]], "words": m.SparseVector(indices=[5, 2], values=[1.5, 2.5])
        },
        payload={"when": when, "day": when.date(), "uid": uid, "deep": {"a": [1, 2.5, None, True, "é"]}},
    ),
    m.PointStruct(id=str(uid), vector={"words": m.SparseVector(indices=[1], values=[1.0])}),
    m.PointStruct(id=3, vector={}),
    m.PointStruct(id=4, vector={}),
])
client.delete("named", [4])
client.set_payload("named", {"later": 1}, points=[3])
client.upsert("plain", [m.PointStruct(id=i, vector=[i, 1.0], payload={"n": i}) for i in range(1203)])
text = {"type": "text", "tokenizer": "word", "lowercase": False}
if "scoring" in m.TextIndexParams.model_fields:
    text["scoring"] = True
client.create_payload_index("plain", "text", m.TextIndexParams(**text))
client.update_collection_aliases(
    [m.CreateAliasOperation(create_alias=m.CreateAlias(collection_name="plain", alias_name="alias"))]
)
print("written", flush=True)
if len(sys.argv) > 2:
    input()
client.close()
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written") / "official"
    writer = Process("import warnings; warnings.simplefilter('ignore')\n" + OFFICIAL, folder)
    status, _, complaints = writer.end()
    assert status == 0, complaints
    return folder


@pytest.fixture
def source(tmp_path: Path, written: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "official"))


def test_nothing_is_lost(source, folder):
    done = import_local_folder(source, folder)
    assert done == (ImportedCollection("named", 3), ImportedCollection("plain", 1203))
    with QdrantClient(path=folder) as client:
        config = client.get_collection("named").config
        assert config.params.vectors["dense"].on_disk is True
        assert config.params.vectors["dense"].hnsw_config.m == 8
        assert config.params.vectors["multi"].multivector_config.comparator == models.MultiVectorComparator.MAX_SIM
        assert config.params.sparse_vectors["words"].modifier == models.Modifier.IDF
        assert config.params.vectors["multi"].quantization_config.scalar.type == models.ScalarType.INT8
        assert config.metadata == {"k": [1, None]}
        first, second, third = client.scroll("named", with_vectors=True)[0]
        assert first.payload == {
            "when": "2024-01-02T03:04:05Z",
            "day": "2024-01-02",
            "uid": "00000000-0000-0000-0000-000000000007",
            "deep": {"a": [1, 2.5, None, True, "é"]},
        }
        assert first.vector["dense"] == pytest.approx([0.6, 0.8])
        assert first.vector["multi"] == [[1, 2], [3, 4]]
        words = first.vector["words"]
        assert dict(zip(words.indices, words.values, strict=True)) == {5: 1.5, 2: 2.5}
        assert (second.id, second.payload) == (3, {"later": 1})
        assert str(third.id) == "00000000-0000-0000-0000-000000000007"
        schema = client.get_collection("plain").payload_schema
        # Before qdrant-client 1.20 it forgets all payload indexes; since then it keeps those that it uses itself.
        assert not schema or schema["text"].params.lowercase is False
        assert client.count("alias").count == 1203
        assert client.retrieve("plain", [1202], with_vectors=True)[0].vector == [1202, 1]


def test_a_folder_that_is_in_use_is_left_alone(tmp_path, folder, process):
    writer = process("import warnings; warnings.simplefilter('ignore')\n" + OFFICIAL, tmp_path / "official", "stay")
    writer.line()
    with pytest.raises(FolderInUse):
        import_local_folder(tmp_path / "official", folder)
    assert not folder.exists()


class Evil:
    def __reduce__(self) -> tuple[Any, ...]:
        return print, ("run",)


@pytest.mark.parametrize(
    "body", [pickle.dumps(Evil()), b"", b"\x80\x04", pickle.dumps({"id": 1, "vector": "x"}), pickle.dumps(7)]
)
def test_nothing_in_a_point_is_ever_run_and_a_damaged_one_is_named(source, folder, capsys, body):
    database = sqlite3.connect(source / "collection" / "plain" / "storage.sqlite")
    with database:
        database.execute("INSERT INTO points VALUES ('here', ?)", (body,))
    database.close()
    with pytest.raises(DamagedFolder, match="the point here can't be read"):
        import_local_folder(source, folder)
    assert capsys.readouterr().out == ""
    assert not folder.exists()


def test_folders_that_are_something_else(tmp_path, source, folder):
    with pytest.raises(NotAFolder, match="local mode"):
        import_local_folder(tmp_path, folder)
    folder.mkdir()
    (folder / "mine").write_text("x")
    with pytest.raises(NotAFolder, match="isn't empty"):
        import_local_folder(source, folder)
    assert (folder / "mine").exists()
