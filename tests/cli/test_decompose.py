"""``boxdot decompose``: files, documents, options, refusals with their exit codes."""

from __future__ import annotations

import numpy as np
import pytest

ONE = "Y ∈ R^{I×J×K}; A ∈ R^{I×J×1}; B ∈ R^{I×1×K}; C ∈ R^{1×J×K}"
SUM = "Y ∈ R^{I×J×K}; A_r ∈ R^{I×J×1}; B_r ∈ R^{I×1×K}; C_r ∈ R^{1×J×K}"
CP = "Y ∈ R^{I×J×K}; a_r ∈ R^I; b_r ∈ R^J; c_r ∈ R^K"
RNG = np.random.default_rng(11)
A, B, C = (RNG.uniform(0.5, 2, shape) for shape in ((3, 4, 1), (3, 1, 5), (1, 4, 5)))


@pytest.fixture
def arrays(tmp_path):
    path = tmp_path / "f.npz"
    np.savez(path, Y=A * B * C, E=np.ones((3, 4, 5), bool))
    return path


def test_the_document_and_the_file(boxdot_command, arrays, tmp_path):
    target = tmp_path / "out.npz"
    done = boxdot_command(
        "decompose", "Y ≈ A ⊡ B ⊡ C", "-d", ONE, "--data", arrays, "-o", target, "--json"
    )
    assert done.code == 0
    assert {"error", "iterations", "converged", "file"} <= set(done.json)
    assert done.json["converged"] is True
    assert done.json["file"] == str(target)
    with np.load(target) as found:
        assert sorted(found.files) == ["A", "B", "C"]
        assert found["B"].shape == (3, 1, 5)
        misses = np.linalg.norm(A * B * C - found["A"] * found["B"] * found["C"])
    assert misses < 1e-5
    np.testing.assert_allclose(done.json["error"], misses, atol=1e-6)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["f.npz", "out.npz"]


@pytest.mark.parametrize(
    ("text", "declared", "names"),
    [
        ("Y ≈ Σ_{r=1}^{R} A_r ⊡ B_r ⊡ C_r", SUM, ["A_r", "B_r", "C_r"]),
        (r"Y \approx \sum_{r=1}^{R} A_r \boxdot B_r \boxdot C_r", SUM, ["A_r", "B_r", "C_r"]),
        ("Y ~= sum_{r=1}^{R} A_r .* B_r .* C_r", SUM, ["A_r", "B_r", "C_r"]),
        ("Y ≈ Σ_{r=1}^{R} a_r ∘ b_r ∘ c_r", CP, ["a_r", "b_r", "c_r"]),
        (
            r"Y \approx \sum_{r=1}^{R} A^{(r)} \boxdot B^{(r)} \boxdot C^{(r)}",
            r"Y \in \mathbb{R}^{I\times J\times K}; A^{(r)} \in \mathbb{R}^{I\times J\times 1}; "
            r"B^{(r)} \in \mathbb{R}^{I\times 1\times K}; "
            r"C^{(r)} \in \mathbb{R}^{1\times J\times K}",
            ["A^(r)", "B^(r)", "C^(r)"],
        ),
    ],
)
def test_sums(boxdot_command, arrays, tmp_path, text, declared, names):
    target = tmp_path / "out.npz"
    arguments = ("decompose", text, "-d", declared, "--data", arrays, "-o", target, "--json")
    document = boxdot_command(*arguments, "--rank", "2", "--max-iterations", "50").json
    assert document["rank"] == 2
    with np.load(target) as found:
        assert found.files == names
        parts = [found[name] for name in names]
    assert all(len(part) == 2 for part in parts)
    if "a_r" in names:
        Y = np.einsum("ri,rj,rk->ijk", *parts)
    else:
        Y = (parts[0] * parts[1] * parts[2]).sum(0)
    np.testing.assert_allclose(document["error"], np.linalg.norm(A * B * C - Y), atol=1e-6)


def test_what_eval_makes_of_families(boxdot_command, arrays, tmp_path):
    """The members of a family are stacked as eval wants them."""
    target, value = tmp_path / "out.npz", tmp_path / "value.npy"
    names = "A^{(r)} ∈ R^{I×J×1}; B^{(r)} ∈ R^{I×1×K}; C^{(r)} ∈ R^{1×J×K}"
    model = "Σ_{r=1}^{R} A^{(r)} ⊡ B^{(r)} ⊡ C^{(r)}"
    document = boxdot_command(
        "decompose", f"Y ≈ {model}", "-d", f"Y ∈ R^{{I×J×K}}; {names}", "--data", arrays,
        "-o", target, "-s", "R=2", "--json",
    ).json  # fmt: skip
    boxdot_command("eval", model, "-d", names, "--data", target, "-s", "R=2", "-o", value)
    misses = np.linalg.norm(A * B * C - np.load(value))
    np.testing.assert_allclose(document["error"], misses, atol=1e-6)


def test_text(boxdot_command, arrays):
    done = boxdot_command("decompose", "Y ≈ A ⊡ B ⊡ C", "-d", ONE, "--data", arrays)
    assert "A: 3×4×1, float64" in done.out
    assert "settled" in done.out


def test_given_factors_are_named(boxdot_command, tmp_path):
    path = tmp_path / "given.npz"
    np.savez(path, Y=A * B * C, C=C)
    done = boxdot_command("decompose", "Y ≈ A ⊡ B ⊡ C", "-d", ONE, "--data", path)
    assert "given and kept: C" in done.out
    document = boxdot_command(
        "decompose", "Y ≈ A ⊡ B ⊡ C", "-d", ONE, "--data", path, "--json"
    ).json
    assert (list(document["shapes"]), document["fixed"]) == (["A", "B"], ["C"])


@pytest.mark.parametrize(
    "options",
    [
        ("--algorithm", "hals"),
        ("--algorithm", "als"),
        ("--init", "random", "--seed", "4"),
        ("--n-init", "3"),
        ("--nonnegative", "A,B", "--nonnegative", "C"),
        ("--mask", "E"),
        ("--weights", "E"),
        ("--tolerance", "1e-12", "--max-iterations", "900"),
    ],
    ids=" ".join,
)
def test_options(boxdot_command, arrays, options):
    arguments = ("decompose", "Y ≈ A ⊡ B ⊡ C", "-d", ONE, "--data", arrays, "--json")
    done = boxdot_command(*arguments, *options)
    assert done.code == 0
    assert done.json["relative_error"] < 1e-5


def test_starts_from_a_file(boxdot_command, arrays, tmp_path):
    start = tmp_path / "start.npz"
    np.savez(start, A=A, B=B, C=C)
    arguments = ("decompose", "Y ≈ A ⊡ B ⊡ C", "-d", ONE, "--data", arrays, "--json")
    document = boxdot_command(*arguments, "--init", start).json
    assert document["iterations"] <= 2
    assert document["relative_error"] < 1e-12


def test_sweeps_that_run_out_are_a_warning(boxdot_command, tmp_path):
    path = tmp_path / "f.npz"
    np.savez(path, Y=RNG.normal(size=(6, 5, 4)))
    arguments = ("decompose", "Y ≈ A ⊡ B ⊡ C", "-d", ONE, "--data", path, "--json")
    done = boxdot_command(*arguments, "--max-iterations", "2", "--tolerance", "1e-15")
    assert done.code == 0
    assert done.json["converged"] is False
    assert done.err.startswith("warning: ")
    assert "--max-iterations" in done.err


def test_the_rank_is_asked_for(boxdot_command, arrays):
    text = "Y ≈ Σ_{r=1}^{R} A_r ⊡ B_r ⊡ C_r"
    done = boxdot_command("decompose", text, "-d", SUM, "--data", arrays)
    assert done.code == 2
    assert "--rank" in done.err


def test_a_rank_is_for_a_sum(boxdot_command, arrays):
    arguments = ("decompose", "Y ≈ A ⊡ B ⊡ C", "-d", ONE, "--data", arrays, "--json")
    assert boxdot_command(*arguments, "--rank", "1").code == 0
    done = boxdot_command(*arguments, "--rank", "3")
    assert (done.code, done.out) == (2, "")
    assert "the rank is 3, but the formula has 1 term" in done.err


def test_a_negative_seed_is_refused(boxdot_command, arrays):
    done = boxdot_command("decompose", "Y ≈ A ⊡ B", "-d", ONE, "--data", arrays, "--seed", "-1")
    assert done.code == 2
    assert "'--seed'" in done.err


@pytest.mark.parametrize(("name", "words"), [("f.npz", "holds the data"), ("g.npy", ".npz file")])
def test_outputs_that_would_mislead_or_destroy_are_refused(boxdot_command, arrays, name, words):
    before = arrays.read_bytes()
    arguments = ("decompose", "Y ≈ A ⊡ B ⊡ C", "-d", ONE, "-o", arrays.with_name(name))
    done = boxdot_command(*arguments, "--data", arrays)
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert arrays.read_bytes() == before


def test_ill_shaped(boxdot_command, arrays):
    text = "Y ≈ A ⊙ B ⊙ C"
    done = boxdot_command("decompose", text, "-d", ONE, "--data", arrays, "--json")
    assert done.code == 1
    assert "hadamard-mismatch" in done.err
    assert "error" not in done.json


@pytest.mark.parametrize(
    ("text", "words", "carets"),
    [
        ("Y ≈ A ⊡ exp(B) ⊡ C", "no broadcast product", 6),
        ("Y ≈ A ⊡ A ⊡ C", "twice", 1),
        ("Y ⊡ A", "nothing is sought", 5),
    ],
)
def test_refusals(boxdot_command, arrays, text, words, carets):
    done = boxdot_command("decompose", text, "-d", ONE, "--data", arrays)
    assert done.code == 2
    assert words in done.err
    assert any(line.strip() == "^" * carets for line in done.err.splitlines())


def test_bad_data(boxdot_command, tmp_path):
    path = tmp_path / "f.npz"
    np.savez(path, Y=np.ones((3, 4, 5, 2)))
    done = boxdot_command("decompose", "Y ≈ A ⊡ B ⊡ C", "-d", ONE, "--data", path)
    assert done.code == 2
    assert "Y is declared I×J×K, but has the shape (3, 4, 5, 2)" in done.err


def test_a_picture(boxdot_command, arrays, tmp_path):
    pytest.importorskip("matplotlib")
    picture = tmp_path / "a.svg"
    arguments = ("decompose", "Y ≈ A ⊡ B ⊡ C", "-d", ONE, "--data", arrays)
    assert boxdot_command(*arguments, "--plot", picture).code == 0
    assert b"<svg" in picture.read_bytes()


@pytest.mark.parametrize("large", [True, False], ids=["mapped", "small"])
def test_a_tensor_in_a_file_of_its_own(boxdot_command, arrays, tmp_path, large, monkeypatch):
    if large:
        monkeypatch.setattr("boxdot.numeric.solving.outside.SMALL", 1)
    np.save(tmp_path / "y.npy", A * B * C)
    np.savez(tmp_path / "c.npz", C=C)
    arguments = ("decompose", "Y ≈ A ⊡ B ⊡ C", "-d", ONE, "--data", f"Y={tmp_path / 'y.npy'}")
    document = boxdot_command(*arguments, "--data", tmp_path / "c.npz", "--json").json
    assert document["fixed"] == ["C"]
    assert document["relative_error"] < 1e-5
    assert document["values"].keys() == {"A", "B"}
