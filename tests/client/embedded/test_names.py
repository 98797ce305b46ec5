from __future__ import annotations

import pytest

from qschema.client.embedded.names import check_address, check_new_name, check_vector_name
from qschema.client.errors import BadRequest, ServerError, ValidationFailed


@pytest.mark.parametrize(
    "name", ["a", "A-b_c.d", "a b", "a%20b", "ü", "x" * 255, "-", "_", "123", "a\nb", "con", ".hidden"]
)
def test_names_that_a_collection_can_get(name):
    check_new_name(name)
    check_address(name)


@pytest.mark.parametrize("name", [*(f"a{sign}b" for sign in '<>:"\\|?*\x1f'), "*"])
def test_names_that_can_only_be_addressed(name):
    check_address(name)
    with pytest.raises(ValidationFailed):
        check_new_name(name)


@pytest.mark.parametrize("name", ["", "x" * 256, "a/b", "\0"])
def test_names_that_can_not_even_be_addressed(name):
    for check in (check_address, check_new_name):
        with pytest.raises(ValidationFailed) as caught:
            check(name)
        assert caught.value.status == 422


@pytest.mark.parametrize("name", [".", "..", "é" * 128])
def test_names_that_no_folder_can_have(name):
    check_address(name)
    with pytest.raises(ServerError):
        check_new_name(name)


@pytest.mark.parametrize("name", ["", " ", "a b", "a.b", "ü", "x" * 200, "é" * 100, "-", "a\nb", ".."])
def test_names_that_a_vector_can_get(name):
    check_vector_name(name)


@pytest.mark.parametrize("name", ["a/b", "x" * 201, "é" * 101, *(f"a{sign}b" for sign in '<>:"\\|?*\0\x1f')])
def test_names_that_a_vector_can_not_get(name):
    with pytest.raises(BadRequest):
        check_vector_name(name)
    with pytest.raises(ValidationFailed):
        check_vector_name(name, status=422)


def test_a_sparse_vector_has_a_name():
    with pytest.raises(BadRequest):
        check_vector_name("", sparse=True)
