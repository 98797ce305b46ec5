"""Tokens for a server that was started with a key and `jwt_rbac`."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

KEY = "a-key-of-the-live-tests"


def token(access: Any) -> str:
    """Return a token that Qdrant takes for one that the holder of the key made."""

    def encoded(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    head = encoded(b'{"alg":"HS256","typ":"JWT"}') + "." + encoded(json.dumps({"access": access}).encode())
    return f"{head}.{encoded(hmac.new(KEY.encode(), head.encode(), hashlib.sha256).digest())}"
