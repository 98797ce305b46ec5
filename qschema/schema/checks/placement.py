"""Placement: where data lies is said once, or twice in the same sense.

`on_disk: true` with `memory: cached` makes the optimiser of a server 1.19.0 rebuild for ever, even without a point
(measured). `memory` wins over the older flags (lib/segment/src/types.rs of 1.19.0), so the flag would be a lie anyway.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qschema.schema.declarations import Declaration
from qschema.schema.errors import BadValueError, ContradictionError, Problems
from qschema.schema.spec import is_unnamed

_Path = tuple[str, ...]


def check_placement(declaration: Declaration, said: Mapping[str, Any], problems: Problems) -> None:
    """Note where the two ways to place something speak against each other, and placements that Qdrant refuses."""
    for at, part in _parts(said):
        _pair(declaration, at, part, problems)
    payload = said.get("payload") or {}
    flag, memory = said.get("on_disk_payload"), payload.get("memory")
    if flag is not None and memory is not None and flag != (memory == "cold"):
        _contradiction(declaration, ("on_disk_payload",), flag, ("payload", "memory"), memory, problems)
    for at, kind in _never_pinned(said):
        problems.add(
            BadValueError(
                f"{kind} can't be pinned",
                where=str(declaration.at(*at)),
                why="Qdrant refuses it: they are cold or cached",
                fix="write cached",
            )
        )
    for name, sparse in (said.get("sparse_vectors") or {}).items():
        if (datatype := (sparse.get("index") or {}).get("datatype") or "").startswith("turbo"):
            problems.add(
                BadValueError(
                    f"a sparse vector can't have the datatype {datatype}",
                    where=str(declaration.at("sparse_vectors", name, "index", "datatype")),
                    why="Qdrant refuses it: it is float32, float16 or uint8",
                )
            )


def _parts(said: Mapping[str, Any], at: _Path = ()) -> Iterator[tuple[_Path, Mapping[str, Any]]]:
    """Yield every map of a declaration that may say where something lies."""
    for key, value in said.items():
        if isinstance(value, Mapping) and (at or key != "metadata"):
            yield (*at, key), value
            yield from _parts(value, (*at, key))


def _pair(declaration: Declaration, at: _Path, part: Mapping[str, Any], problems: Problems) -> None:
    memory = part.get("memory")
    if not isinstance(memory, str):
        return
    on_disk, always_ram = part.get("on_disk"), part.get("always_ram")
    if on_disk is not None and on_disk != (memory == "cold"):
        _contradiction(declaration, (*at, "on_disk"), on_disk, (*at, "memory"), memory, problems)
    if always_ram is not None and always_ram != (memory == "pinned"):
        _contradiction(declaration, (*at, "always_ram"), always_ram, (*at, "memory"), memory, problems)


def _contradiction(
    declaration: Declaration, flag: _Path, value: bool, memory: _Path, tier: str, problems: Problems
) -> None:
    problems.add(
        ContradictionError(
            f"{flag[-1]}: {str(value).lower()} speaks against {'/'.join(memory[-2:])}: {tier}",
            where=str(declaration.at(*flag)),
            why="both say where the same data lies; a server may rebuild it for ever, trying to please both",
            fix=f"leave out {flag[-1]} (memory is the newer way, from Qdrant 1.19 on)",
        )
    )


def _never_pinned(said: Mapping[str, Any]) -> Iterator[tuple[_Path, str]]:
    vectors = said.get("vectors") or {}
    if (said.get("payload") or {}).get("memory") == "pinned":
        yield ("payload", "memory"), "payloads"
    if is_unnamed(vectors):
        if vectors.get("memory") == "pinned":
            yield ("vectors", "memory"), "dense vectors"
        return
    for name, vector in vectors.items():
        if vector.get("memory") == "pinned":
            yield ("vectors", name, "memory"), "dense vectors"
