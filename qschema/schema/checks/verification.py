"""What a copy has to show: a canary asks one thing, and expects something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qschema.schema.declarations import Declaration
from qschema.schema.errors import BadValueError, Problems


def check_verification(declaration: Declaration, said: Mapping[str, Any], problems: Problems) -> None:
    """Note canaries that can't be asked, and those that prove nothing."""
    canaries = ((said.get("lifecycle") or {}).get("verify") or {}).get("canaries") or ()
    for canary, source in zip(canaries, declaration.items("lifecycle", "verify", "canaries"), strict=True):
        if sum(canary.get(key) is not None for key in ("text", "point")) != 1:
            problems.add(
                BadValueError("a canary asks one thing", where=str(source), fix="give it either a text or a point")
            )
        expected, within = len(canary["expect"]), canary.get("within") or 10
        if not 0 < expected <= within:
            problems.add(
                BadValueError(
                    f"a canary can't find {expected} points among {within}" if expected else "a canary expects nothing",
                    where=str(source),
                    fix="name ids in expect, no more of them than within says",
                )
            )
