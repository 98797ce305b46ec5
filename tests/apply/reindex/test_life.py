"""The whole life of a reindexed collection: to the next generation, back, forth, and on to the one after."""

from __future__ import annotations

import pytest

from qschema.apply.rollback import plan_rollback
from tests.apply.bench import PROJECT
from tests.apply.reindex.library import NAME, Library, declared


@pytest.mark.parametrize("aliases", [(), ("docs",)], ids=["plain", "aliased"])
def test_whole_life(library: Library, aliases: tuple[str, ...]) -> None:
    library.begin(4, *aliases)
    assert serving(library, 4, aliases) == NAME

    library.apply(declared(8, *aliases))
    assert serving(library, 8, aliases) == "articles__g2"
    assert library.plan(declared(8, *aliases)).empty
    assert library.follows()

    library.revert()
    assert serving(library, 4, aliases) == NAME
    assert not library.plan(declared(8, *aliases)).empty
    assert library.plan(declared(4, *aliases)).empty

    library.apply(declared(8, *aliases))
    assert serving(library, 8, aliases) == "articles__g2"

    library.cleanup()
    assert library.collections() == {"articles__g2"}
    assert library.aliases() == dict.fromkeys((NAME, *aliases), "articles__g2")
    assert not library.follows()
    assert library.plan(declared(8, *aliases)).empty

    library.apply(declared(4, *aliases))
    assert serving(library, 4, aliases) == "articles__g3"
    assert library.plan(declared(4, *aliases)).empty

    back = plan_rollback(library.client, PROJECT, place=library.place)
    library.carry_out(back.plan)
    assert serving(library, 8, aliases) == "articles__g2"
    assert library.collections() == {"articles__g2"}
    assert not library.follows()


def serving(library: Library, size: int, aliases: tuple[str, ...]) -> str:
    """Return the collection that all names lead to, which has all points as they have to be."""
    assert all(library.serves(size, name) for name in (NAME, *aliases))
    leads = {library.aliases().get(name, name) for name in (NAME, *aliases)}
    assert len(leads) == 1
    return leads.pop()
