"""How UUIDs may be written: the forms that a server reads."""

from __future__ import annotations

import re

_HEX = "[0-9a-fA-F]"
_HYPHENATED = f"{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}"
# The forms that Rust's `uuid` reads; Python's UUID takes hyphens anywhere, which a server refuses.
_UUID = re.compile(f"{_HYPHENATED}|{_HEX}{{32}}|urn:uuid:{_HYPHENATED}|\\{{{_HYPHENATED}\\}}")


def is_uuid(text: str) -> bool:
    """Whether a text is a UUID."""
    return _UUID.fullmatch(text) is not None
