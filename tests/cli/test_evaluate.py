"""``boxdot eval``: values, files, and data that do not fit."""

from __future__ import annotations

import numpy as np
import pytest

SCALED = ("A ⊡ b", "-d", "A ∈ R^{2×3}; b ∈ R^2")


@pytest.fixture
def arrays(tmp_path):
    path = tmp_path / "arrays.npz"
    np.savez(path, A=np.arange(6.0).reshape(2, 3), b=np.array([1.0, 10.0]))
    return path


def test_value(boxdot_command, arrays):
    document = boxdot_command("eval", *SCALED, "--data", arrays, "--json").json
    assert document == {
        "shape": [2, 3],
        "dtype": "float64",
        "value": [[0.0, 1.0, 2.0], [30.0, 40.0, 50.0]],
    }


def test_value_needs_no_data_without_symbols(boxdot_command):
    assert boxdot_command("eval", "[1 2; 3 4] ⊡ [10; 100]", "--json").json["value"] == [
        [10, 20],
        [300, 400],
    ]


def test_output_file(boxdot_command, arrays, tmp_path):
    target = tmp_path / "out.npy"
    done = boxdot_command("eval", *SCALED, "--data", arrays, "-o", target, "--json")
    assert done.json == {"shape": [2, 3], "dtype": "float64", "file": str(target)}
    assert np.load(target).tolist() == [[0.0, 1.0, 2.0], [30.0, 40.0, 50.0]]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["arrays.npz", "out.npy"]


def test_numbers_that_json_lacks(boxdot_command):
    assert boxdot_command("eval", "log([0 1])", "--json").json["value"] == [["-inf", 0.0]]


def test_large_values_go_to_files(boxdot_command, tmp_path):
    path = tmp_path / "large.npz"
    np.savez(path, x=np.zeros(2000))
    arguments = ("eval", "x ⊡ x", "-d", "x ∈ R^n", "--data", path)
    assert boxdot_command(*arguments, "--json").json == {"shape": [2000], "dtype": "float64"}
    assert "-o" in boxdot_command(*arguments).out


@pytest.mark.parametrize("mode", [(), ("--json",)], ids=["text", "json"])
def test_ill_shaped_has_no_value(boxdot_command, arrays, tmp_path, mode):
    target = tmp_path / "out.npy"
    done = boxdot_command("eval", "A ⊙ b", *SCALED[1:], "--data", arrays, "-o", target, *mode)
    assert done.code == 1
    assert "hadamard-mismatch" in done.err
    assert not target.exists()
    assert "value" not in done.json if mode else done.out == ""


def test_unwritable_output(boxdot_command, arrays, tmp_path):
    done = boxdot_command("eval", *SCALED, "--data", arrays, "-o", tmp_path / "no" / "out.npy")
    assert (done.code, done.out) == (2, "")
    assert "there is no folder" in done.err


def test_zero_denominator_is_a_warning_and_strictly_an_error(boxdot_command, tmp_path):
    path = tmp_path / "zero.npz"
    np.savez(path, X=np.ones((2, 3)), s=np.array([[1.0, 0.0, 2.0]]))
    arguments = ("eval", "X ⧄ s", "-d", "X ∈ R^{I×J}; s ∈ R^{1×J}", "--data", path, "--json")
    done = boxdot_command(*arguments)
    assert (done.code, done.json["value"][0]) == (0, [1.0, "inf", 0.5])
    assert done.err == "warning: division by zero: s is 0 in entry 1, 2\n"
    strict = boxdot_command(*arguments, "--strict")
    assert (strict.code, strict.out) == (2, "")
    assert "s is 0 in entry 1, 2" in strict.err


@pytest.mark.parametrize("name", ["x.npz", "nowhere/x.npy", ""])
def test_output_that_cannot_be_is_refused_first(name, boxdot_command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = boxdot_command("eval", "[1 2; 3 4]", "-o", name)
    assert (done.code, done.out) == (2, "")
    assert "'-o' / '--output'" in done.err
    assert not list(tmp_path.iterdir())
