"""``boxdot solve``: files, documents, pictures, refusals with their exit codes."""

from __future__ import annotations

import numpy as np
import pytest

from boxdot.cli.data import completed

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


# --- several files ----------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path, arrays):
    """The tensor in an .npy file, the factor in an .npz file, and some that are no such files."""
    with np.load(arrays) as data:
        np.save(tmp_path / "y.npy", data["Y"])
        np.save(tmp_path / "m.npy", data["M"])
        np.savez(tmp_path / "z.npz", Z=data["Z"])
        np.savez(tmp_path / "two.npz", Q=data["Z"], P=np.ones(3))
    np.save(tmp_path / "objects.npy", np.array([{}], object))
    (tmp_path / "junk.npy").write_bytes(b"junk")
    (tmp_path / "short.npy").write_bytes((tmp_path / "y.npy").read_bytes()[:200])
    return tmp_path


def given(folder, *texts):
    """Return ``--data`` for each text, in which a file is in the folder."""
    for text in texts:
        name, equals, file = text.rpartition("=")
        yield from ("--data", f"{name}{equals}{folder / file}")


@pytest.mark.parametrize("large", [True, False], ids=["mapped", "small"])
@pytest.mark.parametrize(
    ("texts", "options"),
    [
        (["Y=y.npy", "z.npz"], ()),
        (["z.npz", "𝐘=y.npy"], ()),
        (["Y=y.npy", "Z=z.npz"], ()),
        (["Y=y.npy", "Z=two.npz:Q"], ()),
        (["Y=y.npy", "z.npz", "E=m.npy"], ("--mask", "E")),
    ],
    ids=str,
)
def test_several_files(boxdot_command, arrays, files, texts, options, large, monkeypatch):
    if large:
        monkeypatch.setattr("boxdot.numeric.solving.outside.SMALL", 1)
    done = boxdot_command("solve", *PROBLEM, *given(files, *texts), *options, "--json")
    wanted = boxdot_command("solve", *PROBLEM, "--data", arrays, *(("--mask", "M")[: len(options)]),
                            "--json").json  # fmt: skip
    np.testing.assert_allclose(done.json["values"]["A"], wanted["values"]["A"], rtol=1e-10)
    np.testing.assert_allclose(done.json["error"], wanted["error"], rtol=1e-10)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["y.npy"], "name its symbol, as in --data Y="),
        (["Y=none.npy", "z.npz"], "none.npy: no such file"),
        (["Y=.", "z.npz"], "is a directory"),
        (["Y=junk.npy", "z.npz"], "junk.npy is neither an .npy nor an .npz file"),
        (["Y=short.npy", "z.npz"], "short.npy cannot be read"),
        (["Y=objects.npy", "z.npz"], "objects.npy holds Python objects, which are not loaded"),
        (["Y=y.npy", "z.npz", "Y=y.npy"], "Y is given twice"),
        (["Y=y.npy", "z.npz", "𝐙=two.npz:Q"], "𝐙 is given twice"),
        (["Y=y.npy", "z.npz", "P=m.npy"], "P stands nowhere in the formula"),
        (["Y=y.npy", "Z=two.npz"], "holds 2 arrays: Q, P"),
        (["Y=y.npy", "Z=two.npz:R"], "holds no array R"),
        (["Y=y.npy", "Z="], "is a directory"),
    ],
    ids=str,
)
def test_files_that_are_refused(boxdot_command, files, texts, words):
    done = boxdot_command("solve", *PROBLEM, *given(files, *texts), "-o", files / "out.npz")
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert "bug" not in done.err
    assert not (files / "out.npz").exists()


def test_a_name_without_a_file(boxdot_command):
    for text in ("=y.npy", "Y="):
        done = boxdot_command("solve", *PROBLEM, "--data", text)
        assert done.code == 2
        assert "is not of the form NAME=FILE" in done.err


def test_a_file_whose_name_has_an_equals_sign(boxdot_command, arrays, monkeypatch):
    arrays.rename(arrays.with_name("Y=1.npz"))
    monkeypatch.chdir(arrays.parent)
    assert boxdot_command("solve", *PROBLEM, "--data", "Y=1.npz").code == 0


def test_the_result_is_written_over_no_file_with_data(boxdot_command, files):
    before = (files / "z.npz").read_bytes()
    done = boxdot_command(
        "solve", *PROBLEM, *given(files, "Y=y.npy", "z.npz"), "-o", files / "z.npz"
    )
    assert (done.code, (files / "z.npz").read_bytes()) == (2, before)
    assert "holds the data" in done.err


def test_the_shell_completes_files_behind_names(files, monkeypatch):
    monkeypatch.chdir(files)
    (files / "ys").mkdir()
    found = [item.value for item in completed(None, None, "Y=y")]
    assert found == ["Y=y.npy", "Y=ys/"]
    assert [(item.value, item.type) for item in completed(None, None, "f.n")] == [("f.n", "file")]
