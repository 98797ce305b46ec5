"""`${VARIABLE}` and `${VARIABLE:-default}` in texts; `$${` stands for `${`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qschema.schema.errors import Problems, VariableError
from qschema.schema.nodes import Scalar

_PART = re.compile(r"\$\$\{|\$\{([^}]*)\}|\$\{")
_INSIDE = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?", re.DOTALL)


def has_variables(text: str) -> bool:
    """Tell whether a text refers to a variable, or tries to."""
    return "${" in text and any(part.group() != "$${" for part in _PART.finditer(text))


def unescaped(text: str) -> str:
    """Return a text without variables as it is meant."""
    return text.replace("$${", "${")


def escaped(text: str) -> str:
    """Return the text to write for one that is to be taken literally."""
    return text.replace("${", "$${")


def as_key(key: Scalar, problems: Problems) -> str:
    """Return a key as it is meant; variables are not for keys."""
    if "${" not in key.text:
        return key.text
    if has_variables(key.text):
        problems.add(
            VariableError(
                f"a variable in the key {key.text}",
                where=str(key.source),
                why="variables are replaced in values only, so that names are the same everywhere",
                fix="write the name, or $${ for the characters themselves",
            )
        )
    return unescaped(key.text)


def replaced(scalar: Scalar, variables: Mapping[str, str] | None, problems: Problems) -> tuple[str, list[str]] | None:
    """Put the values of variables into a text.

    Args:
        scalar: The text.
        variables: Name → value; None only looks at how they are written.
        problems: Where mistakes go.

    Returns:
        The text and the values in it; None if there was a mistake.
    """
    values: list[str] = []
    found = len(problems.errors)

    def value(part: re.Match[str]) -> str:
        if part.group() == "$${":
            return "${"
        inside = _INSIDE.fullmatch(part.group(1) or "")
        if inside is None:
            problems.add(_unreadable(scalar, part.group()))
            return ""
        name, default = inside.groups()
        given = variables.get(name, "") if variables is not None else ""
        if not given and default is not None:
            given = default
        elif variables is not None and name not in variables:
            problems.add(_unset(scalar, name))
        values.append(given)
        return given

    text = _PART.sub(value, scalar.text)
    return None if len(problems.errors) > found else (text, values)


def _unreadable(scalar: Scalar, part: str) -> VariableError:
    return VariableError(
        f"{part} is no variable",
        where=str(scalar.source),
        why="it is ${NAME} or ${NAME:-default}; names have letters, digits and underscores, defaults no }",
        fix="for the characters themselves write $${",
    )


def _unset(scalar: Scalar, name: str) -> VariableError:
    return VariableError(
        f"the environment variable {name} isn't set",
        where=str(scalar.source),
        fix=f"set it, or give a default: ${{{name}:-default}}",
    )
