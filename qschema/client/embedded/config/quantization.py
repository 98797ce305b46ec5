"""Quantization as it reads back."""

from __future__ import annotations

from qschema.client.embedded.config.plain import Json, single


def rounded(said: Json | None) -> Json | None:
    """Return a quantization with its quantile in the 32 bits that a server keeps of it."""
    if said is None or "quantile" not in said.get("scalar", {}):
        return said
    return {"scalar": {**said["scalar"], "quantile": single(said["scalar"]["quantile"])}}
