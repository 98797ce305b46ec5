"""The demo of another embedding model: the collection is reindexed to vectors of another size while somebody reads it.

usage: python -m examples.stdlib_docs.demo_reindex

The instance is `qschema serve` over a folder in `.demo/`, made anew each time: a reader and the commands, which are
processes of their own, ask it in the same moment.
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from examples.stdlib_docs import demo, queries
from examples.stdlib_docs.corpus import walk
from examples.stdlib_docs.demo import ask, connect, console, edit, qschema, title
from examples.stdlib_docs.embedding import LARGER
from examples.stdlib_docs.load import BM25, COLLECTION, load
from examples.stdlib_docs.reader import Reader
from qschema.client import QdrantClient, models
from qschema.migrations.migration import FOLDER

ENVIRONMENT = "server"
DOCUMENTS = 2_000
REPORT = Path(".qschema/reports") / f"{COLLECTION}__g2"

_HASHED = "      ngrams: {size: 384, distance: Cosine}  # hashed character n-grams, see embedding.py\n"
_SMALL = '      ngrams: {size: 384, distance: Cosine, embed: {model: "embedding:small", from: summary}}\n'

BEGINNING: tuple[demo.Edit, ...] = (
    (_HASHED, _SMALL),
    (
        "lowercase: true}\n",
        f"""lowercase: true}}
    aliases: [{queries.ALIAS}]
    lifecycle:
      verify: {{overlap: {{at_least: 0.6}}}}
""",
    ),
)
"""What the declaration says from the beginning: what fills the vector, an alias, and what its successor has to show."""

EDITS: tuple[demo.Edit, ...] = ((_SMALL, _SMALL.replace("384", "768").replace("small", "large")),)
"""What changes in the declaration: the embedding, and with it the size."""


def main() -> int:
    """Tell the story; return 0 if every part of it went as it should."""
    started = time.monotonic()
    prepare()
    with served(demo.WORK / ".qschema" / "served") as url:
        os.environ["QSCHEMA_TEST_URL"] = url  # the environment `server` of the project is the instance at this address
        with connect(ENVIRONMENT) as client:
            tell(client)
    console.print(f"\nDone in {time.monotonic() - started:.0f} s. The project of this demo lies in {demo.WORK.name}/.")
    return 0


def tell(client: QdrantClient) -> None:
    """Tell the story to its end."""
    title("A collection that is searched by vectors of 384 dimensions")
    console.print((demo.WORK / demo.SCHEMA).read_text(encoding="utf-8"), markup=False)
    qschema(ENVIRONMENT, "apply", "--auto-approve")
    load(client, list(itertools.islice(walk(), DOCUMENTS)), lambda done: None)
    console.print(f"loaded {client.count(COLLECTION).count:,} points\n")
    ask(client, small)

    title("Another embedding, of 768 dimensions")
    edit(EDITS)
    qschema(ENVIRONMENT, "plan")

    title("Cloned, verified and switched to, while somebody reads")
    reader = Reader(lambda: read(client))
    with reader.at_work():
        qschema(ENVIRONMENT, "apply", "--auto-approve")
    files = ", ".join(sorted(one.name for one in (demo.WORK / REPORT).iterdir()))
    console.print(f"The report, with plots, lies in {demo.WORK.name}/{REPORT}/: {files}")
    show_reads(reader)
    ask(client, large)

    title("Back at once, and forth again")
    with reader.at_work():
        qschema(ENVIRONMENT, "reindex", "revert", COLLECTION, "--auto-approve")
        ask(client, small)
        qschema(ENVIRONMENT, "reindex", "promote", COLLECTION, "--auto-approve")
        ask(client, large)

    title("The old one goes, and nothing is left to do")
    with reader.at_work():
        qschema(ENVIRONMENT, "reindex", "cleanup", COLLECTION, "--ignore-hold", "--auto-approve")
    show_reads(reader)
    qschema(ENVIRONMENT, "reindex", "status")
    qschema(ENVIRONMENT, "plan", "--detailed-exitcode")  # fails if anything is left to do


def prepare() -> None:
    """Make the work folder anew: the project of the demo, without its migrations, and with the embeddings beside it."""
    demo.prepare()
    shutil.rmtree(demo.WORK / FOLDER)
    shutil.copy(Path(__file__).parent / "embedding.py", demo.WORK)
    demo.replace(BEGINNING)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the instance in a folder, by a process on a free port; give its address."""
    command = [sys.executable, "-m", "qschema.cli", "serve", "--port", "0", "--path", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout
        try:
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()


def read(client: QdrantClient) -> None:
    """Read as an application does that doesn't care which embedding it is.

    Raises:
        QdrantError: A read failed.
        LookupError: Not everything is found.
    """
    words = models.Document(text="compress a file", model=BM25)
    searches = [
        client.query_points(queries.ALIAS, query=7, using="ngrams", limit=queries.LIMIT).points,
        client.query_points(COLLECTION, query=words, using="words", limit=queries.LIMIT).points,
    ]
    if not all(searches) or client.count(queries.ALIAS).count != DOCUMENTS:
        raise LookupError("not everything is found")


def show_reads(reader: Reader) -> None:
    """Tell how many reads failed so far, which has to be none."""
    console.print(f"{reader.reads:,} reads through the alias and the name meanwhile, {len(reader.failures)} failed\n")
    if reader.failures:
        raise SystemExit(f"the first one that failed: {reader.failures[0]}")


def small(client: QdrantClient) -> queries.Answers:
    """By n-grams in 384 dimensions: compres fils."""
    return queries.misspelt(client)


def large(client: QdrantClient) -> queries.Answers:
    """By n-grams in 768 dimensions: compres fils."""
    return queries.misspelt(client, LARGER)


if __name__ == "__main__":
    sys.exit(main())
