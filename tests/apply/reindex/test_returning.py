"""A clean-up is taken back: the older generation is there again, and can be gone back to."""

from __future__ import annotations

from pathlib import Path

import pytest

from qschema.apply.rollback import plan_rollback
from qschema.apply.snapshots.errors import RestoreFailedError
from qschema.client import QdrantClient
from tests.apply.bench import PROJECT
from tests.apply.reindex.child import AFTER, ALIAS
from tests.apply.reindex.killing import Instance
from tests.apply.reindex.library import NAME, Library, declared
from tests.servers import serving


def there_and_back(library: Library, old: int, new: int, name: str) -> None:
    """Clean up, and take that back; go back and forth."""
    library.cleanup("irreversible")
    assert len(library.collections()) == 1
    library.take_back()
    assert library.plan(declared(new, ALIAS)).empty
    assert library.serves(new)
    assert library.serves(old, name)
    library.revert()
    assert library.serves(old)
    assert library.serves(old, ALIAS)
    assert library.aliases()[NAME] == name
    assert library.plan(declared(old, ALIAS)).empty
    library.apply(declared(new, ALIAS))
    assert library.serves(new)
    assert library.serves(new, ALIAS)


def begin_and_come_back(library: Library) -> None:
    """Have what was a plain collection come back."""
    library.begin(4, ALIAS)
    library.apply(AFTER)
    there_and_back(library, 4, 8, "articles__g1")


def test_there_and_back(library: Library) -> None:
    """A plain collection comes back, and later one that never was one."""
    begin_and_come_back(library)
    library.cleanup("irreversible")
    library.apply(declared(4, ALIAS))
    there_and_back(library, 8, 4, "articles__g2")


def test_there_and_back_over_rest(tmp_path: Path) -> None:
    with serving() as server, QdrantClient(server.url) as client:
        begin_and_come_back(Library.at(client, tmp_path, server.url))


@pytest.fixture
def switched(library: Library) -> Library:
    library.begin(4, ALIAS)
    library.apply(AFTER)
    return library


def test_without_a_snapshot_it_says_so(switched: Library) -> None:
    switched.cleanup()
    (change,) = plan_rollback(switched.client, PROJECT, place=switched.place).plan.impossible
    assert "no snapshot was taken before it" in change.reason


def test_a_snapshot_whose_file_is_gone_says_so(switched: Library) -> None:
    switched.cleanup("irreversible")
    for file in (switched.folder / "snapshots").iterdir():
        file.unlink()
    with pytest.raises(RestoreFailedError, match="articles") as failed:
        switched.take_back()
    assert "snapshot" in failed.value.why
    assert switched.collections() == {"articles__g2"}
    assert switched.serves(8)


@pytest.fixture
def cleaned(tmp_path: Path, short_leases: None) -> Instance:
    """An instance, opened by nobody, in which the first generation was cleaned up."""
    instance = Instance(str(tmp_path / "instance"), tmp_path)
    with instance.opened() as library:
        library.begin(4, ALIAS)
        library.apply(AFTER)
        library.cleanup("irreversible")
    return instance


@pytest.mark.parametrize("point", ["before-execute", "after-execute", "before-journal"])
def test_it_may_be_killed(cleaned: Instance, point: str) -> None:
    """What an earlier try has left is made whole: it bears the right mark from the beginning."""
    assert cleaned.killed("rollback", point=f"restore_collection:{point}")
    with cleaned.opened() as library:
        if "articles__g1" in library.collections():
            library.client.delete("articles__g1", list(range(10)))
        library.take_back()
        assert library.serves(4, "articles__g1")
        library.revert()
        assert library.serves(4)
