from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from qschema.client.downloads import save, save_async
from qschema.client.errors import ResponseHandlingException

PARTS = [b"one", b"", b"two" * 1000]
WHOLE = b"".join(PARTS)


def save_in_a_loop(parts: Iterable[bytes], *rest: Any) -> int:
    async def each() -> AsyncIterator[bytes]:
        for part in parts:
            yield part

    return asyncio.run(save_async(each(), *rest))


@pytest.fixture(params=[save, save_in_a_loop])
def keep(request):
    return request.param


def broken() -> Iterator[bytes]:
    yield b"half"
    raise ResponseHandlingException("the connection broke")


@pytest.mark.parametrize("kind", [str, Path])
def test_a_path_gets_its_file(keep, tmp_path, kind):
    file = tmp_path / "s.snapshot"
    assert keep(PARTS, kind(file)) == len(WHOLE)
    assert file.read_bytes() == WHOLE
    assert list(tmp_path.iterdir()) == [file]


def test_an_open_file_gets_the_parts_and_stays_open(keep):
    file = io.BytesIO()
    file.write(b"head")
    assert keep(PARTS, file, sha256(WHOLE).hexdigest().upper()) == len(WHOLE)
    assert file.getvalue() == b"head" + WHOLE


def test_no_half_file_is_left(keep, tmp_path):
    with pytest.raises(ResponseHandlingException, match="broke"):
        keep(broken(), tmp_path / "s.snapshot")
    assert list(tmp_path.iterdir()) == []


def test_an_older_file_stays_until_the_new_one_is_whole(keep, tmp_path):
    file = tmp_path / "s.snapshot"
    file.write_bytes(b"old")
    with pytest.raises(
        ResponseHandlingException, match=f"the file has the checksum {sha256(WHOLE).hexdigest()}, not ab"
    ):
        keep(PARTS, file, "ab")
    assert file.read_bytes() == b"old"
    keep(PARTS, file, sha256(WHOLE).hexdigest())
    assert file.read_bytes() == WHOLE
    assert list(tmp_path.iterdir()) == [file]
