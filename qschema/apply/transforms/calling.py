"""Functions that a declaration names as `module:function`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Annotated, Any

from pydantic import AfterValidator

from qschema.apply.transforms.errors import NotCallableError
from qschema.schema.embedding import is_function_name


def _checked(value: str) -> str:
    if not is_function_name(value):
        raise ValueError(f"{value!r} is no function; write module:function")
    return value


FunctionName = Annotated[str, AfterValidator(_checked)]
"""The name of a function: `package.module:function`."""


@cache
def function(name: str) -> Callable[..., Any]:
    """Return a function by its name. Modules of the current folder are found, too.

    Raises:
        NotCallableError: There is none.
    """
    module, _, path = name.partition(":")
    if os.getcwd() not in sys.path:
        sys.path.append(os.getcwd())
    try:
        found: Any = import_module(module)
        for part in path.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError) as error:
        raise NotCallableError(name, str(error)) from error
    if not callable(found):
        raise NotCallableError(name, f"it is a {type(found).__name__}")
    made: Callable[..., Any] = found
    return made
