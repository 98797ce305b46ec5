"""A report as a folder: JSON for programs, Markdown for people, and a picture for each plot."""

from __future__ import annotations

from pathlib import Path

import orjson

from qschema.apply.verifying.rendering.markdown import render_markdown
from qschema.apply.verifying.report import Report
from qschema.schema.files import write_whole
from qschema.schema.secrets import redact


def write_report(report: Report, folder: Path) -> None:
    """Write `report.json`, `report.md` and the pictures into a folder, over those of an earlier report.

    Raises:
        OSError: The folder or a file can't be written.
    """
    from qschema.apply.verifying.plots import plots_of  # numpy: who only prints a report needs none

    folder.mkdir(parents=True, exist_ok=True)
    pictures = {f"{name}.svg": svg for name, svg in plots_of(report)}
    data = orjson.dumps(redact(report.as_json()), option=orjson.OPT_INDENT_2).decode()
    texts = {"report.json": f"{data}\n", "report.md": render_markdown(report, pictures), **pictures}
    for name, text in texts.items():
        write_whole(folder / name, redact(text).encode())
