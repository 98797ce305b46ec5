from __future__ import annotations

from pathlib import Path

import pytest

from qschema.client.embedded import scratch

MOUNTS = """\
/dev/vda1 / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
/dev/vdb1 /tmp/my\\040disk ext4 rw 0 0
tmpfs /mnt tmpfs rw 0 0
/dev/vdc1 /mnt xfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "ext4"),
        ("/home/me", "ext4"),
        ("/tmp", "tmpfs"),
        ("/tmp/a/b", "tmpfs"),
        ("/tmpfs", "ext4"),
        ("/tmp/my disk/a", "ext4"),
        ("/mnt/a", "xfs"),
    ],
)
def test_the_file_system_of_a_path(path, kind):
    assert scratch.file_system(Path(path), MOUNTS) == kind


def test_a_system_without_mounts():
    assert scratch.file_system(Path("/tmp"), "") == ""


@pytest.fixture
def somewhere(tmp_path, monkeypatch):
    """A machine with a temporary folder in memory, and another on disk."""
    for name in ("memory", "disk"):
        (tmp_path / name).mkdir()
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/vda1 / ext4 rw 0 0\ntmpfs {tmp_path}/memory tmpfs rw 0 0\n")
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "memory"))
    monkeypatch.setattr(scratch, "_MOUNTS", mounts)
    monkeypatch.setattr(scratch, "_ON_DISK", tmp_path / "disk")
    return tmp_path


def test_a_disk_goes_before_memory(somewhere):
    made = scratch.make_scratch()
    assert made.parent == somewhere / "disk"
    assert made.stat().st_mode & 0o077 == 0


def test_who_says_where_is_obeyed(somewhere, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(somewhere / "memory"))
    assert scratch.make_scratch().parent == somewhere / "memory"


def test_without_a_disk_memory_has_to_do(somewhere, monkeypatch):
    monkeypatch.setattr(scratch, "_ON_DISK", somewhere / "nowhere")
    assert scratch.make_scratch().parent == somewhere / "memory"


def test_where_nobody_can_tell_python_decides(somewhere, monkeypatch):
    monkeypatch.setattr(scratch, "_MOUNTS", somewhere / "nowhere")
    assert scratch.make_scratch().parent == somewhere / "memory"
