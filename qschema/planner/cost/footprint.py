"""How many bytes a point takes: its vectors, their quantized form, their graph, and how much of that lies in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

_BYTES = {"float32": 4.0, "float16": 2.0, "uint8": 1.0, "turbo16": 2.0, "turbo8": 1.0, "turbo4": 0.5}
"""Bytes for each dimension (lib/segment/src/types.rs of Qdrant 1.19.0)."""

_BITS = {"one_bit": 1.0, "one_and_half_bits": 1.5, "two_bits": 2.0}
_TURBO_BITS = {"bits1": 1.0, "bits1_5": 1.5, "bits2": 2.0, "bits4": 4.0, "bits8": 8.0}

_BYTES_PER_LINK = 4
_M = 16
"""Links of each node in a graph; its lowest level has twice as many (defaults of Qdrant 1.19.0)."""


class Footprint(NamedTuple):
    """Bytes of one point.

    Attributes:
        raw: The vectors.
        quantized: Their quantized form.
        graph: Their graph.
        memory: As much of it as is to lie in memory; what is `cached` counts, what is `cold` doesn't.
    """

    raw: float = 0.0
    quantized: float = 0.0
    graph: float = 0.0
    memory: float = 0.0

    @property
    def disk(self) -> float:
        """Everything lies on disk, too."""
        return self.raw + self.quantized + self.graph


def footprint(spec: Mapping[str, Any], only: str | None = None) -> Footprint:
    """Return the bytes that a point takes: of its dense vectors, as sparse ones and payload differ from point to point.

    Args:
        spec: A collection's configuration, vectors by name.
        only: The name of the one vector that counts; None for all.
    """
    parts = [_vector(params, spec) for name, params in _dense(spec) if only in (None, name)]
    return Footprint(*(sum(column) for column in zip(*parts, strict=True))) if parts else Footprint()


def dimensions(spec: Mapping[str, Any]) -> Iterator[tuple[int, int, int]]:
    """Yield of each vector that has a graph: its size, and the graph's m and ef_construct."""
    for _, params in _dense(spec):
        graph = _graph(params, spec)
        m = graph.get("m", _M) or graph.get("payload_m") or 0
        if m:
            yield int(params["size"]), int(m), int(graph.get("ef_construct", 100))


def _dense(spec: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from (spec.get("vectors") or {}).items()


def _graph(params: Mapping[str, Any], spec: Mapping[str, Any]) -> dict[str, Any]:
    return {**(spec.get("hnsw_config") or {}), **(params.get("hnsw_config") or {})}


def _vector(params: Mapping[str, Any], spec: Mapping[str, Any]) -> Footprint:
    raw = params["size"] * _BYTES.get(params.get("datatype") or "float32", 4.0)
    config = params.get("quantization_config")
    config = spec.get("quantization_config") if config in (None, "Disabled") else config
    quantized, options = _quantized(params["size"], config)
    graph_config = _graph(params, spec)
    m = graph_config.get("m", _M) or graph_config.get("payload_m") or 0
    graph = float(m * 2 * _BYTES_PER_LINK)
    raw_cold = _cold(params)
    quantized_cold = _cold(options) if _says(options) else raw_cold
    memory = sum(
        0.0 if cold else size
        for cold, size in ((raw_cold, raw), (quantized_cold, quantized), (_cold(graph_config), graph))
    )
    return Footprint(raw, quantized, graph, memory)


def _quantized(size: int, config: Any) -> tuple[float, Mapping[str, Any]]:
    """Return the bytes of a vector's quantized form, and the options that say where it lies."""
    if not isinstance(config, Mapping):
        return 0.0, {}
    kind, options = next(iter(config.items()))
    if kind == "product":
        return size * 4 / int(str(options.get("compression", "x4"))[1:]), options
    if kind == "binary":
        return size * _BITS.get(options.get("encoding") or "one_bit", 1.0) / 8, options
    if kind == "turbo":
        return size * _TURBO_BITS.get(options.get("bits") or "bits4", 4.0) / 8, options
    return float(size), options


def _says(options: Mapping[str, Any]) -> bool:
    return options.get("memory") is not None or options.get("always_ram") is not None


def _cold(options: Mapping[str, Any]) -> bool:
    if options.get("memory") is not None:
        return bool(options["memory"] == "cold")
    if options.get("always_ram") is not None:
        return not options["always_ram"]
    return bool(options.get("on_disk"))
