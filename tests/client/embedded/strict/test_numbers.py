from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.client.embedded.strict.numbers import megabytes, written


@given(st.integers(0, 2**53) | st.floats(0, 1e30))
def test_numbers_are_written_whole_and_mean_the_same(number):
    text = written(number)
    assert "e" not in text
    assert float(text) == number


@given(st.integers(0, 2**45))
def test_megabytes_are_those_of_a_float32(size):
    of_float32 = struct.unpack("f", struct.pack("f", struct.unpack("f", struct.pack("f", size))[0] / 1048576))[0]
    assert struct.unpack("f", struct.pack("f", float(megabytes(size))))[0] == of_float32


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0"),
        (1, "0.0000009536743"),
        (100, "0.00009536743"),
        (1000, "0.0009536743"),
        (1 << 20, "1"),
        (3 << 19, "1.5"),
    ],
)
def test_megabytes_as_a_server_writes_them(size, text):
    assert megabytes(size) == text


@pytest.mark.parametrize(("number", "text"), [(3, "3"), (3.0, "3"), (2.25, "2.25"), (1e21, "1" + 21 * "0")])
def test_numbers_as_a_server_writes_them(number, text):
    assert written(number) == text
