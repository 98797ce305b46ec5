"""What collections and vectors may be called (server 1.19.0, lib/common/common/src/validation.rs; all measured)."""

from __future__ import annotations

from qschema.client.errors import InvalidRequest, ServerError, ValidationFailed, error_for

_LONGEST_NAME = 255
_LONGEST_VECTOR_NAME = 200
_UNADDRESSABLE = frozenset("/\0")
_FORBIDDEN = frozenset('<>:"/\\|?*\0\x1f')


def check_address(name: str) -> None:
    """Check a collection's name as every call does; names that older servers allowed can still be addressed.

    Raises:
        ValidationFailed: The name can't be one.
    """
    _check_length(name)
    _check_signs(name, _UNADDRESSABLE)


def check_new_name(name: str) -> None:
    """Check the name of a collection to be created.

    Raises:
        ValidationFailed: It has a sign that isn't allowed.
        ServerError: A server can't make a folder of it.
    """
    _check_length(name)
    _check_signs(name, _FORBIDDEN)
    _check_folder(name)


def check_recovered_name(name: str) -> None:
    """Check the name of a collection to be recovered: nothing more is asked than that a folder can be called so.

    Raises:
        ValidationFailed: The name can't be one.
        ServerError: A server can't make a folder of it.
    """
    check_address(name)
    _check_folder(name)


def _check_folder(name: str) -> None:
    if name in (".", "..") or _bytes(name) > _LONGEST_NAME:
        raise ServerError(f"no folder can be called so: {name!r}", status=500)


def check_vector_name(name: str, *, sparse: bool = False, status: int = 400) -> None:
    """Check the name of a vector to be created. Only a dense one may be the empty name.

    Args:
        name: The name.
        sparse: Whether it is to be a sparse vector.
        status: What a server answers with: 400 to a name in a body, 422 to one in a path.

    Raises:
        UnexpectedResponse: The name isn't allowed.
    """
    what = None
    if sparse and not name:
        what = "of a sparse vector can't be empty"
    elif _bytes(name) > _LONGEST_VECTOR_NAME:
        what = f"of a vector has at most {_LONGEST_VECTOR_NAME} bytes"
    elif bad := next((sign for sign in name if sign in _FORBIDDEN), None):
        what = f"of a vector can't contain {bad!r}"
    if what is not None:
        raise error_for(status)(f"the name {what}: {name!r}", status=status)


def _check_length(name: str) -> None:
    if not 1 <= len(name) <= _LONGEST_NAME:
        raise ValidationFailed(
            f"the name of a collection has 1 to {_LONGEST_NAME} characters, not {len(name)}: {name!r}", status=422
        )


def _bytes(name: str) -> int:
    try:
        return len(name.encode())
    except UnicodeEncodeError:
        raise InvalidRequest(f"a name holds half of a surrogate pair, which is no text: {name!r}") from None


def _check_signs(name: str, signs: frozenset[str]) -> None:
    if not signs.isdisjoint(name):
        bad = next(sign for sign in name if sign in signs)
        raise ValidationFailed(f"the name of a collection can't contain {bad!r}: {name!r}", status=422)
