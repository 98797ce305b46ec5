"""What people read when something goes wrong, held as a golden file; and that no two errors share a code."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

from qschema.apply import errors
from qschema.apply.held_lock import HeldLock
from qschema.apply.records import LeaseRecord
from qschema.apply.who import Who
from qschema.errors import QschemaError
from qschema.planner.change import Change, ChangeClass
from qschema.planner.plan import Plan
from qschema.planner.steps import CreateIndex, DeleteCollection
from qschema.schema.live import Mark

GOLDEN = Path(__file__).parent / "golden" / "errors.txt"

TOKEN = "0123456789abcdef0123456789abcdef"
ANN = Who(user="ann", host="laptop", pid=4711, job="https://gitlab.example/jobs/1")
SINCE = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
DROP = DeleteCollection(collection="logs", address="logs", mark=Mark("library", "logs", 1), points=1234)
INDEX = CreateIndex(
    collection="articles", address="articles/payload_indexes/year", field="year", index_params={"type": "integer"}
)
IMPOSSIBLE = Change(
    address="orders",
    kind=ChangeClass.IMPOSSIBLE,
    reason="the project 'shop' owns this collection",
    source="schema/orders.yaml:2:3",
)
PLAN = Plan(
    project="library",
    server="1.19.0",
    declared="sha256:",
    applied="sha256:",
    live="sha256:",
    changes=(IMPOSSIBLE, IMPOSSIBLE.model_copy(update={"address": "people"})),
    steps=(DROP,),
)

EXAMPLES: tuple[QschemaError, ...] = (
    errors.LockedError(
        HeldLock("library", TOKEN, LeaseRecord(project="library", token=TOKEN, who=ANN, run="r", since=SINCE))
    ),
    errors.LockedError(HeldLock("library", TOKEN, None)),
    errors.CollectionLockedError(HeldLock("library", TOKEN, None, "articles")),
    errors.LockLostError("the project 'library'"),
    errors.NotReleasedError("the project 'library'", TOKEN, "no answer within the time allowed"),
    errors.NoSuchLockError("library", TOKEN),
    errors.GuardError("the ledger has lost its guard, the alias _qschema.lock.free"),
    errors.NoPermissionError("make the ledger, the collection _qschema", "Global manage access is required"),
    errors.OldServerError("1.15.5"),
    errors.NewerLedgerError(2, 1),
    errors.LedgerDamagedError("42", "spec: Field required"),
    errors.ImpossiblePlanError(PLAN),
    errors.CanNotRollBackError(PLAN),
    errors.RefusedError(PLAN),
    errors.StalePlanError("another plan of this project was applied after it was made"),
    errors.OtherTargetError("http://one:6333", "http://other:6333"),
    errors.NotEnsuredError(PLAN, [DROP], "--url http://localhost:6333", ["logs"]),
    errors.StepFailedError(INDEX, "Qdrant said: Wrong input", done=(), remaining=(DROP,)),
    errors.NotEffectiveError(
        INDEX, "Qdrant accepted it, and does not show its effect", done=(DROP,), remaining=(INDEX,) * 7
    ),
    errors.StoppedError((DROP,), (INDEX,)),
    errors.NothingToResumeError("library"),
    errors.CanNotResumeError(
        "run 01234567 of ann on laptop (killed)", "the declaration was changed after it was planned"
    ),
    errors.NoSuchRunError("0123", 2),
    errors.NoSuchRunError("0123", 0),
    errors.NothingToRollBackError(),
    errors.NothingToRollBackError("0123456789abcdef"),
    errors.StillWorkingError("articles", 90.0),
    errors.NoProgressError("articles", "nothing has changed for 600 seconds"),
    errors.OptimizerFailedError("articles", "No space left on device"),
    errors.PlanFileError("next.plan", "it is no JSON"),
    errors.SecretInPlanError("next.plan", ["articles", "articles"]),
    errors.AlteredPlanError("next.plan"),
    errors.NewerPlanError("next.plan", 2, 1),
    errors.QueriesFileError("queries.jsonl:3", "this is no JSON"),
)


def test_what_people_read(same_as_golden):
    text = "\n\n".join(f"[{error.code}]\n{error}" for error in EXAMPLES)
    same_as_golden(GOLDEN, f"{text}\n")


def test_every_error_is_shown_here():
    bases = (errors.ApplyError, errors.WaitingError)
    kinds = {
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.ApplyError) and kind not in bases
    }
    assert {type(error) for error in EXAMPLES} == kinds
    assert len({kind.code for kind in kinds}) == len(kinds)
