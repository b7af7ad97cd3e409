"""``boxdot solve``: files, documents, pictures, refusals with their exit codes."""

from __future__ import annotations

import numpy as np
import pytest

SHAPES = "Y, M ∈ R^{I×J×K}; A ∈ R^{I×J×1}; Z ∈ R^{1×J×K}; λ ∈ R"
PROBLEM = ("min_A ‖Y − A ⊡ Z‖_F²", "-d", SHAPES)
RNG = np.random.default_rng(5)


@pytest.fixture
def arrays(tmp_path):
    path = tmp_path / "f.npz"
    Y, Z = RNG.normal(size=(3, 4, 5)), RNG.normal(size=(1, 4, 5))
    np.savez(path, Y=Y, Z=Z, M=RNG.random((3, 4, 5)) < 0.8)
    return path


def best(path):
    with np.load(path) as data:
        Y, Z = data["Y"], data["Z"]
    return (Y * Z).sum(2, keepdims=True) / (Z * Z).sum(2, keepdims=True), Y, Z


def test_the_document_and_the_file(boxdot_command, arrays, tmp_path):
    target = tmp_path / "out.npz"
    done = boxdot_command("solve", *PROBLEM, "--data", arrays, "-o", target, "--json")
    A, Y, Z = best(arrays)
    assert done.code == 0
    assert {"error", "iterations", "converged", "file"} <= set(done.json)
    assert done.json["file"] == str(target)
    assert done.json["iterations"] == 1
    assert done.json["converged"] is True
    np.testing.assert_allclose(done.json["error"], np.linalg.norm(Y - A * Z), rtol=1e-10)
    with np.load(target) as found:
        assert found.files == ["A"]
        np.testing.assert_allclose(found["A"], A, rtol=1e-10)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["f.npz", "out.npz"]


def test_small_arrays_are_written_out_without_a_file(boxdot_command, arrays):
    done = boxdot_command("solve", *PROBLEM, "--data", arrays, "--json")
    np.testing.assert_allclose(done.json["values"]["A"], best(arrays)[0], rtol=1e-10)
    text = boxdot_command("solve", *PROBLEM, "--data", arrays).out
    assert text.startswith("A: 3×4×1, float64\n")
    assert "error: " in text


def test_what_eval_makes_of_the_file(boxdot_command, arrays, tmp_path):
    """The file of solve is one that eval reads."""
    target = tmp_path / "out.npz"
    boxdot_command("solve", *PROBLEM, "--data", arrays, "-o", target)
    done = boxdot_command("eval", "A ⊡ A", "-d", "A ∈ R^{I×J×1}", "--data", target, "--json")
    np.testing.assert_allclose(done.json["value"], best(arrays)[0] ** 2, rtol=1e-9)


@pytest.mark.parametrize(
    "text",
    [
        "min_A ||Y - A .* Z||_F^2",
        r"\min_{A} \|Y - A \boxdot Z\|_F^2",
        r"\hat{A} = \arg\min_A \left\| A \boxdot Z - Y \right\|_F",
        "Y ≈ Z ⊡ A",
    ],
)
def test_spellings(boxdot_command, arrays, text):
    done = boxdot_command("solve", text, "-d", SHAPES, "--data", arrays, "--json")
    np.testing.assert_allclose(done.json["values"]["A"], best(arrays)[0], rtol=1e-10)


def test_standard_input(boxdot_command, arrays):
    text = "min_A ‖Y − A ⊡ Z‖_F² where Y ∈ R^{I×J×K}, A ∈ R^{I×J×1}, Z ∈ R^{1×J×K}"
    done = boxdot_command("solve", "-", "--data", arrays, "--json", stdin=text.encode())
    np.testing.assert_allclose(done.json["values"]["A"], best(arrays)[0], rtol=1e-10)


@pytest.mark.parametrize(
    "options", [("--nonnegative", "A"), (), ("--mask", "M"), ("--weights", "M")], ids=str
)
def test_options(boxdot_command, arrays, options):
    text = PROBLEM[0] if options else "min_{A ≥ 0} ‖Y − A ⊡ Z‖_F²"
    done = boxdot_command("solve", text, "-d", SHAPES, "--data", arrays, *options, "--json")
    A, Y, Z = best(arrays)
    if options and options[0] != "--nonnegative":
        with np.load(arrays) as data:
            M = data["M"]
        A = (M * Y * Z).sum(2, keepdims=True) / (M * Z * Z).sum(2, keepdims=True)
    else:
        A = np.maximum(A, 0)
    np.testing.assert_allclose(done.json["values"]["A"], A, rtol=1e-10)


@pytest.mark.parametrize("mode", [(), ("--json",)], ids=["text", "json"])
def test_ill_shaped(boxdot_command, arrays, tmp_path, mode):
    target = tmp_path / "out.npz"
    text = "min_A ‖Y − A ⊙ Z‖_F²"
    done = boxdot_command("solve", text, "-d", SHAPES, "--data", arrays, "-o", target, *mode)
    assert done.code == 1
    assert "hadamard-mismatch" in done.err
    assert "^" in done.err
    assert not target.exists()


def test_what_is_no_least_squares_is_refused_with_a_caret(boxdot_command, arrays):
    done = boxdot_command("solve", "min_A ‖Y − exp(A) ⊡ Z‖_F²", "-d", SHAPES, "--data", arrays)
    assert done.code == 2
    assert "A stands in something that is no broadcast product" in done.err
    assert "             ^^^^^^" in done.err
    assert "help: " in done.err


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"Z": np.ones((1, 4, 6))}, "Z is declared 1×J×K, but has the shape (1, 4, 6)"),
        ({"Y": np.full((3, 4, 5), np.inf)}, "Y holds infinite entries"),
        ({"Z": None}, "there is no array for Z"),
    ],
)
def test_bad_data(boxdot_command, tmp_path, changes, words):
    data = {"Y": np.ones((3, 4, 5)), "Z": np.ones((1, 4, 5)), **changes}
    path = tmp_path / "bad.npz"
    np.savez(path, **{name: array for name, array in data.items() if array is not None})
    target = tmp_path / "out.npz"
    done = boxdot_command("solve", *PROBLEM, "--data", path, "-o", target)
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert not target.exists()


def test_no_file_with_data(boxdot_command, tmp_path):
    assert boxdot_command("solve", *PROBLEM).code == 2
    done = boxdot_command("solve", *PROBLEM, "--data", tmp_path / "none.npz")
    assert done.code == 2
    assert "no such file" in done.err


def test_a_folder_that_is_not_there(boxdot_command, arrays, tmp_path):
    target = tmp_path / "none" / "out.npz"
    for option in ("-o", "--plot"):
        name = target if option == "-o" else target.with_suffix(".svg")
        done = boxdot_command("solve", *PROBLEM, "--data", arrays, option, name)
        assert (done.code, done.out) == (2, "")
        assert "there is no folder" in done.err


def test_a_missing_size_is_asked_for(boxdot_command, arrays):
    text = "min_A ‖Y ⊟ A ⊡ Z‖_F²"
    declared = "Y ∈ R^{I×J×K}; A ∈ R^{I×J×1×L}; Z ∈ R^{1×J×K}"
    done = boxdot_command("solve", text, "-d", declared, "--data", arrays)
    assert done.code == 2
    assert "the size L is not known" in done.err


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_a_picture(boxdot_command, arrays, tmp_path, suffix):
    pytest.importorskip("matplotlib")
    picture = tmp_path / f"a.{suffix}"
    done = boxdot_command("solve", *PROBLEM, "--data", arrays, "--plot", picture, "--json")
    assert done.json["plot"] == str(picture)
    lead = {"png": b"\x89PNG", "svg": b"<?xml"}[suffix]
    first = picture.read_bytes()
    assert first.startswith(lead)
    boxdot_command("solve", *PROBLEM, "--data", arrays, "--plot", picture)
    assert picture.read_bytes() == first


def test_a_picture_of_another_kind(boxdot_command, arrays, tmp_path):
    picture = tmp_path / "a.bmp"
    done = boxdot_command("solve", *PROBLEM, "--data", arrays, "--plot", picture)
    assert done.code == 2
    assert "png, svg, pdf" in done.err


def test_without_matplotlib_the_way_out_is_named(boxdot_command, arrays, tmp_path, monkeypatch):
    monkeypatch.setattr("boxdot.numeric.solving.plotting.find_spec", lambda name: None)
    done = boxdot_command("solve", *PROBLEM, "--data", arrays, "--plot", tmp_path / "a.svg")
    assert done.code == 2
    assert "pip install 'boxdot[plot]'" in done.err
