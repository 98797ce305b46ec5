from __future__ import annotations

import os

import pytest

from qschema.schema.files import write_whole


@pytest.mark.parametrize("there", [None, b"old"])
def test_a_file_is_written(tmp_path, there):
    file = tmp_path / "a.yaml"
    if there is not None:
        file.write_bytes(there)
        file.chmod(0o640)
    write_whole(file, b"new")
    assert file.read_bytes() == b"new"
    assert there is None or file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


def test_a_link_stays_one(tmp_path):
    file, link = tmp_path / "a.yaml", tmp_path / "b.yaml"
    file.write_bytes(b"old")
    link.symlink_to(file)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"


def test_what_can_not_be_put_in_place_leaves_the_old_one(tmp_path, monkeypatch):
    file = tmp_path / "a.yaml"
    file.write_bytes(b"old")

    def fails(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(KeyboardInterrupt):
        write_whole(file, b"new")
    assert file.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
