"""Taking over what other tools keep in a folder."""

from __future__ import annotations

from qschema.client.embedded.importing.local_folder import ImportedCollection, import_local_folder

__all__ = ["ImportedCollection", "import_local_folder"]
