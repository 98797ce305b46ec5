"""The low-level doors: one object for each group of the REST API, all calls under the API's own names."""

from __future__ import annotations
