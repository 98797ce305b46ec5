"""Plans as files: canonical JSON with a checksum."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from qschema.apply.errors import AlteredPlanError, NewerPlanError, PlanFileError, SecretInPlanError
from qschema.planner.plan import FORMAT, Plan, fingerprint
from qschema.schema.files import write_whole
from qschema.schema.secrets import redact


def save_plan(plan: Plan, path: Path) -> None:
    """Write a plan to a file.

    Raises:
        SecretInPlanError: A secret stands in what the plan would send.
        OSError: The file can't be written.
    """
    if holders := [step.address for step in plan.steps if redact(said := step.model_dump(mode="json")) != said]:
        raise SecretInPlanError(str(path), holders)
    said = redact(plan.model_dump(mode="json"))
    saved = {"checksum": fingerprint(said), "plan": said}
    write_whole(path, orjson.dumps(saved, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE))


def load_plan(path: Path) -> Plan:
    """Read a plan from a file.

    Raises:
        PlanFileError: The file holds no plan.
        NewerPlanError: A newer qschema wrote it.
        AlteredPlanError: It was changed after it was written.
        OSError: The file can't be read.
    """
    said, checksum = _read(path)
    if isinstance(said["format"], int) and said["format"] > FORMAT:
        raise NewerPlanError(str(path), said["format"], FORMAT)
    if fingerprint(said) != checksum:
        raise AlteredPlanError(str(path))
    try:
        return Plan.model_validate(said)
    except ValidationError as error:
        raise PlanFileError(str(path), str(error)) from None


def _read(path: Path) -> tuple[dict[str, Any], str]:
    try:
        saved = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise PlanFileError(str(path), f"it is no JSON: {error}") from None
    match saved:
        case {"plan": {"format": _} as said, "checksum": str(checksum)}:
            return said, checksum
    raise PlanFileError(str(path), "it has no plan and checksum")
