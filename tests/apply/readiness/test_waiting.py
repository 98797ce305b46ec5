from __future__ import annotations

import pytest

from qschema.apply.errors import NoProgressError, OptimizerFailedError, StillWorkingError
from qschema.apply.readiness import progress, waiting
from qschema.apply.readiness.waiting import wait_until_ready
from qschema.client import models, requests
from tests.apply.bench import ARTICLES
from tests.apply.faults import lost


@pytest.fixture
def articles(bench, monkeypatch):
    monkeypatch.setattr(waiting, "PAUSE_SECONDS", 0.001)
    bench.apply({"articles": ARTICLES})
    return bench


def shows(bench, times: float = float("inf"), **what: object) -> None:
    """Have the instance show something of a collection that it doesn't show by itself."""
    bench.faults.add(
        lambda onward: onward().model_copy(update=what), requests.GetCollection, about="articles", times=times
    )


def works(bench, times: float = float("inf"), **what: object) -> None:
    bench.faults.add(lambda onward: onward().model_copy(update=what), requests.GetOptimizations, times=times)


def looks(bench) -> int:
    return sum(isinstance(one, requests.GetOptimizations) for one in bench.faults.sent)


def test_one_that_is_ready_is_looked_at_three_times(articles):
    articles.faults.sent.clear()
    wait_until_ready(articles.client, "articles")
    assert looks(articles) == 3


def test_a_look_that_is_not_good_begins_the_count_anew(articles):
    articles.faults.sent.clear()
    told = []
    shows(articles, times=1, status=models.CollectionStatus.YELLOW)
    works(articles, times=2, running=[pending()])
    wait_until_ready(articles.client, "articles", told=told.append)
    assert looks(articles) == 5
    assert [(look.status.value, look.pending) for look in told] == [("yellow", 1), ("green", 1)]


def pending(number: int = 0) -> models.Optimization:
    return models.Optimization(
        uuid=f"00000000-0000-0000-0000-{number:012}",
        optimizer="indexing",
        status=models.TrackerStatusOneOf.OPTIMIZING,
        segments=[],
        progress={"name": "all", "children": [{"name": "a", "done": number, "total": 9}, {"name": "b", "total": 1}]},
    )


@pytest.mark.parametrize(
    "what", [{"update_queue": {"length": 3}}, {"update_queue": {"length": 0, "deferred_points": 2}}], ids=str
)
def test_what_waits_is_waited_for(articles, what):
    queue = models.UpdateQueueInfo.model_validate(what["update_queue"])
    shows(articles, times=4, update_queue=queue)
    told = []
    wait_until_ready(articles.client, "articles", told=told.append)
    assert [look.updates + look.deferred for look in told] == [queue.length + (queue.deferred_points or 0)] * 4


def test_how_far_it_is(articles):
    works(articles, times=1, running=[pending(4)])
    told = []
    wait_until_ready(articles.client, "articles", told=told.append)
    assert [(look.done, look.total) for look in told] == [(4, 10)]


def test_one_that_sleeps_is_woken(articles):
    articles.faults.sent.clear()
    shows(articles, times=1, status=models.CollectionStatus.GREY)
    wait_until_ready(articles.client, "articles")
    woken = [one for one in articles.faults.sent if isinstance(one, requests.UpdateCollection)]
    assert [one.body.model_dump(exclude_none=True) for one in woken] == [{"optimizers_config": {}}]


def test_one_that_failed_is_told(articles):
    said = models.OptimizersStatusOneOf1(error="No space left on device")
    shows(articles, status=models.CollectionStatus.RED, optimizer_status=said)
    with pytest.raises(OptimizerFailedError, match="No space left"):
        wait_until_ready(articles.client, "articles")


def test_what_is_switched_off_is_not_waited_for(articles):
    articles.client.update_collection("articles", optimizers_config={"max_optimization_threads": 0})
    shows(articles, status=models.CollectionStatus.YELLOW)
    wait_until_ready(articles.client, "articles")


def test_the_time_may_be_limited(articles):
    shows(articles, status=models.CollectionStatus.YELLOW)
    with pytest.raises(StillWorkingError) as caught:
        wait_until_ready(articles.client, "articles", seconds=0.05)
    assert "--resume" in caught.value.fix


def test_one_that_goes_in_circles(articles):
    numbers = iter(range(10_000))
    shows(articles, status=models.CollectionStatus.YELLOW)
    articles.faults.add(
        lambda onward: onward().model_copy(update={"completed": [pending(next(numbers)) for _ in range(9)]}),
        requests.GetOptimizations,
    )
    with pytest.raises(NoProgressError, match="circles"):
        wait_until_ready(articles.client, "articles")


def test_one_that_stands_still(articles, monkeypatch):
    monkeypatch.setattr(progress, "STALL_SECONDS", 0.05)
    shows(articles, status=models.CollectionStatus.YELLOW)
    with pytest.raises(NoProgressError, match="nothing has changed"):
        wait_until_ready(articles.client, "articles")


def test_one_that_is_gone_is_not_waited_for(bench):
    wait_until_ready(bench.client, "articles")


def test_a_server_that_is_away_for_a_moment(articles):
    articles.faults.add(lost, requests.GetCollection, about="articles", times=3)
    wait_until_ready(articles.client, "articles")


def test_a_server_that_tells_nothing_of_its_optimisers(articles):
    from tests.apply.faults import forbidden

    articles.faults.add(forbidden, requests.GetOptimizations)
    wait_until_ready(articles.client, "articles")
