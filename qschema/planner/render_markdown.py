"""A plan as Markdown, for the comment of a pull request: a table of what is done, and the details to be unfolded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from qschema.planner.plan import Plan
from qschema.planner.render_facts import cost_words
from qschema.planner.render_lines import plain
from qschema.planner.render_text import item_lines
from qschema.planner.render_view import Item, items_of
from qschema.planner.steps.effects import Undo

LIMIT = 65_536
"""How many characters a comment may have on GitHub; counted in bytes, so that any other count is within it, too."""

_RESERVE = 400
_FOLDED = 30
"""From how many rows on the table itself is folded."""

_UNDO = {Undo.LOSSLESS: "yes", Undo.SNAPSHOT: "by a snapshot", Undo.NONE: "no"}


def render_markdown(plan: Plan, *, limit: int = LIMIT) -> str:
    """Return a plan as Markdown that is no longer than a limit; what doesn't fit is left out from the end, and counted.

    Args:
        plan: The plan.
        limit: The most bytes of UTF-8.
    """
    blocks = [*_head(plan), *_rows(plan), *_details(plan)]
    kept: list[str] = []
    room = limit - _RESERVE
    for position, block in enumerate(blocks):
        room -= len(block.encode()) + 1
        if room < 0:
            left = len(blocks) - position
            kept.append(f"\n_{left} more {'line' if left == 1 else 'lines'} left out: run `qschema plan` to see them._")
            break
        kept.append(block)
    return "\n".join(_closed(kept)) + "\n"


def _closed(blocks: list[str]) -> Iterator[str]:
    """Yield blocks, and close what was unfolded and not folded again before the rest was left out."""
    yield from blocks
    if sum(block.count("<details>") - block.count("</details>") for block in blocks):
        yield "\n</details>"


def _head(plan: Plan) -> Iterator[str]:
    yield f"### qschema plan: {code(plan.project)}"
    yield ""
    if plan.impossible:
        count = len(plan.impossible)
        yield f"**Can't be applied:** {count} {'thing is' if count == 1 else 'things are'} impossible here."
    elif plan.refresh_only:
        yield f"**Drift:** {len(plan.drift)} differences from what was applied last; nothing is done about it."
    elif plan.empty:
        yield "**No changes.**" if plan.only else "**No changes.** The instance is as declared."
    else:
        yield f"**{plan.summary}**" + (f", {len(plan.drift)} of the differences are drift" if plan.drift else "")
    yield ""
    yield f"Qdrant {code(plan.server)}" + (f", limited to {', '.join(map(code, plan.only))}" if plan.only else "")
    if plan.adopts:
        yield f"\nAdopts {', '.join(map(code, plan.adopts))}."
    if plan.refused:
        flags = " ".join(f"--allow-destroy {step.address}" for step in plan.refused)
        yield f"\n> **Loses data.** Apply refuses this plan without {code(flags)}"
    for one in plan.warnings:
        about = f" {code(one.address)}" if one.address else ""
        yield f"\n> **{one.id}**{about}: {prose(one.what)}. _{prose(one.fix)}._"
    for note in plan.notes:
        yield f"\n> {prose(note)}"


def _rows(plan: Plan) -> Iterator[str]:
    items = items_of(plan)
    if not items:
        return
    folded = len(items) > _FOLDED
    yield f"\n<details><summary>{len(items)} things</summary>\n" if folded else ""
    yield "| | what | declared | cost | undo |\n|---|---|---|---|---|"
    for item in items:
        step = item.step
        cost = cost_words(step.cost) if step and step.cost else ""
        undo = _UNDO[step.reversal().kind] if step else ""
        drift = " (drift)" if item.drift else ""
        what = f"{code(item.address)}{drift}<br>{prose(item.words)}"
        yield f"| {code(item.kind.value)} | {what} | {code(item.source)} | {cost} | {undo} |"
    if folded:
        yield "\n</details>"


def _details(plan: Plan) -> Iterator[str]:
    for item in items_of(plan):
        yield _unfolding(item)


def _unfolding(item: Item) -> str:
    body = "\n".join(plain(line) for line in item_lines(item))
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", body)), default=0))
    summary = f"<code>{escape(item.kind.value)}</code> {prose(item.address)}"
    return f"\n<details><summary>{summary}</summary>\n\n{fence}text\n{body}\n{fence}\n</details>"


def code(text: str) -> str:
    """Return a text as code that no name can break out of, in a table neither; empty for none."""
    if not text:
        return ""
    shown = escape("".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text), quote=False)
    return f"<code>{_unmarked(shown)}</code>"


def prose(text: str) -> str:
    """Return a text in which nothing means anything to Markdown, on one line."""
    return _unmarked(escape("".join(c if c.isprintable() else " " for c in text), quote=False))


def _unmarked(text: str) -> str:
    """Return text in which no character means anything to Markdown."""
    return re.sub(r"[\\`*|\[\]~#@]|(?<!\w)_|_(?!\w)", lambda found: f"&#{ord(found[0])};", text)
