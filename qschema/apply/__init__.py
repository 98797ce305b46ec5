"""Carrying out a plan: the lock, the ledger, the steps, and what is told about them afterwards."""

from __future__ import annotations
