"""How long both collections take to answer, asked in turns, so that what else the machine does befalls both."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import cycle, islice

import numpy

from qschema.apply.verifying.asking import ask, questions
from qschema.apply.verifying.gate import Gate
from qschema.apply.verifying.result import Outcome, Result, judged
from qschema.apply.verifying.sides import SearchedSide
from qschema.client.models import QueryRequest

_TIMES = 100
_WARMING = 5


def check_latency(gate: Gate) -> Iterator[Result]:
    """Ask one query at a time, and time the answers."""
    limits = dict(gate.rules.latency or {})
    required = ", ".join(_WORDS[name].format(limit) for name, limit in limits.items())
    asked = questions(gate)
    if not asked:
        outcome = Outcome.FAILED if limits else Outcome.SKIPPED
        yield Result("latency", outcome, "there was nothing to ask", required)
        return
    old: list[float] = []
    new: list[float] = []
    for number, question in enumerate(islice(cycle(asked), _TIMES + _WARMING)):
        turns = [(gate.old, question.old, old), (gate.new, question.new, new)]
        for side, request, times in turns[:: 1 if number % 2 else -1]:
            times.append(_milliseconds(side, request))
    series = {"old": tuple(old[_WARMING:]), "new": tuple(new[_WARMING:])}
    p50, p95 = ({name: float(numpy.percentile(times, q)) for name, times in series.items()} for q in (50, 95))
    measured = {"p95_ms": p95["new"], "p95_ratio": p95["new"] / p95["old"]}
    holds = all(measured[name] <= limit for name, limit in limits.items())
    yield Result(
        "latency",
        judged(holds) if limits else Outcome.TOLD,
        f"half of the answers within {p50['new']:.1f} ms (old {p50['old']:.1f}), "
        f"95% within {p95['new']:.1f} ms (old {p95['old']:.1f})",
        required,
        {**measured, "p50_ms": p50["new"], "old_p50_ms": p50["old"], "old_p95_ms": p95["old"], "asked": _TIMES},
        limits,
        series=series,
    )


_WORDS = {"p95_ms": "95% within {:g} ms", "p95_ratio": "95% within {:g} times what the old one takes"}


def _milliseconds(side: SearchedSide, request: QueryRequest) -> float:
    start = time.perf_counter()
    list(ask(side, [request]))
    return (time.perf_counter() - start) * 1000
