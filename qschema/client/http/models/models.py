"""All wire types, under one of the official client's module names."""

from __future__ import annotations

from qschema.client.models import *  # noqa: F403
