"""How fast Qdrant works: measured once, and scaled by what makes the difference.

Measured on Qdrant 1.19.0, 2 CPU cores, 20,000 points with a graph, default settings but for what is named: graphs 1,000
points/s for 384 dimensions and 1,500 for 128; half of it with twice the `ef_construct`, half again with twice the `m`;
payload indexes 90,000 to 180,000 points/s; a payload that is written again 30,000 points/s.
"""

from __future__ import annotations

from collections.abc import Iterable

GRAPH = 1_000.0
"""Points/s of a graph for 384 dimensions, m 16 and ef_construct 100."""

PAYLOAD = 30_000.0
"""Points/s of segments that are written again without a graph."""

INDEX = 90_000.0
"""Points/s of a payload index."""

COPY = 10_000.0
"""Points/s of a copy with 384 dimensions and a payload (`python -m benchmarks.reindex`), without what is made anew."""

CLONE = 20_000.0
"""Points/s of a clone with 384 dimensions and a payload, without graphs (`python -m benchmarks.reindex`)."""

CLONE_BASIS = "20,000 points/s cloned (384 dimensions, Qdrant 1.19.0 on 2 cores)"
COPY_BASIS = "10,000 points/s copied (384 dimensions, Qdrant 1.19.0 on 2 cores), without what fills vectors anew"
GRAPH_BASIS = "1,000 points/s for a graph of 384 dimensions, m 16, ef_construct 100 (Qdrant 1.19.0 on 2 cores), scaled"
PAYLOAD_BASIS = "30,000 points/s written again (Qdrant 1.19.0 on 2 cores)"
INDEX_BASIS = "90,000 points/s of a payload index (Qdrant 1.19.0 on 2 cores)"

_HALF = 256
"""With so many dimensions as much time goes into comparing vectors as into everything else."""


def graph_seconds(points: int, vectors: Iterable[tuple[int, int, int]]) -> float:
    """Return how long graphs take.

    Args:
        points: How many points there are.
        vectors: Of each vector its size, m and ef_construct.
    """
    each = sum((size + _HALF) / (384 + _HALF) * (m / 16) * (ef / 100) for size, m, ef in vectors)
    return points * each / GRAPH
