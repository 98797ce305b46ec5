"""The demo: from an empty folder to a searchable collection, and on to its next schema, through the command line.

usage: python -m examples.stdlib_docs.demo [--url]

Everything happens in `.demo/`, made anew each time. With `--url` the instance is the server that QSCHEMA_TEST_URL names
(without it the one on this machine), and what was done there is taken back at the end; the ledger stays.
"""

from __future__ import annotations

import difflib
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from examples.stdlib_docs import queries
from examples.stdlib_docs.corpus import walk
from examples.stdlib_docs.load import COLLECTION, load
from qschema.client import QdrantClient
from qschema.migrations.migration import FOLDER
from qschema.schema import load_project

ROOT = Path(__file__).parents[2]
WORK = ROOT / ".demo"
SCHEMA = Path("examples/stdlib_docs/schema/stdlib_docs.yaml")

Edit = tuple[str, str]
"""What stands in the declaration, and what stands there afterwards."""

EDITS: tuple[Edit, ...] = (
    ("    hnsw_config: {m: 16}\n", "    hnsw_config: {m: 24, ef_construct: 128}\n"),
    (
        "    payload_indexes:\n",
        "    quantization_config: {scalar: {type: int8, always_ram: true}}\n    payload_indexes:\n",
    ),
    ("      kind: keyword\n", "      kind: keyword\n      signature_length: integer\n"),
    ("lowercase: true}\n", f"lowercase: true}}\n    aliases: [{queries.ALIAS}]\n"),
)
"""What changes in the declaration: an index, HNSW, quantization, and an alias."""

console = Console(highlight=False, soft_wrap=True)


def main() -> int:
    """Tell the story; return 0 if every part of it went as it should."""
    environment = "server" if "--url" in sys.argv[1:] else "local"
    started = time.monotonic()
    prepare()

    title("A schema in a file, and the migrations that lead to it")
    console.print((WORK / SCHEMA).read_text(encoding="utf-8"), markup=False)
    qschema(environment, "check")
    qschema(environment, "apply", "--auto-approve")

    title("Real documents: this interpreter's standard library")
    docs = list(walk())
    console.print(f"{len(docs):,} modules, classes, functions and methods with a docstring")
    with connect(environment) as client, Progress(console=console, transient=True) as bar:
        task = bar.add_task("loading", total=len(docs))
        load(client, docs, lambda done: bar.update(task, completed=done))
    with connect(environment) as client:
        console.print(f"loaded {client.count(COLLECTION).count:,} points\n")
        for question in queries.FIRST:
            ask(client, question)

    title("The next schema: an index, HNSW, quantization, an alias")
    edit()
    qschema(environment, "check", expected=2)
    qschema(environment, "plan", "--save", "faster and smaller")
    qschema(environment, "apply", "--auto-approve")
    qschema(environment, "plan", "--detailed-exitcode")  # fails if anything is left to do
    with connect(environment) as client:
        ask(client, queries.longest_signatures)

    title("What is there, and how it came about")
    qschema(environment, "status")
    qschema(environment, "history")

    title("Nothing is destroyed without leave")
    console.print("The declaration is emptied:")
    declared = (WORK / SCHEMA).read_text(encoding="utf-8")
    (WORK / SCHEMA).write_text("collections: {}\n", encoding="utf-8")
    qschema(environment, "plan", "--save", "nothing any more")
    qschema(environment, "apply", "--auto-approve", expected=1)
    (WORK / SCHEMA).write_text(declared, encoding="utf-8")
    saved = sorted((WORK / FOLDER).iterdir())
    saved.pop().unlink()
    for _ in saved if environment == "server" else ():  # leave nothing behind on somebody's server
        qschema(environment, "rollback", "--auto-approve", "--allow-destroy", COLLECTION)
    console.print(f"\nDone in {time.monotonic() - started:.0f} s. The project of this demo lies in {WORK.name}/.")
    return 0


def prepare() -> None:
    """Make the work folder anew: the project of the repository's root, as it is."""
    shutil.rmtree(WORK, ignore_errors=True)
    (WORK / SCHEMA).parent.mkdir(parents=True)
    for file in (Path("qschema.yaml"), SCHEMA):
        shutil.copy(ROOT / file, WORK / file)
    shutil.copytree(ROOT / FOLDER, WORK / FOLDER)


def edit(edits: Iterable[Edit] = EDITS) -> None:
    """Change the declaration, and show what changed."""
    before = (WORK / SCHEMA).read_text(encoding="utf-8")
    replace(edits)
    after = (WORK / SCHEMA).read_text(encoding="utf-8")
    for line in difflib.unified_diff(
        before.splitlines(), after.splitlines(), SCHEMA.name, SCHEMA.name, n=1, lineterm=""
    ):
        console.print(Text(line, style={"+": "green", "-": "red"}.get(line[0], "")))
    console.print()


def replace(edits: Iterable[Edit]) -> None:
    """Change the declaration."""
    declared = (WORK / SCHEMA).read_text(encoding="utf-8")
    for old, new in edits:
        declared = declared.replace(old, new, 1)
    (WORK / SCHEMA).write_text(declared, encoding="utf-8")


def qschema(environment: str, *args: str, expected: int = 0) -> None:
    """Run the command line as a person would, show what was typed, and see that it ends as it should."""
    typed = ["qschema", *(["--env", environment] if environment != "local" else []), *args]
    console.print(Text(f"$ {shlex.join(typed)}", style="bold cyan"))
    code = subprocess.call([sys.executable, "-m", "qschema.cli", *typed[1:]], cwd=WORK)
    if code != expected:
        raise SystemExit(f"that ended with {code}, not with {expected}; this is not as it should be")
    console.print()


def connect(environment: str) -> QdrantClient:
    """Return a client of the instance that an environment of the project names."""
    place = load_project(WORK).environment(environment)
    return QdrantClient(url=place.url) if place.url else QdrantClient(path=str(place.path))


def ask(client: QdrantClient, question: Callable[[QdrantClient], queries.Answers]) -> None:
    """Put one question, and print it with its answers."""
    console.print(Text(question.__doc__ or "", style="bold"))
    answers = question(client)
    if not answers:
        raise SystemExit("nothing was found; that is not as it should be")
    width = max(len(name) for name, _ in answers)
    for name, line in answers:
        console.print(Text.assemble("  ", (f"{name:<{width}}  ", "green"), line))
    console.print()


def title(text: str) -> None:
    """Print the title of a chapter."""
    console.print()
    console.rule(Text(text, style="bold"), align="left")


if __name__ == "__main__":
    sys.exit(main())
