"""A report for people: on a terminal, in a pull request, in a folder."""

from qschema.apply.verifying.rendering.folder import write_report
from qschema.apply.verifying.rendering.markdown import render_markdown
from qschema.apply.verifying.rendering.text import render_text, report_lines

__all__ = ["render_markdown", "render_text", "report_lines", "write_report"]
