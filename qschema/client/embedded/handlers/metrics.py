"""Figures of the instance in the text format of Prometheus, under the names that a server 1.19.0 gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from qschema.client import requests
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.figures import holding, open_files, resident_bytes, thread_count
from qschema.client.embedded.handlers.table import Handlers
from qschema.client.embedded.version import VERSION

_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})

Sample = tuple[Mapping[str, str], int]


class _Metric(NamedTuple):
    name: str
    help: str
    samples: Sequence[Sample]


def get_metrics(catalogue: Catalogue, request: requests.GetMetrics) -> str:
    """Tell about the instance; `anonymize` leaves out whatever has a name."""
    return "".join(_lines([*_instance(catalogue, named=not request.anonymize), *_process()]))


def _instance(catalogue: Catalogue, *, named: bool) -> Iterator[_Metric]:
    held = {name: holding(collection) for name, collection in catalogue.each()}
    vectors = [
        ({"collection": name, "vector": vector}, count) for name in held for vector, count in held[name].vectors.items()
    ]
    total = sum(count for _, count in vectors)
    yield _Metric("app_info", "information about qdrant server", [({"name": "qdrant", "version": VERSION}, 1)])
    yield _Metric("app_status_recovery_mode", "features enabled in qdrant server", [({}, 0)])
    yield _Metric("collections_total", "number of collections", [({}, len(held))])
    yield _Metric("collections_vector_total", "total number of vectors in all collections", [({}, total)])
    if named and held:
        points = [({"id": name}, one.points) for name, one in held.items()]
        yield _Metric("collection_vectors", "amount of vectors grouped by vector name", vectors)
        yield _Metric("collection_points", "approximate amount of points per collection", points)
    yield _Metric("cluster_enabled", "is cluster support enabled", [({}, 0)])


def _process() -> Iterator[_Metric]:
    figures = (
        ("memory_resident_bytes", "bytes in physically resident pages", resident_bytes()),
        ("process_threads", "count of active threads", thread_count()),
        ("process_open_fds", "count of currently open file descriptors", open_files()),
    )
    for name, words, figure in figures:
        if figure is not None:
            yield _Metric(name, words, [({}, figure)])


def _lines(metrics: Iterable[_Metric]) -> Iterator[str]:
    for name, words, samples in metrics:
        yield f"# HELP {name} {words}\n# TYPE {name} gauge\n"
        for labels, number in samples:
            inside = ",".join(f'{label}="{text.translate(_ESCAPES)}"' for label, text in labels.items())
            yield f"{name}{{{inside}}} {number}\n" if labels else f"{name} {number}\n"


HANDLERS: Handlers = {requests.GetMetrics: get_metrics}
