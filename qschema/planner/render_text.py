"""A plan as lines of text for people; colours are left to whoever prints them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from qschema.planner.change import Change, ChangeClass, Origin
from qschema.planner.plan import Plan
from qschema.planner.render_facts import facts_of
from qschema.planner.render_lines import Line, Role, Span, plain
from qschema.planner.render_values import compact, rows_of
from qschema.planner.render_view import Item, items_of

_ROLES = {
    ChangeClass.CREATE: Role.ADD,
    ChangeClass.IN_PLACE: Role.CHANGE,
    ChangeClass.REFILL: Role.REPLACE,
    ChangeClass.REPLACE: Role.REPLACE,
    ChangeClass.DESTROY: Role.DESTROY,
    ChangeClass.IMPOSSIBLE: Role.IMPOSSIBLE,
}

_LEGEND = {
    ChangeClass.CREATE: "create",
    ChangeClass.IN_PLACE: "change in place",
    ChangeClass.REFILL: "drop, add and fill again",
    ChangeClass.REPLACE: "replace by a new one",
    ChangeClass.DESTROY: "destroy",
    ChangeClass.IMPOSSIBLE: "impossible here",
}

_INDENT = 8
_SHOWN_UNMANAGED = 8


def render_text(plan: Plan) -> str:
    """Return a plan as plain text, one line after the other, with a newline at the end."""
    return "".join(f"{plain(line)}\n" for line in plan_lines(plan))


def plan_lines(plan: Plan) -> Iterator[Line]:
    """Yield the lines of a plan: legend, what is to be done, what is left alone, notes, and the sum."""
    items = items_of(plan)
    if items:
        yield (Span("Signs:", Role.DIM), *_legend(items))
        yield from _sections(items)
        yield ()
    yield from _left_alone(plan)
    yield from _warnings(plan)
    for note in plan.notes:
        yield Span("Note: ", Role.STRONG), Span(note)
    yield from _closing(plan)


def _sections(items: Iterable[Item]) -> Iterator[Line]:
    """Yield the lines of items; those that set back what somebody changed on the instance stand apart."""
    drifted = [item for item in items if item.drift]
    changed = [item for item in items if not item.drift]
    if drifted:
        yield ()
        yield Span("Drift", Role.STRONG), Span(" (the instance was changed after the last apply):")
        yield from _paragraphs(drifted)
    if drifted and changed:
        yield ()
        yield Span("Changes", Role.STRONG), Span(" (the declaration says something new):")
    yield from _paragraphs(changed)


def _paragraphs(items: Iterable[Item]) -> Iterator[Line]:
    """Yield the lines of items, with air around those that have several."""
    airy = True
    for item in items:
        head, *rest = item_lines(item)
        if rest or airy:
            yield ()
        yield head
        yield from rest
        airy = bool(rest)


def _legend(items: Iterable[Item]) -> Iterator[Span]:
    used = {item.kind for item in items}
    for kind, words in _LEGEND.items():
        if kind in used:
            yield Span("  ")
            yield Span(kind.value, _ROLES[kind])
            yield Span(f" {words}", Role.DIM)


def item_lines(item: Item) -> Iterator[Line]:
    """Yield the lines of one item: what is done, what differs, what it costs."""
    role = _ROLES[item.kind]
    source = [Span(f"  [{item.source}]", Role.DIM)] if item.source else []
    yield Span(f"{item.kind.value:>5} ", role), Span(item.address, Role.STRONG), Span(f"  {item.words}"), *source
    if item.loses_data and item.granted:
        yield _indented(Span("this loses data, and is allowed to", role))
    elif item.loses_data:
        flag = f"--allow-destroy {item.address}"
        yield _indented(Span("this loses data; to allow it: ", role), Span(flag, Role.STRONG))
    yield from _change_lines(item.address, item.causes)
    if item.created and item.causes:
        yield _indented(Span("created as:", Role.DIM))
    yield from _rows(item.created, Role.PLAIN)
    yield from _rows(item.destroyed, Role.DIM)
    if item.step:
        yield from (_indented(Span(f"{name}: {words}", Role.DIM)) for name, words in facts_of(item.step))


def _rows(body: Mapping[str, Any], role: Role) -> Iterator[Line]:
    rows = list(rows_of(body))
    width = max((len(name) for name, _ in rows), default=0)
    for name, value in rows:
        yield _indented(Span(f"{name:<{width}}  {value}", role))


def _change_lines(address: str, causes: Iterable[Change]) -> Iterator[Line]:
    rows = [(_below(address, change.address), change) for change in causes if _tells(change)]
    width = max((len(name) for name, _ in rows), default=0)
    for name, change in rows:
        spans = [Span(f"{name:<{width}}  " if width else "")]
        spans += [Span(_value(change.before), Role.DIM), Span(" → "), Span(_value(change.after))]
        if change.rebuild:
            spans.append(Span("  (rebuilds in the background)", Role.DIM))
        if change.origin is Origin.DRIFT:
            spans.append(Span("  (drift)", Role.DIM))
        if change.reason:
            spans.append(Span(f"  ({change.reason})", Role.DIM))
        yield _indented(*spans)


def _tells(change: Change) -> bool:
    """Tell whether a change says more than that there is one, as one that nobody declared does: the way back."""
    return bool(change.reason) or (change.before, change.after) != (None, None)


def _value(value: Any) -> str:
    return "none" if value is None else compact(value)


def _below(address: str, inner: str) -> str:
    return inner[len(address) + 1 :] if inner.startswith(f"{address}/") else ""


def _indented(*spans: Span) -> Line:
    return (Span(" " * _INDENT), *spans)


def _warnings(plan: Plan) -> Iterator[Line]:
    for one in plan.warnings:
        about = f"{one.address}: " if one.address else ""
        yield Span("Warning", Role.CHANGE), Span(f" {one.id}: {about}{one.what}"), Span(f" → {one.fix}", Role.DIM)


def _left_alone(plan: Plan) -> Iterator[Line]:
    if not plan.unmanaged:
        return
    more = len(plan.unmanaged) - _SHOWN_UNMANAGED
    shown = [*plan.unmanaged[:_SHOWN_UNMANAGED], *([f"{more} more"] if more > 0 else [])]
    yield Span("Left alone", Role.STRONG), Span(f" (there, and not declared): {', '.join(shown)}")


def _closing(plan: Plan) -> Iterator[Line]:
    if plan.impossible:
        count = len(plan.impossible)
        yield (Span(f"This plan can't be applied: {count} {_things(count)} impossible here.", Role.IMPOSSIBLE),)
        return
    adopted = len(plan.adopts)
    if plan.refresh_only:
        count = len(plan.drift)
        yield (Span(f"Drift: {count} {_differences(count)} from what was applied last; nothing is done about it."),)
        return
    if plan.only:
        yield (Span(f"Limited to {', '.join(plan.only)}; everything else is left as it is."),)
    if plan.empty:
        yield (Span("No changes." if plan.only else "No changes. The instance is as declared.", Role.STRONG),)
    else:
        yield (Span(f"Plan: {plan.summary}.", Role.STRONG),)
    if adopted:
        them = "a collection that was there before" if adopted == 1 else f"{adopted} collections that were there before"
        yield (Span(f"Applying it adopts {them}: marks {'it' if adopted == 1 else 'them'} as this project's."),)
    if plan.refused:
        yield (Span("Apply refuses this plan until --allow-destroy is given for what loses data.", Role.DESTROY),)


def _differences(count: int) -> str:
    return "difference" if count == 1 else "differences"


def _things(count: int) -> str:
    return "thing is" if count == 1 else "things are"
