"""The document of the Python API, run."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import qschema

DOCUMENT = Path(qschema.__path__[0]).parent / "docs" / "python-api.md"


def test_what_it_shows_is_so():
    text = re.sub(r"^```.*$", "", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)
    test = doctest.DocTestParser().get_doctest(text, {"__name__": __name__}, DOCUMENT.name, str(DOCUMENT), 0)
    failures: list[str] = []
    result = doctest.DocTestRunner(verbose=False).run(test, out=failures.append)
    assert result.attempted > 10
    assert not result.failed, "".join(failures)


def test_every_function_is_described():
    text = DOCUMENT.read_text(encoding="utf-8")
    clients = {"AsyncQdrantClient", "QdrantClient", "QschemaError", "__version__"}
    assert all(f"`{name}" in text for name in set(qschema.__all__) - clients)
