"""Files are written whole or not at all."""

from __future__ import annotations

import os

import pytest

from boxdot.cli.saving import written_whole


def test_new_file_has_the_usual_permissions(tmp_path):
    path, usual = tmp_path / "new", tmp_path / "usual"
    with written_whole(path) as stream:
        stream.write(b"all")
    usual.write_bytes(b"all")
    assert path.read_bytes() == b"all"
    assert path.stat().st_mode == usual.stat().st_mode


@pytest.mark.skipif(os.name == "nt", reason="permissions are POSIX's")
def test_replaced_file_keeps_its_permissions(tmp_path):
    path = tmp_path / "old"
    path.write_bytes(b"old")
    path.chmod(0o640)
    with written_whole(path) as stream:
        stream.write(b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640


def test_failure_leaves_the_old_file(tmp_path):
    path = tmp_path / "old"
    path.write_bytes(b"old")

    def interrupted():
        with written_whole(path) as stream:
            stream.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()
    assert [p.name for p in tmp_path.iterdir()] == ["old"]
    assert path.read_bytes() == b"old"
