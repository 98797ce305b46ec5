"""What the engine does wrong by itself (qdrant-edge-py 0.9.0), and what of ours may go when it no longer does.

The code runs in a process of its own, after `from tests.client.embedded.canaries.bare import *`, and prints.
"""

from __future__ import annotations

from typing import NamedTuple

DIES = "dies"
HANGS = "hangs"


class Bug(NamedTuple):
    """A bug of the engine.

    Attributes:
        code: What shows it.
        shown: What it prints then, as a regular expression; DIES where the process does, HANGS where nothing comes.
        workaround: What may go when this is no longer so.
    """

    code: str
    shown: str
    workaround: str


_VECTORS = "the checks of vectors before the engine (shard/vectors.py)"
_PAYLOADS = "the limit of 124 levels (shard/payloads.py)"
_FILTERS = "the limit of 62 levels (shard/filters.py)"
_NAMES = "the bounds of sizes and names (shard/vector_names.py)"

BUGS = {
    "a sparse vector with more indices than values is a panic at each opening": Bug(
        """
shard = opened()
print(attempt(lambda: upsert(shard, point(1, {"s": edge.SparseVector([1, 2], [1.0])})))[:14])
print(after_a_crash()[:14])
""",
        "PanicException\nPanicException",
        _VECTORS,
    ),
    "a sparse vector with more values than indices is taken": Bug(
        """
shard = opened()
print(attempt(lambda: upsert(shard, point(1, {"s": edge.SparseVector([1], [1.0, 2.0])}))))
""",
        "None",
        _VECTORS,
    ),
    "a ragged multivector is a panic at each opening": Bug(
        """
shard = opened()
print(attempt(lambda: upsert(shard, point(1, {"m": [[1.0, 2.0], [1.0]]})))[:14])
print(after_a_crash()[:14])
""",
        "PanicException\nPanicException",
        _VECTORS,
    ),
    "a multivector of nothing is a panic at each opening": Bug(
        """
shard = opened()
print(attempt(lambda: upsert(shard, point(1, {"m": [[]]})))[:14])
print(after_a_crash()[:14])
""",
        "PanicException\nPanicException",
        _VECTORS,
    ),
    "a vector of size 0 ends all writing": Bug(
        """
shard = opened()
print(attempt(lambda: shard.update(U.create_dense_vector("zero", 0, edge.Distance.Dot)))[:9])
print(attempt(lambda: upsert(shard, point(1))))
print(after_a_crash()[:9])
""",
        "Exception\nException: .*Not recovered from previous error.*\nException",
        _NAMES,
    ),
    "a long name of a vector ends all writing": Bug(
        """
shard = opened()
print(attempt(lambda: shard.update(U.create_dense_vector("n" * 300, 2, edge.Distance.Dot)))[:9])
print(attempt(lambda: upsert(shard, point(1))))
print(after_a_crash()[:9])
""",
        "Exception\nException: .*Not recovered from previous error.*\nException",
        _NAMES,
    ),
    "a deep payload is acknowledged and can't be read back": Bug(
        """
shard = opened()
print(attempt(lambda: upsert(shard, point(1, payload=nested(130)))))
print(after_a_crash())
""",
        "None\nException: .*RecursionLimitExceeded.*",
        _PAYLOADS,
    ),
    "a very deep payload ends the process": Bug(
        "shard = opened(); attempt(lambda: upsert(shard, point(1, payload=nested(100_000))))", DIES, _PAYLOADS
    ),
    "a payload within itself ends the process": Bug(
        """
shard, endless = opened(), {}
endless["a"] = endless
attempt(lambda: upsert(shard, point(1, payload=endless)))
""",
        DIES,
        _PAYLOADS,
    ),
    "a deep filter ends the process": Bug(
        """
shard = opened()
upsert(shard, point(1))
filter = edge.Filter()
for _ in range(2_000):
    filter = edge.Filter(must=[filter])
attempt(lambda: count(shard, filter))
""",
        DIES,
        _FILTERS,
    ),
    "a deep formula ends the process": Bug(
        """
shard = opened()
upsert(shard, point(1))
expression = edge.Expression.Constant(1.0)
for _ in range(5_000):
    expression = edge.Expression.Neg(expression)
attempt(lambda: found(shard, edge.Formula(expression), prefetches=[edge.Prefetch(limit=9)]))
""",
        DIES,
        "the limit of levels (shard/formulas.py)",
    ),
    "it can't be used after a fork": Bug(
        """
import os
shard = opened()
upsert(shard, *(point(i) for i in range(10)))
if not os.fork():
    found(shard, edge.Query.Nearest([1.0, 2.0]))
    print("answered", flush=True)
    os._exit(0)
os.wait()
""",
        HANGS,
        "OpenedBeforeFork (transport.py, transport_async.py)",
    ),
    "of a batch that is refused the beginning stays": Bug(
        """
shard = opened()
for batch in range(0, 100, 10):  # it begins where it likes
    print(attempt(lambda: upsert(shard, *(point(batch + i, {"": [1.0] * (2 if i else 1)}) for i in range(10))))[:9])
print(shard.count(edge.CountRequest()))
""",
        r"(Exception\n){10}[1-9]\d*",
        "whole batches are checked before the engine (shard/writes.py)",
    ),
    "what isn't a number is taken into vectors": Bug(
        """
shard = opened()
print(attempt(lambda: upsert(shard, point(1, {"": [float("nan"), 1e300]}))))
""",
        "None",
        _VECTORS,
    ),
    "an index may come twice in a sparse vector": Bug(
        """
shard = opened()
print(attempt(lambda: upsert(shard, point(1, {"s": edge.SparseVector([1, 1], [1.0, 2.0])}))))
""",
        "None",
        _VECTORS,
    ),
    "a boolean is taken for a number": Bug(
        """
shard = opened()
upsert(shard, point(1, payload={"a": True}))
print(count(shard, edge.FieldCondition("a", match=edge.MatchValue(True))))
""",
        "0",
        "the way around its reading of booleans (shard/conditions.py)",
    ),
    "a boolean is taken for an id": Bug(
        """
shard = opened()
print(attempt(lambda: upsert(shard, point(True))), shard.retrieve([1], True, False)[0].id)
""",
        "None 1",
        "the check of ids (shard/ids.py)",
    ),
    "a sparse vector that was deleted is found": Bug(
        """
shard = opened()
upsert(shard, point(1, {"s": edge.SparseVector([1], [1.0])}))
shard.update(U.delete_vectors([1], ["s"]))
upsert(shard, point(1, {"s": edge.SparseVector([2], [1.0])}))
print([id for id, _ in found(shard, edge.Query.Nearest(edge.SparseVector([1], [1.0]), using="s"))])
""",
        r"\[1\]",
        "sparse vectors are emptied before they are deleted (shard/vector_writes.py)",
    ),
    "words are compared where there is no index": Bug(
        """
shard = opened()
upsert(shard, point(1, payload={"a": "Some words"}))
print(count(shard, edge.FieldCondition("a", match=edge.MatchText("some"))))
""",
        "1",
        "substrings in place of words (shard/words.py)",
    ),
    "a list with a null in it is null": Bug(
        """
shard = opened()
upsert(shard, point(1, payload={"a": [None]}))
print(count(shard, edge.IsNullCondition("a")))
""",
        "1",
        "the second condition beside is_null (shard/filters.py)",
    ),
    "sparse vectors have no maximal marginal relevance": Bug(
        """
shard = opened()
upsert(shard, point(1, {"s": edge.SparseVector([1], [1.0])}))
print(attempt(lambda: found(shard, edge.Mmr(edge.SparseVector([1], [1.0]), 0.5, 10, using="s"))))
""",
        "Exception: .*vector data config.*",
        "our own (shard/variety.py)",
    ),
    "a range from what is no number is a panic": Bug(
        """
shard = opened()
shard.update(U.create_field_index("n", edge.PayloadSchemaType.Float))
upsert(shard, point(1, payload={"n": 1.5}))
print(attempt(lambda: count(shard, edge.FieldCondition("n", range=edge.RangeFloat(gte=float("nan"), lt=1.0))))[:14])
""",
        "PanicException",
        "the check of ranges (shard/conditions.py)",
    ),
    "a condition without a condition is taken": Bug(
        """
shard = opened()
upsert(shard, point(1))
print(attempt(lambda: count(shard, edge.FieldCondition("a"))))
""",
        r"\d",
        "the check of conditions (shard/conditions.py)",
    ),
    "a formula without a value is called cancelled": Bug(
        """
shard = opened()
upsert(shard, point(1))
formula = edge.Formula(edge.Expression.Variable("missing"))
print(attempt(lambda: found(shard, formula, prefetches=[edge.Prefetch(limit=9, query=edge.Query.Nearest([1.0, 2.0]))])))
""",
        "Exception: Operation cancelled: process cancelled by service",
        "the reading of that text (shard/engine.py)",
    ),
    "opening it to read writes into the folder": Bug(
        """
opened().close()
before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
shard = edge.EdgeShard.load(str(folder))
shard.count(edge.CountRequest())
shard.close()
print({path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before)
""",
        "False",
        "the copy that is read (read_only.py)",
    ),
    "a collection without vectors can't be configured": Bug(
        "print(attempt(lambda: edge.EdgeConfig())[:10])",
        "ValueError",
        "settings are written as a file (shard/settings.py)",
    ),
    "every call holds Python's global lock": Bug(
        """
import threading, time
ticks = 0
def tick():
    global ticks
    while True:
        ticks += 1
shard = opened({**SETTINGS, "optimizers": {"indexing_threshold": 1}})
upsert(shard, *(point(i, {"": [i, i * 7 % 13]}) for i in range(4_000)))
threading.Thread(target=tick, daemon=True).start()
before, began = ticks, time.monotonic()
shard.optimize()
after, took = ticks, time.monotonic() - began
time.sleep(4 * took)
print(8 * (after - before) < ticks - after)
""",
        "True",
        "processes of their own for event loops and for optimising (worker.py, optimising/)",
    ),
}
