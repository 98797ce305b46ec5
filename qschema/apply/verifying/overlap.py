"""Whether both collections give the same answers: the share of common hits, and how far their scores moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy

from qschema.apply.copying.ids import PointId, plain
from qschema.apply.verifying.asking import Question, ask, questions
from qschema.apply.verifying.gate import Gate
from qschema.apply.verifying.result import Finding, Outcome, Result, counted, judged
from qschema.client.models import ScoredPoint

_WORST = 5


@dataclass(frozen=True)
class Agreement:
    """How far two answers to one question agree.

    Attributes:
        question: The question.
        common: How many hits are in both.
        hits: How many there could be.
        shift: How far the scores of the common hits moved, on average; None if there are none.
    """

    question: Question
    common: int
    hits: int
    shift: float | None

    @property
    def share(self) -> float:
        """The share of the old hits that the new answer has."""
        return self.common / self.hits


def check_overlap(gate: Gate) -> Iterator[Result]:
    """Ask both collections the same, and compare the answers."""
    asked = questions(gate)
    old = list(ask(gate.old, [one.old for one in asked]))
    new = list(ask(gate.new, [one.new for one in asked]))
    gate.progress("overlap", len(asked))
    new_ids = gate.new_ids(list({plain(hit.id) for hits in old for hit in hits or ()}))
    found = [
        agreement
        for question, before, after in zip(asked, old, new, strict=True)
        if before is not None and after is not None
        if (agreement := _agreement(question, before, after, new_ids))
    ]
    yield _overlap(gate, found)
    yield _scores(gate, found)


def _agreement(
    question: Question, old: Sequence[ScoredPoint], new: Sequence[ScoredPoint], new_ids: dict[PointId, PointId]
) -> Agreement | None:
    """Compare two answers; None if the old one has nothing that the new one could have."""
    before = {new_ids[id]: score for id, score in _scored(old).items() if id in new_ids}
    after = _scored(new)
    common = before.keys() & after.keys()
    shifts = [after[id] - before[id] for id in common]
    shift = float(numpy.mean(shifts)) if shifts else None
    return Agreement(question, len(common), len(before), shift) if before else None


def _scored(hits: Sequence[ScoredPoint]) -> dict[PointId, float]:
    return {plain(hit.id): hit.score for hit in hits}


def _overlap(gate: Gate, found: list[Agreement]) -> Result:
    k, least = gate.rules.k, gate.rules.at_least
    required = "" if least is None else f"{least:g} or more on average"
    if not found:
        return _nothing_asked("overlap", least is not None, required)
    series = {name: tuple(one.share for one in group) for name, group in _by_vector(found).items()}
    means = {name: _mean(shares) for name, shares in series.items()}
    worst = sorted(found, key=lambda one: one.share)[:_WORST]
    mean = min(means.values())
    return Result(
        "overlap",
        Outcome.TOLD if least is None else judged(mean >= least),
        f"{_by_name(means, '.1%')} of the first {k} are the same, over {counted(len(found), 'query', 'queries')}",
        required,
        {"k": k, "queries": len(found), "mean": mean, "vectors": {name: _spread(one) for name, one in series.items()}},
        {} if least is None else {"mean": least},
        tuple(Finding(one.question.label, f"{one.common} of {one.hits} hits") for one in worst if one.share < 1),
        series,
    )


def _scores(gate: Gate, found: list[Agreement]) -> Result:
    most = gate.rules.score_shift
    required = "" if most is None else f"no more than {most:g} up or down on average"
    moved = {
        name: tuple(one.shift for one in group if one.shift is not None) for name, group in _by_vector(found).items()
    }
    series = {name: shifts for name, shifts in moved.items() if shifts}
    if not series:
        return _nothing_asked("scores", most is not None, required)
    means = {name: _mean(shifts) for name, shifts in series.items()}
    mean = max(means.values(), key=abs)
    return Result(
        "scores",
        Outcome.TOLD if most is None else judged(abs(mean) <= most),
        f"the scores of the same hits moved by {_by_name(means, '+.3g')} on average",
        required,
        {"mean": mean, "vectors": {name: _spread(one) for name, one in series.items()}},
        {} if most is None else {"mean": most},
        series=series,
    )


def _nothing_asked(check: str, required: bool, words: str) -> Result:
    """Return the result where nothing could be asked: what is required and can't be measured doesn't hold."""
    why = "nothing could be asked of both: no vector that both have, no points, or texts that nobody embeds"
    return Result(check, Outcome.FAILED if required else Outcome.SKIPPED, why, words)


def _by_vector(found: list[Agreement]) -> dict[str, list[Agreement]]:
    groups: dict[str, list[Agreement]] = {}
    for one in found:
        groups.setdefault(one.question.using, []).append(one)
    return groups


def _by_name(numbers: dict[str, float], form: str) -> str:
    """Return numbers with the vectors that they are about; without, where there is only one."""
    if len(numbers) == 1:
        return format(next(iter(numbers.values())), form)
    return ", ".join(f"{number:{form}} ({name or 'unnamed'})" for name, number in numbers.items())


def _mean(numbers: Sequence[float]) -> float:
    return float(numpy.mean(numbers))


def _spread(numbers: Sequence[float]) -> dict[str, Any]:
    """Return mean and percentiles."""
    low, middle, high = numpy.percentile(numbers, (5, 50, 95)).tolist()
    return {"mean": _mean(numbers), "p5": low, "p50": middle, "p95": high}
