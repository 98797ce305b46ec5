"""Carrying out a plan: the lock, the ledger, the steps, and what is told about them afterwards.

The package is also the function `qschema.apply(…)` (`qschema.api.apply`): whoever imports a module of it finds it
in that function's place, so it can be called like one.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _CallablePackage(ModuleType):
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        from qschema.api import apply

        return apply(*args, **kwargs)


sys.modules[__name__].__class__ = _CallablePackage
