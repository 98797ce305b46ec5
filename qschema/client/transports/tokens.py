"""Bearer tokens, asked for before each call."""

from __future__ import annotations

import inspect

from qschema.client.transports.headers import bearer
from qschema.client.transports.target import TokenProvider


def token_now(provider: TokenProvider | None) -> dict[str, str]:
    """Return the header that carries the token; none without a provider.

    Raises:
        TypeError: The provider would have to be awaited.
    """
    if provider is None:
        return {}
    token = provider()
    if inspect.iscoroutine(token):
        token.close()
    if not isinstance(token, str):
        raise TypeError("auth_token_provider returns no text; only AsyncQdrantClient takes one that is awaited")
    return bearer(token)


async def token_soon(provider: TokenProvider | None, seconds: float) -> dict[str, str]:
    """Return the header that carries the token, awaited where the provider wants that; none without a provider.

    Args:
        provider: Returns the token.
        seconds: How long it may take.

    Raises:
        TimeoutError: It takes longer.
    """
    if provider is None:
        return {}
    token = provider()
    if inspect.isawaitable(token):
        import anyio

        with anyio.fail_after(seconds):
            token = await token
    return bearer(token)
