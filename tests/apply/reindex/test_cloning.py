"""A new generation that a snapshot fills: what stays of the old one, what is made anew, what is written meanwhile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from qschema.apply import carrying
from qschema.apply.errors import StepFailedError
from qschema.apply.ledger import Ledger
from qschema.apply.records import SnapshotRecord
from qschema.apply.snapshots.catalogue import snapshots_of
from qschema.apply.snapshots.errors import CloneFailedError
from qschema.client import QdrantClient, models
from qschema.client.errors import ResponseHandlingException
from qschema.client.requests import CreateSnapshot, RecoverSnapshot, UploadSnapshot
from tests.apply.bench import PROJECT, Declaration
from tests.apply.reindex.child import ALIAS, CLONED
from tests.apply.reindex.frozen import lets_everybody_write
from tests.apply.reindex.library import MODELS, NAME, TITLES, Library, declared
from tests.apply.reindex.rehearsing import FOUR, catch_up_with
from tests.servers import serving

GREEN = "articles__g2"


def with_image(size: int, **more: Any) -> Declaration:
    """Return the declaration with a second vector, whose numbers nothing can make anew."""
    spec = declared(size, ALIAS)[NAME]
    return {NAME: {**spec, "vectors": {**spec["vectors"], "image": {"size": 2, "distance": "Dot"}}, **more}}


def begin_with_image(library: Library) -> None:
    library.apply(with_image(4))
    ids = list(range(len(TITLES)))
    vectors: Any = {"text": MODELS[4](TITLES), "image": [[float(id), 1.0] for id in ids]}
    payloads: Any = [{"title": title, "tenant": "a"} for title in TITLES]
    library.client.upsert(NAME, models.Batch(ids=ids, vectors=vectors, payloads=payloads))


def clone(library: Library) -> None:
    """Have another model and other settings be tried in a clone, switched to, and gone back from."""
    begin_with_image(library)
    after = with_image(
        8, hnsw_config={"m": 20}, payload_indexes={"tenant": {"type": "keyword"}, "title": {"type": "text"}}
    )
    plan = library.plan(after)
    assert plan.steps[0].kind == "clone_collection"
    library.carry_out(plan)
    assert library.plan(after).empty
    for name in (NAME, ALIAS):
        assert library.serves(8, name)
    found = library.client.scroll_iter(NAME, with_vectors=["image"])
    assert {one.id: one.vector["image"] for one in found} == {id: [id, 1.0] for id in range(len(TITLES))}
    info = library.client.get_collection(NAME)
    assert info.config.hnsw_config.m == 20
    assert sorted(info.payload_schema) == ["tenant", "title"]
    assert library.snapshots() == []
    assert not snapshots_of(library.client, PROJECT)
    library.revert()
    assert library.serves(4)
    library.abort()
    assert library.collections() == {NAME}


def test_another_model_is_tried_in_a_clone(library: Library) -> None:
    clone(library)


def clone_over_rest(library: Library, *, reaches_itself: bool) -> None:
    """Have the server fetch its own snapshot, or be led to a port where nobody listens when it tries."""
    filled: list[type] = []

    def listen(request: Any, send: Any) -> Any:
        if isinstance(request, RecoverSnapshot) and not reaches_itself:
            nowhere = request.body.model_copy(update={"location": "http://127.0.0.1:9/nothing"})
            request = replace(request, body=nowhere)
        done = send(request)
        if isinstance(request, RecoverSnapshot | UploadSnapshot):
            filled.append(type(request))
        return done

    library.client.interceptors.append(listen)
    clone(library)
    assert filled == [RecoverSnapshot if reaches_itself else UploadSnapshot]


@pytest.mark.parametrize("reaches_itself", [True, False])
def test_a_server_fetches_its_snapshot_where_it_can(tmp_path: Path, reaches_itself: bool) -> None:
    with serving() as server, QdrantClient(server.url) as client:
        clone_over_rest(Library.at(client, tmp_path, server.url), reaches_itself=reaches_itself)


def test_where_no_answer_comes_nobody_else_fills_the_clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server may still be at it; the next run reads what has come of that."""
    monkeypatch.setattr(carrying, "TRUTH_SECONDS", 0.1)
    with serving() as server, QdrantClient(server.url) as client:
        library = Library.at(client, tmp_path, server.url)
        begin_with_image(library)
        filled: list[type] = []

        def lose(request: Any, send: Any) -> Any:
            if isinstance(request, RecoverSnapshot | UploadSnapshot):
                filled.append(type(request))
            done = send(request)
            if isinstance(request, RecoverSnapshot) and len(filled) == 1:
                raise ResponseHandlingException("no answer came")
            return done

        client.interceptors.append(lose)
        with pytest.raises(StepFailedError):
            library.apply(with_image(8))
        assert filled == [RecoverSnapshot]
        assert library.serves(4, ALIAS)
        library.apply(with_image(8))
        assert UploadSnapshot not in filled
        assert library.serves(8, ALIAS)
        assert library.snapshots() == []


def test_what_is_written_since_the_snapshot_is_caught_up_with(library: Library) -> None:
    begin_with_image(library)
    other = library.client.without_interceptors()

    def write(request: Any, send: Any) -> Any:
        done = send(request)
        if isinstance(request, UploadSnapshot):
            other.delete(NAME, [3])
            other.set_payload(NAME, {"title": "another title"}, [4])
            vector = {"text": MODELS[4](["late"])[0], "image": [7.0, 7.0]}
            other.upsert(NAME, [models.PointStruct(id=99, vector=vector, payload={"title": "late"})])
        return done

    library.client.interceptors.append(write)
    library.apply(with_image(8))
    found = {one.id: one for one in library.client.scroll_iter(NAME, with_vectors=True)}
    assert set(found) == {*range(len(TITLES)), 99} - {3}
    assert (found[4].payload or {})["title"] == "another title"
    assert found[99].vector["image"] == [7.0, 7.0]  # type: ignore[index,call-overload]
    assert len(found[99].vector["text"]) == 8  # type: ignore[index,call-overload,arg-type]


def test_writers_that_do_not_follow_are_caught_up_with(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FOUR[NAME], "lifecycle", {"replace": "clone"})
    with QdrantClient(":memory:") as client:
        catch_up_with(Library.at(client, tmp_path), client)


def test_a_clone_is_switched_to_within_a_write_freeze(library: Library) -> None:
    library.begin(4, ALIAS)
    frozen = declared(8, ALIAS, replace="clone", freeze={})
    library.apply(frozen)
    assert library.plan(frozen).empty
    assert library.serves(8, ALIAS)
    lets_everybody_write(library)


def test_a_collection_without_points_is_cloned_as_well(library: Library) -> None:
    library.apply(declared(4, ALIAS))
    library.apply(CLONED)
    assert library.plan(CLONED).empty
    assert library.client.count(NAME).count == 0


def test_where_no_snapshot_can_be_taken_nothing_is_changed(library: Library) -> None:
    begin_with_image(library)
    refuse = [models.CreateCollection]

    def full(request: Any, send: Any) -> Any:
        if isinstance(request, CreateSnapshot) and refuse:
            raise OSError(28, "No space left on device")
        return send(request)

    library.client.interceptors.append(full)
    with pytest.raises(CloneFailedError, match="No space left"):
        library.apply(with_image(8))
    assert library.collections() == {NAME}
    assert library.serves(4, ALIAS)
    refuse.clear()
    library.apply(with_image(8))
    assert library.serves(8, ALIAS)


def test_a_clone_is_given_up(library: Library) -> None:
    """With what a run that was killed has left of its snapshots."""
    begin_with_image(library)
    library.client.create_snapshot(NAME)

    def broken(request: Any, send: Any) -> Any:
        if isinstance(request, UploadSnapshot):
            raise OSError(5, "Input/output error")
        return send(request)

    library.client.interceptors.append(broken)
    with pytest.raises(CloneFailedError, match="Input/output"):
        library.apply(with_image(8))
    library.client.interceptors.remove(broken)
    left = Ledger(library.client).read(SnapshotRecord, PROJECT)
    assert [one.clone for one in left] == [GREEN]
    library.abort()
    assert library.collections() == {NAME}
    assert len(library.snapshots()) == 1  # which somebody else has taken
    assert library.serves(4, ALIAS)


def test_what_another_run_clones_meanwhile_is_left_alone(library: Library) -> None:
    library.begin(4, ALIAS)
    ledger = Ledger(library.client)
    other = SnapshotRecord(
        project=PROJECT,
        snapshot="other",
        declared="logs",
        collection="logs",
        fewest=0,
        most=0,
        parts=(),
        clone="logs__g2",
    )
    ledger.append(other.model_copy(update={"seq": ledger.last_seq(PROJECT) + 1}))
    library.apply(CLONED)
    assert [one.snapshot for one in snapshots_of(library.client, PROJECT)] == ["other"]


def test_a_run_that_cloned_is_taken_back(library: Library) -> None:
    library.begin(4, ALIAS)
    library.apply(CLONED)
    library.take_back()
    assert library.serves(4)
    assert library.serves(4, ALIAS)
    assert library.collections() == {NAME}
    assert library.plan(declared(4, ALIAS)).empty
