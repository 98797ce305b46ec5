from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from qschema.client.embedded.copying import copy_folder, make_last

PIECES = st.lists(st.tuples(st.integers(0, 1 << 22), st.binary(min_size=1, max_size=5000)), max_size=5)


@given(files=st.lists(PIECES, max_size=4), end=st.integers(0, 1 << 23))
def test_a_copy_has_all_bytes_and_leaves_the_holes(files, end):
    with tempfile.TemporaryDirectory() as place:
        source, target = Path(place, "source"), Path(place, "target")
        for number, pieces in enumerate(files):
            path = source / "deep" / str(number)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                for offset, content in pieces:
                    file.seek(offset)
                    file.write(content)
                file.truncate(end)
        (source / "wal").mkdir(parents=True)
        (source / "wal" / "left out").write_bytes(b"x")
        copy_folder(source, target, without="wal")
        make_last(target)
        assert not (target / "wal").exists()
        for path in source.rglob("deep/*"):
            copied = target / path.relative_to(source)
            assert copied.read_bytes() == path.read_bytes()
            assert copied.stat().st_blocks <= path.stat().st_blocks + 64
