"""The steps that are work of minutes or hours, and what does each."""

from __future__ import annotations

from qschema.apply.reindex.back_filling import back_fill
from qschema.apply.reindex.ending import end
from qschema.apply.reindex.errand import Errand
from qschema.apply.reindex.filling import fill
from qschema.apply.reindex.freezing import freeze, thaw
from qschema.apply.reindex.proving import prove
from qschema.planner.steps import CopyPoints, EndReindex, FillVector, FreezeWrites, Step, ThawWrites, VerifyCopy


def work_on(errand: Errand, step: Step) -> None:
    """Do the work of a step.

    Raises:
        ApplyError: It can't be done, or it was told to stop.
        QdrantError: A call failed.
    """
    if isinstance(step, CopyPoints):
        fill(errand, step)
    elif isinstance(step, VerifyCopy):
        prove(errand, step)
    elif isinstance(step, FreezeWrites):
        freeze(errand, step)
    elif isinstance(step, ThawWrites):
        thaw(errand, step)
    elif isinstance(step, FillVector):
        back_fill(errand, step)
    elif isinstance(step, EndReindex):
        end(errand, step)
    else:
        raise TypeError(f"{step.kind} is no work")
