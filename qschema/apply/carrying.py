"""Carrying out one step: look, note, send, and look again until its effect is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from qschema.apply.errors import NotEffectiveError, StepFailedError
from qschema.apply.failpoints import reached
from qschema.apply.looking import look
from qschema.apply.patience import UNANSWERED, poll
from qschema.client import QdrantClient, models
from qschema.client.errors import QdrantError
from qschema.client.requests import Request
from qschema.planner.steps import Step
from qschema.schema.live import LiveInstance

SETTLE_SECONDS = 10.0
"""How long the effect of a request that was answered may take to show; a cluster's other nodes lag behind
(measured on Qdrant 1.19.0: 24 ms at most)."""

TRUTH_SECONDS = 30.0
"""How long to look for the effect of a request whose answer never came: it may still be on its way."""


class Refused(Exception):  # noqa: N818 - never leaves this package
    """A step can't be done, or was not; the text says why. Whoever runs the plan says which step it was.

    Args:
        why: The reason.
        kind: The type of error that it becomes.
        outcome: `unknown` if it may still be done.
    """

    def __init__(
        self,
        why: str,
        *,
        kind: type[StepFailedError] = StepFailedError,
        outcome: Literal["failed", "unknown"] = "failed",
    ) -> None:
        super().__init__(why)
        self.kind = kind
        self.outcome = outcome


def carry_out(
    client: QdrantClient,
    step: Step,
    *,
    note: Callable[[LiveInstance], None],
    check: Callable[[], None],
    save: Callable[[LiveInstance], None] | None = None,
    act: Callable[[], None] | None = None,
) -> Literal["done", "skipped"]:
    """Carry out a step; it is skipped if what it is to bring about is already so.

    Args:
        client: The instance.
        step: The step.
        note: Writes down how things are before anything is sent; isn't called for a step that is skipped.
        check: Makes sure that this run may still change things.
        save: Takes a snapshot of what is about to change; None for no snapshot.
        act: Does it, where it takes more than to send the step's requests one after the other.

    Raises:
        Refused: Something stands in its way, Qdrant refused it, or its effect does not show.
        LockLostError: This run may no longer change things.
    """
    check()
    live = look(client, step)
    if step.holds(live) and not step.is_always_carried_out:
        return "skipped"
    if obstacle := step.obstacle(live):
        raise Refused(obstacle)
    reached(step.kind, "before-image")
    note(live)
    reached(step.kind, "after-image")
    if save is not None:
        reached(step.kind, "before-snapshot")
        save(live)
        reached(step.kind, "after-snapshot")
    error: QdrantError | None = None
    reached(step.kind, "before-execute")
    try:
        if act is not None:
            act()
        else:
            _send_all(client, step, check)
    except QdrantError as failed:
        error = failed  # whatever was answered, or wasn't: the truth decides
    reached(step.kind, "after-execute")
    if step.is_work:
        if error is not None:
            raise _explained(error) from error
        return "done"
    if not _seen(client, step, error):
        raise _explained(error) from error
    return "done"


def check_effect(client: QdrantClient, step: Step) -> None:
    """Make sure that the effect of a step still shows, once the work that it caused is done.

    Raises:
        Refused: It doesn't.
    """
    reached(step.kind, "before-postcheck")
    if not _seen(client, step, None):
        raise Refused("its effect showed and is gone again: somebody else is changing the instance")
    reached(step.kind, "after-postcheck")


def _send_all(client: QdrantClient, step: Step, check: Callable[[], None]) -> None:
    for request in step.requests():
        _send(client, request, check)


def _send(client: QdrantClient, request: Request[Any], check: Callable[[], None]) -> None:
    """Send a request. One whose work takes longer than the server waits is sent again, to wait on.

    Since Qdrant 1.18 the answer then is a 200 with the status `wait_timeout`, after 60 seconds, and the work goes on;
    the same request again changes nothing and waits for it.
    """
    while True:
        check()
        answer = client.send(request)
        if not (isinstance(answer, models.UpdateResult) and answer.status is models.UpdateStatus.WAIT_TIMEOUT):
            return


def _seen(client: QdrantClient, step: Step, error: QdrantError | None) -> bool:
    """Look until the step's effect shows; after a clear refusal, look once."""
    unanswered = isinstance(error, UNANSWERED)
    patience = TRUTH_SECONDS if unanswered else SETTLE_SECONDS if error is None else 0.0
    try:
        return poll(lambda: step.holds(look(client, step)), patience)
    except QdrantError as unreadable:
        said = (error or unreadable).what
        raise Refused(f"nobody knows whether it was done: {said}", outcome="unknown") from unreadable


def _explained(error: QdrantError | None) -> Refused:
    if error is None:
        return Refused(
            "Qdrant accepted it, and does not show its effect (a server ignores what it doesn't know)",
            kind=NotEffectiveError,
        )
    if isinstance(error, UNANSWERED):
        return Refused(
            f"no usable answer came, and the instance does not show its effect: {error.what}", outcome="unknown"
        )
    return Refused(f"Qdrant said: {error.what}")
