"""What can go wrong when a plan is carried out: one type for each failure, with its code and its way out."""

from __future__ import annotations

from qschema.apply.errors.base import ApplyError
from qschema.apply.errors.ledger import LedgerDamagedError, NewerLedgerError
from qschema.apply.errors.locking import (
    CollectionLockedError,
    GuardError,
    LockedError,
    LockLostError,
    NoSuchLockError,
    NotReleasedError,
)
from qschema.apply.errors.plan_files import AlteredPlanError, NewerPlanError, PlanFileError, SecretInPlanError
from qschema.apply.errors.plans import ImpossiblePlanError, NotEnsuredError, RefusedError, StalePlanError
from qschema.apply.errors.queries import QueriesFileError
from qschema.apply.errors.runs import (
    CanNotResumeError,
    CanNotRollBackError,
    NoSuchRunError,
    NothingToResumeError,
    NothingToRollBackError,
)
from qschema.apply.errors.steps import NotEffectiveError, StepFailedError, StoppedError
from qschema.apply.errors.target import NoPermissionError, OldServerError, OtherTargetError
from qschema.apply.errors.waiting import NoProgressError, OptimizerFailedError, StillWorkingError, WaitingError

__all__ = [
    "AlteredPlanError",
    "ApplyError",
    "CanNotResumeError",
    "CanNotRollBackError",
    "CollectionLockedError",
    "GuardError",
    "ImpossiblePlanError",
    "LedgerDamagedError",
    "LockLostError",
    "LockedError",
    "NewerLedgerError",
    "NewerPlanError",
    "NoPermissionError",
    "NoProgressError",
    "NoSuchLockError",
    "NoSuchRunError",
    "NotEffectiveError",
    "NotEnsuredError",
    "NotReleasedError",
    "NothingToResumeError",
    "NothingToRollBackError",
    "OldServerError",
    "OptimizerFailedError",
    "OtherTargetError",
    "PlanFileError",
    "QueriesFileError",
    "RefusedError",
    "SecretInPlanError",
    "StalePlanError",
    "StepFailedError",
    "StillWorkingError",
    "StoppedError",
    "WaitingError",
]
