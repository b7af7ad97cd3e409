"""Reading .npz files: good ones, damaged ones, and what is never loaded."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest

from boxdot.grammar.errors import DataError
from boxdot.numeric.evaluating import load_npz


def test_arrays_by_name(tmp_path):
    path = tmp_path / "f.npz"
    np.savez_compressed(path, X=np.arange(6).reshape(2, 3), **{"μ": np.float32(2), "A^(r)": [1j]})
    arrays = load_npz(path)
    assert list(arrays) == ["X", "μ", "A^(r)"]
    assert arrays["X"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert arrays["μ"].dtype == np.float32


def test_column_major_arrays(tmp_path):
    path = tmp_path / "f.npz"
    np.savez(path, X=np.asfortranarray(np.arange(6).reshape(2, 3)))
    assert load_npz(path)["X"].tolist() == [[0, 1, 2], [3, 4, 5]]


def test_objects_are_never_loaded(tmp_path):
    path = tmp_path / "f.npz"
    np.savez(path, X=np.array([{"a": 1}], dtype=object))
    with pytest.raises(DataError, match=r"X in .*f\.npz holds Python objects"):
        load_npz(path)


def test_a_single_array_has_no_name(tmp_path):
    path = tmp_path / "f.npy"
    np.save(path, np.ones(2))
    with pytest.raises(DataError, match=r"is an \.npy file") as error:
        load_npz(path)
    assert "np.savez" in str(error.value)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04broken"])
def test_other_files(tmp_path, content):
    path = tmp_path / "f.npz"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"is not an \.npz file"):
        load_npz(path)


def test_an_archive_without_arrays(tmp_path):
    path = tmp_path / "f.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(DataError, match="holds no arrays"):
        load_npz(path)


def test_a_damaged_array(tmp_path):
    path = tmp_path / "f.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("X.npy", b"\x93NUMPY\x01\x00\x10\x00broken header")
    with pytest.raises(DataError, match=r"X in .* cannot be read"):
        load_npz(path)


def test_a_header_that_promises_too_much(tmp_path):
    path = tmp_path / "f.npz"
    stream = io.BytesIO()
    header = {"descr": "<f8", "fortran_order": False, "shape": (10**18,)}
    np.lib.format.write_array_header_1_0(stream, header)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("X.npy", stream.getvalue())
    with pytest.raises(DataError, match=r"X in .* would take"):
        load_npz(path)


def test_a_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_npz(tmp_path / "nothing.npz")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_stands_once(tmp_path):
    path = tmp_path / "f.npz"
    np.savez(path, X=np.ones(2))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("X.npy", archive.read("X.npy"))
    with pytest.raises(DataError, match=r"X stands in .* more than once"):
        load_npz(path)
