"""Loading a large schema and planning it: 1,000 collections with 20 payload indexes each, against a budget.

usage: python -m benchmarks.plan [--json FILE]

There is no peer that does this, so the column of the peer is the budget: 3 s for loading and planning together, after
the instance was inspected, and 300 MB. Each round is a process of its own. `nothing to do` plans an instance that is as
declared, `everything` an empty one, `one setting each` changes every collection. On a busy machine the processor time
tells more.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

COLLECTIONS, INDEXES, FILES = 1_000, 20, 10
SECONDS, MEGABYTES = 3.0, 300.0
ROUNDS = 3
CASES = ("nothing to do", "everything", "one setting each")

_PROJECT = """\
project: bench
schemas: [schema/*.yaml]
environments: {local: {path: .qschema/local}}
default_environment: local
"""
_TYPES = ("keyword", "integer", "float", "geo", "datetime", "uuid", "bool", "text")


def write_schema(folder: Path) -> None:
    """Write a project with as many collections as are planned, in the short and the long form of indexes."""
    (folder / "schema").mkdir()
    (folder / "qschema.yaml").write_text(_PROJECT, encoding="utf-8")
    for file in range(FILES):
        lines = ["collections:"]
        for number in range(file, COLLECTIONS, FILES):
            lines += [
                f"  articles_{number:04}:",
                "    vectors:",
                "      text: {size: 384, distance: Cosine, on_disk: true}",
                "    sparse_vectors: {words: {modifier: idf}}",
                "    hnsw_config: {m: 24}",
                "    quantization_config: {scalar: {type: int8, always_ram: true}}",
                f"    aliases: [docs_{number:04}]",
                "    payload_indexes:",
            ]
            kinds = (_TYPES[field % len(_TYPES)] for field in range(INDEXES))
            lines += [
                f"      field_{field}: {kind if field % 2 else f'{{type: {kind}}}'}" for field, kind in enumerate(kinds)
            ]
        (folder / "schema" / f"{file}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def measure(folder: Path, case: str) -> dict[str, float]:
    """Load and plan once, in this process."""
    from qschema.planner.planner import make_plan
    from qschema.schema.live import LiveCollection, LiveInstance, Mark
    from qschema.schema.loader import load_schema
    from qschema.schema.project import load_project

    start, cpu = perf_counter(), process_time()
    schema = load_schema(load_project(folder), "local")
    took, used = perf_counter() - start, process_time() - cpu
    live: dict[str, LiveCollection] = {}
    aliases: dict[str, str] = {}
    for name, one in schema.collections.items() if case != "everything" else ():
        hnsw = one.spec.hnsw_config
        spec = one.spec
        if case == "one setting each" and hnsw is not None:
            spec = spec.model_copy(update={"hnsw_config": hnsw.model_copy(update={"m": 16})})
        live[name] = LiveCollection(name, spec, Mark("bench", name, 1), 1000, "green", 1000)
        aliases |= dict.fromkeys(spec.aliases or (), name)
    applied: dict[str, Any] = {name: one.spec.as_json() for name, one in live.items()}
    instance = LiveInstance("1.19.0", live, aliases)
    start, cpu = perf_counter(), process_time()
    plan = make_plan(schema, instance, applied)
    took, used = took + perf_counter() - start, used + process_time() - cpu
    steps = {"nothing to do": 0, "everything": COLLECTIONS * (INDEXES + 2), "one setting each": COLLECTIONS}[case]
    assert len(plan.steps) == steps, len(plan.steps)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": took, "processor": used, "megabytes": memory}


def in_a_process(folder: Path, case: str) -> dict[str, float]:
    """Do the same in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.plan", "--one", case, "--folder", str(folder)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def rows(folder: Path) -> list[dict[str, Any]]:
    """Measure all cases, and print what comes out."""
    print(f"{'':34}{'ours':>10}{'budget':>10}{'ratio':>8}   processor time")
    found = []
    for case in CASES:
        rounds = [in_a_process(folder, case) for _ in range(ROUNDS)]
        middle = {key: median(one[key] for one in rounds) for key in rounds[0]}
        for name, key, unit, budget in (
            (f"load and plan: {case}", "seconds", "s", SECONDS),
            (f"memory: {case}", "megabytes", "MB", MEGABYTES),
        ):
            ours = round(middle[key], 2)
            row = {"name": name, "ours": ours, "peer": budget, "ratio": round(ours / budget, 2), "goal": 1.0}
            missed = "" if ours <= budget else "  missed"
            cpu = f"   {middle['processor']:.2f} s" if key == "seconds" else ""
            print(f"{name:34}{ours:7.2f} {unit:2}{budget:7.0f} {unit:2}{row['ratio']:8.2f}{cpu}{missed}", flush=True)
            found.append(row)
    return found


def main() -> None:
    """Read the command line, and measure."""
    parser = argparse.ArgumentParser(description="Load and plan a large schema.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows to a file as well")
    parser.add_argument("--one", choices=CASES, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.one:
        print(json.dumps(measure(wanted.folder, wanted.one)))
        return
    with tempfile.TemporaryDirectory(prefix="qschema-bench-") as folder:
        write_schema(Path(folder))
        found = rows(Path(folder))
    if wanted.json is not None:
        wanted.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
