"""What a reindex does to vectors, what keeps it from switching, and how it is given up at each of its phases."""

from __future__ import annotations

from typing import Any

import pytest

from qschema.apply.errors import StepFailedError, StoppedError
from qschema.apply.reindex.errors import GenerationInUseError, NotProvenError
from qschema.apply.reindex.plans import plan_cleanup
from qschema.apply.run import Stop
from qschema.client import QdrantClient, models
from tests.apply.bench import PROJECT, Told
from tests.apply.reindex.library import NAME, THRESHOLD, Library, declared

ALIAS = "docs"
GREEN = "articles__g2"


def put(client: QdrantClient, vectors: Any) -> None:
    client.upsert(NAME, models.Batch(ids=[1, 2], vectors=vectors, payloads=[{"n": 1}, {"n": 2}]))


def test_numbers_are_taken_over_under_another_name(library: Library) -> None:
    params = {"size": 2, "distance": "Dot"}
    library.apply({NAME: {"vectors": params}})
    put(library.client, [[1.0, 2.0], [3.0, 4.0]])
    library.apply({NAME: {"vectors": {"text": params}, "lifecycle": {"replace": "blue_green"}}})
    found = library.client.scroll_iter(NAME, with_vectors=True)
    assert [(one.id, one.vector, one.payload) for one in found] == [
        (1, {"text": [1.0, 2.0]}, {"n": 1}),
        (2, {"text": [3.0, 4.0]}, {"n": 2}),
    ]


def test_what_does_not_pass_switches_nobody(library: Library) -> None:
    library.begin(4, ALIAS)
    strict = declared(8, ALIAS, verify={"canaries": [{"text": "title 1", "expect": [1000]}]})
    with pytest.raises(NotProvenError):
        library.apply(strict)
    assert library.serves(4)
    assert library.serves(4, ALIAS)
    assert (library.folder / ".qschema" / "reports" / GREEN).is_dir()
    library.apply(declared(8, ALIAS))  # the limit is lowered, and it is gone on with
    assert library.serves(8)
    assert library.serves(8, ALIAS)


KINDS = ["create_index", "copy_points", "verify_copy", "set_alias", "shadow_collection"]


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_given_up_where_it_was_stopped(library: Library, kind: str) -> None:
    """The old generation serves by all names, and nothing is left of the new one."""
    library.begin(4, ALIAS)
    plan = library.plan(declared(8, ALIAS))
    number = [step.kind for step in plan.steps].index(kind) + 1
    stop = Stop()

    def at_start(begun: int) -> None:
        stop.wanted = begun == number

    if number < len(plan.steps):
        with pytest.raises(StoppedError):
            library.carry_out(plan, watch=Told(at_start), stop=stop)
    else:
        library.carry_out(plan)
        library.revert()
    library.abort()
    assert library.serves(4)
    assert library.serves(4, ALIAS)
    assert library.collections() == {NAME}
    assert library.aliases() == {ALIAS: NAME}
    assert not library.follows()
    library.apply(declared(8, ALIAS))
    assert library.serves(8, ALIAS)
    assert library.client.get_collection(GREEN).config.optimizer_config.indexing_threshold == THRESHOLD


def test_no_generation_is_removed_while_an_alias_leads_to_it(library: Library) -> None:
    library.begin(4)
    library.apply(declared(8))
    library.cleanup()
    library.apply(declared(4))
    by_hand = models.CreateAlias(collection_name=GREEN, alias_name="mine")
    library.client.update_collection_aliases([models.CreateAliasOperation(create_alias=by_hand)])
    with pytest.raises(GenerationInUseError, match="in use") as refused:
        library.cleanup()
    assert "mine" in refused.value.why
    assert library.serves(8, "mine")


def test_nor_where_one_has_come_to_lead_to_it_since_the_plan(library: Library) -> None:
    library.begin(4)
    library.apply(declared(8))
    plan = plan_cleanup(library.client, PROJECT, NAME, place=library.place)
    by_hand = models.CreateAlias(collection_name=NAME, alias_name="mine")
    library.client.update_collection_aliases([models.CreateAliasOperation(create_alias=by_hand)])
    assert library.aliases()["mine"] == NAME
    with pytest.raises(StepFailedError, match="mine"):
        library.carry_out(plan)
    assert library.serves(4, "mine")
