"""`python -m qschema.cli` is `qschema`."""

from __future__ import annotations

from qschema.cli.main import main

main()
