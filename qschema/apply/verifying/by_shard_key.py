"""Custom sharding: what compares data with data goes by shard key, since an id may stand under several of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from qschema.apply.copying.shard_keys import shard_keys
from qschema.apply.patience import read
from qschema.apply.verifying.counts import count_of
from qschema.apply.verifying.gate import Gate
from qschema.apply.verifying.result import MOST_FINDINGS, Finding, Outcome, Result, counted, judged
from qschema.apply.verifying.sides import SearchedSide
from qschema.client import models

_SHOWN = 3
_WORST = (Outcome.FAILED, Outcome.PASSED, Outcome.TOLD, Outcome.SKIPPED)


def is_sharded(gate: Gate) -> bool:
    """Whether points are told apart by shard keys on both sides."""
    custom = models.ShardingMethod.CUSTOM
    return all(side.config.params.sharding_method is custom for side in (gate.old, gate.new))


def check_shard_keys(gate: Gate) -> Iterator[Result]:
    """Look whether the new collection has the shard keys of the old one, and points under no others."""
    if not is_sharded(gate):
        return
    old, new = _keys(gate.old), _keys(gate.new)
    findings = [Finding(str(key), "missing from the new collection") for key in old if key not in new]
    findings += [
        Finding(str(key), f"only in the new collection, with {counted(count, 'point')}")
        for key in new
        if key not in old and (count := count_of(replace(gate.new, shard_key=key)))
    ]
    words = counted(len(old), "shard key") + (f", {len(findings)} not as in the old one" if findings else ", all there")
    measured = {"old": len(old), "new": len(new), "differing": len(findings)}
    required = "those of the old one, and points under no others"
    some = tuple(findings[:MOST_FINDINGS])
    yield Result("shard keys", judged(not findings), words, required, measured, {"differing": 0}, some)


def by_shard_key(gate: Gate) -> dict[models.ShardKey, Gate]:
    """Return a verification of the points under each shard key that both have; none without custom sharding."""
    if not is_sharded(gate):
        return {}
    new = _keys(gate.new)
    return {
        key: replace(gate, old=replace(gate.old, shard_key=key), new=replace(gate.new, shard_key=key))
        for key in _keys(gate.old)
        if key in new
    }


def together(results: Mapping[models.ShardKey, Sequence[Result]]) -> Iterator[Result]:
    """Yield the results of a check, those of all shard keys as one: numbers are sums, and each key's stand beside."""
    for number, first in enumerate(next(iter(results.values()))):
        found = {key: of_key[number] for key, of_key in results.items()}
        outcome = min((one.outcome for one in found.values()), key=_WORST.index)
        telling = {key: one for key, one in found.items() if one.outcome is outcome}
        words = "; ".join(f"{key}: {one.words}" for key, one in islice(telling.items(), _SHOWN))
        if (more := len(telling) - _SHOWN) > 0:
            words += f"; and {counted(more, 'shard key')} more"
        by_key = [{"shard_key": key, **one.measured} for key, one in found.items()]
        findings = (Finding(f"{key}/{at.subject}", at.what) for key, one in found.items() for at in one.findings)
        yield replace(
            first,
            outcome=outcome,
            words=words,
            required="the same under each shard key",
            measured={**_sums(one.measured for one in found.values()), "shard_keys": by_key},
            threshold=_sums(one.threshold for one in found.values()),
            findings=tuple(islice(findings, MOST_FINDINGS)),
        )


def _keys(side: SearchedSide) -> list[models.ShardKey]:
    return [key for key in read(lambda: shard_keys(side.client, side.collection)) if key is not None]


def _sums(all_numbers: Iterator[Mapping[str, Any]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for numbers in all_numbers:
        total.update({name: number for name, number in numbers.items() if isinstance(number, int)})
    return dict(total)
