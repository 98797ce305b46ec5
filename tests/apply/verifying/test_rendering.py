"""What people read of a verification, held as golden files; and that pictures are pictures."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.apply.verifying import Finding, Outcome, Report, Result, SearchedSide
from qschema.apply.verifying.plots import plots_of
from qschema.apply.verifying.plots.panel import ticks
from qschema.apply.verifying.rendering import render_markdown, render_text, write_report
from qschema.client import QdrantClient

GOLDEN = Path(__file__).parent / "golden"
PLACES = ("x", "y", "x1", "x2", "y1", "y2")
SVG = "{http://www.w3.org/2000/svg}"

SHARES = tuple(min(1.0, round(0.3 + (7 * n % 11) / 10, 1)) for n in range(40))
OVERLAP = Result(
    "overlap",
    Outcome.FAILED,
    "79.5% of the first 10 are the same, over 40 queries",
    "0.92 or more on average",
    {"k": 10, "queries": 40, "mean": 0.795},
    {"mean": 0.92},
    tuple(Finding(f"query {n}", f"{n} of 10 hits") for n in range(7)),
    {"text": SHARES},
)
SCORES = Result(
    "scores",
    Outcome.PASSED,
    "the scores of the same hits moved by +0.00125 on average",
    "no more than 0.05 up or down on average",
    {"mean": 0.00125},
    {"mean": 0.05},
    series={"": tuple((n % 9 - 4) / 100 for n in range(40))},
)
LATENCY = Result(
    "latency",
    Outcome.TOLD,
    "half of the answers within 3.1 ms (old 2.9), 95% within 5.2 ms (old 5.0)",
    measured={"p95_ms": 5.2, "p95_ratio": 1.04},
    series={"old": tuple(2 + n / 20 for n in range(60)), "new": tuple(2.2 + n / 20 for n in range(60))},
)
RESULTS = (
    Result("counts", Outcome.PASSED, "2,000 points in both", "2,000, as in the old one", {"old": 2000, "new": 2000}),
    Result(
        "payloads",
        Outcome.FAILED,
        "1 of 2,000 points differs",
        "none differs",
        {"compared": 2000, "differing": 1},
        {"differing": 0},
        (Finding(17, 'title: "a|b" → "<b>"'),),
    ),
    OVERLAP,
    SCORES,
    LATENCY,
    Result("canaries", Outcome.SKIPPED, "none is declared"),
)


@pytest.fixture
def report(here: QdrantClient) -> Report:
    old = SearchedSide(here, "articles", "http://one:6333")
    return Report(old, SearchedSide(here, "articles__g2", "http://two:6333"), RESULTS, 12.34)


def test_text(report, same_as_golden):
    same_as_golden(GOLDEN / "report.txt", render_text(report))


def test_markdown(report, same_as_golden):
    same_as_golden(GOLDEN / "report.md", render_markdown(report, ["overlap.svg"]))


def test_json(report, same_as_golden):
    same_as_golden(GOLDEN / "report.json", json.dumps(report.as_json(), indent=1, ensure_ascii=False) + "\n")


def test_pictures(report, same_as_golden):
    for name, svg in plots_of(report):
        same_as_golden(GOLDEN / f"{name}.svg", svg)


def test_a_folder_holds_them_all(report, tmp_path: Path):
    write_report(report, tmp_path / "a" / "b")
    names = {file.name for file in (tmp_path / "a" / "b").iterdir()}
    assert names == {"report.json", "report.md", "overlap.svg", "scores.svg", "latency.svg"}


numbers = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=30).map(tuple)
shares = st.lists(st.floats(0, 1), min_size=1, max_size=30).map(tuple)
names = st.text(max_size=8)


@given(
    overlap=st.dictionaries(names, shares, min_size=1, max_size=3),
    scores=st.dictionaries(names, numbers, min_size=1, max_size=3),
    times=st.tuples(numbers, numbers).map(lambda both: [tuple(map(abs, times)) for times in both]),
    limit=st.none() | st.floats(0, 1e3),
    k=st.integers(1, 200),
)
def test_any_numbers_make_pictures_within_their_frame(overlap, scores, times, limit, k):
    threshold = {} if limit is None else {"mean": min(limit, 1.0), "p95_ms": limit}
    results = (
        Result("overlap", Outcome.PASSED, "", "", {"k": k}, threshold, series=overlap),
        Result("scores", Outcome.PASSED, "", "", {}, threshold, series=scores),
        Result("latency", Outcome.PASSED, "", "", {}, threshold, series=dict(zip(("old", "new"), times, strict=True))),
    )
    report = Report(None, None, results, 0.0)  # type: ignore[arg-type]
    for _, svg in plots_of(report):
        root = ElementTree.fromstring(svg)
        width, height = float(root.attrib["width"]), float(root.attrib["height"])
        for shape in root.iter():
            places = {
                key: float(shape.attrib[key]) for key in ("x", "y", "x1", "x2", "y1", "y2") if key in shape.attrib
            }
            assert all(-1 <= at <= (width if "x" in key else height) + 1 for key, at in places.items())
            if shape.tag == f"{SVG}polyline":
                points = [point.split(",") for point in shape.attrib["points"].split()]
                assert all(0 <= float(x) <= width and 0 <= float(y) <= height for x, y in points)


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_ticks_are_round_and_few_and_within(low, width):
    found = ticks(low, low + width)
    assert 1 <= len(found) <= 8
    assert all(low - width * 1e-6 <= one <= low + width * (1 + 1e-6) for one in found)
    steps = {b - a for a, b in pairwise(found)}
    assert all(math.isclose(step, max(steps), rel_tol=1e-3) for step in steps)
