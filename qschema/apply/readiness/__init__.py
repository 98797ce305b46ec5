"""Waiting until a collection is ready: what Qdrant does in the background after a change is done."""

from qschema.apply.readiness.look import Look
from qschema.apply.readiness.waiting import wait_until_ready

__all__ = ["Look", "wait_until_ready"]
