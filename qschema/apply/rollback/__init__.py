"""Taking back what runs have done: a plan of inverse steps, made from what the ledger remembers."""

from qschema.apply.rollback.planning import Rollback, plan_rollback

__all__ = ["Rollback", "plan_rollback"]
