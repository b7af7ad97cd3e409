"""Problems in formulas solved on arrays: the answers by other means, wherever axes and data lie."""

from __future__ import annotations

import numpy as np
import pytest

import boxdot

RNG = np.random.default_rng(20260)
I, J, K, R = 4, 5, 6, 2  # noqa: E741
SHAPES = (
    "Y, M, E ∈ R^{I×J×K}; A, A_1, A_2, A_r ∈ R^{I×J×1}; B, B_1, B_2, B_r ∈ R^{I×1×K}; "
    "C, C_r, Z, V ∈ R^{1×J×K}; X ∈ R^{I×J}; a ∈ R^I; b ∈ R^J; c ∈ R^K; a_r ∈ R^I; b_r ∈ R^J; "
    "c_r ∈ R^K; l ∈ R^R; P ∈ R^{I×R}; Q ∈ R^{J×R}; S ∈ R^{K×R}; λ, t ∈ R"
)


def random(*shape):
    return RNG.normal(size=shape)


def positive(*shape):
    return RNG.uniform(0.5, 2.0, shape)


@pytest.fixture(scope="module")
def data():
    return {
        "Y": random(I, J, K),
        "M": positive(I, J, K),
        "Z": random(1, J, K),
        "V": random(1, J, K),
        "B": random(I, 1, K),
        "C": random(1, J, K),
        "X": random(I, J),
        "a": random(I),
        "b": random(J),
        "c": random(K),
        "λ": 0.7,
    }


def brute(residual, shape):
    """Minimise ‖residual(W)‖ for a residual that is affine in W, by the whole design matrix."""
    offset = residual(np.zeros(shape))
    units = np.eye(int(np.prod(shape))).reshape(-1, *shape)
    design = np.stack([(offset - residual(unit)).ravel() for unit in units], axis=1)
    return np.linalg.lstsq(design, offset.ravel(), rcond=None)[0].reshape(shape)


LINEAR = {
    "min_A ‖Y − A ⊡ Z‖_F²": lambda d, W: d["Y"] - W * d["Z"],
    "min_A ‖A ⊡ Z − Y‖_F": lambda d, W: W * d["Z"] - d["Y"],
    "argmin_A ½‖−(Z ⊡ A ⊟ Y)‖²": lambda d, W: W * d["Z"] - d["Y"],
    "min_A ‖2 Y − A ⊡ Z − 3 V ⊡ A ⊡ B‖²": lambda d, W: (
        2 * d["Y"] - W * d["Z"] - 3 * d["V"] * W * d["B"]
    ),
    "min_A ‖M ⊙ (Y − A ⊡ Z)‖²": lambda d, W: d["M"] * (d["Y"] - W * d["Z"]),
    "min_A ‖Y − A ⧄ Z‖²": lambda d, W: d["Y"] - W / d["Z"],
    "min_A ‖Y ⊟ A‖²": lambda d, W: d["Y"] - W,
    "min_a ‖X − a bᵀ‖²": lambda d, W: d["X"] - W[:, None] * d["b"],
    "min_b ‖X − a bᵀ‖²": lambda d, W: d["X"] - d["a"][:, None] * W,
    "min_A ‖Y ⊟ (Aᵀ)ᵀ‖²": lambda d, W: d["Y"] - W,
    "min_b ‖X ⊟ bᵀ‖²": lambda d, W: d["X"] - W,
    "min_b ‖Y − a ∘ b ∘ c‖²": lambda d, W: d["Y"] - np.einsum("i,j,k->ijk", d["a"], W, d["c"]),
    "min_c ‖Y − X ∘ c‖²": lambda d, W: d["Y"] - d["X"][:, :, None] * W,
    "min_t ‖Y − t M‖²": lambda d, W: d["Y"] - W * d["M"],
    "min_A ‖Y − (A ⊟ Z) ⊡ (Z + V)‖²": lambda d, W: d["Y"] - (W - d["Z"]) * (d["Z"] + d["V"]),
}
WANTED = {"A": (I, J, 1), "a": (I,), "b": (J,), "c": (K,), "t": ()}


@pytest.mark.parametrize("text", LINEAR)
def test_least_squares(text, data):
    name = text.removeprefix("arg")[4]
    found = boxdot.solve(text, data, SHAPES)
    residual = lambda W: LINEAR[text](data, W)  # noqa: E731
    best = brute(residual, WANTED[name])
    np.testing.assert_allclose(found[name], best, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(found.error, np.linalg.norm(residual(best)), rtol=1e-9)
    assert list(found) == [name]


def test_ridge_is_relative_to_the_number_before_the_norm(data):
    found = boxdot.solve("min_A ½‖Y − A ⊡ Z‖_F² + λ‖A‖_F²", data, SHAPES)["A"]
    Y, Z = data["Y"], data["Z"]
    best = (Y * Z).sum(2, keepdims=True) / ((Z * Z).sum(2, keepdims=True) + 2 * data["λ"])
    np.testing.assert_allclose(found, best, rtol=1e-10)


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("min_{A ≥ 0} ‖Y − A ⊡ Z‖_F²", {}),
        ("min_A ‖Y − A ⊡ Z‖_F², A ≥ 0", {}),
        ("min_A ‖Y − A ⊡ Z‖_F²", {"nonnegative": ["A"]}),
    ],
)
def test_nonnegative(text, option, data):
    found = boxdot.solve(text, data, SHAPES, **option)["A"]
    free = boxdot.solve("min_A ‖Y − A ⊡ Z‖_F²", data, SHAPES)["A"]
    assert (free < 0).any()
    np.testing.assert_allclose(found, np.maximum(free, 0), rtol=1e-12)


def test_masks_weights_and_missing_entries_agree(data):
    known = RNG.random((I, J, K)) < 0.7
    text = "min_A ‖Y − A ⊡ Z‖_F²"
    best = boxdot.solve(text, {**data, "Y": np.where(known, data["Y"], np.nan)}, SHAPES)
    for option in ({"mask": "E"}, {"weights": "E"}):
        found = boxdot.solve(text, {**data, "E": known}, SHAPES, **option)
        np.testing.assert_allclose(found["A"], best["A"], rtol=1e-12)
        np.testing.assert_allclose(found.error, best.error, rtol=1e-12)
        np.testing.assert_allclose(found.norm, best.norm, rtol=1e-12)


def test_weights_in_the_formula_count_squared(data):
    inside = boxdot.solve("min_A ‖M ⊙ (Y − A ⊡ Z)‖²", data, SHAPES)
    outside = boxdot.solve("min_A ‖Y − A ⊡ Z‖²", {**data, "E": data["M"] ** 2}, SHAPES, weights="E")
    np.testing.assert_allclose(inside["A"], outside["A"], rtol=1e-12)


def test_whole_numbers_and_lists(data):
    whole = {"X": [[2, 4, 6], [3, 6, 9]], "b": [1, 2, 3]}
    found = boxdot.solve("X ≈ a bᵀ", whole, "X ∈ R^{I×J}; a ∈ R^I; b ∈ R^J")
    np.testing.assert_allclose(found["a"], [2, 3], rtol=1e-14)


def test_arrays_declare_what_nothing_else_declares(data):
    found = boxdot.solve("min_A ‖Y − A ⊡ Z‖_F²", data, "A ∈ R^{4×5×1}")
    np.testing.assert_allclose(
        found["A"], boxdot.solve("min_A ‖Y − A ⊡ Z‖_F²", data, SHAPES)["A"], rtol=1e-14
    )


def test_leading_axes_of_the_other_convention(data):
    formula = boxdot.parse("min_b ‖X ⊟ b‖²", "X ∈ R^{I×J}; b ∈ R^J", convention="C")
    np.testing.assert_allclose(boxdot.solve(formula, data)["b"], data["X"].mean(0), rtol=1e-12)


# --- decompositions ---------------------------------------------------------------------------


def products(found, kind):
    """Return what a decomposition gives, by its own arrays."""
    return {
        "one": lambda f: f["A"] * f["B"] * f["C"],
        "sum": lambda f: (f["A_r"] * f["B_r"] * f["C_r"]).sum(0),
        "outer": lambda f: np.einsum("ri,rj,rk->ijk", f["a_r"], f["b_r"], f["c_r"]),
        "scaled": lambda f: np.einsum("r,ri,rj,rk->ijk", f["t"], f["a_r"], f["b_r"], f["c_r"]),
        "columns": lambda f: np.einsum("r,ir,jr,kr->ijk", f["l"], f["P"], f["Q"], f["S"]),
        "written": lambda f: f["A_1"] * f["B_1"] + f["A_2"] * f["B_2"],
        "difference": lambda f: f["A_1"] * f["B_1"] - f["A_2"] * f["B_2"],
        "matrix": lambda f: f["P"] @ f["Q"].T,
    }[kind](found)


FACTORED = [
    ("Y ≈ A ⊡ B ⊡ C", "one", {}),
    ("A ⊡ B ⊡ C ≈ Y", "one", {}),
    ("min_{A,B,C} ‖Y − C ⊡ B ⊡ A‖_F²", "one", {}),
    (r"Y \approx A \boxdot B \boxdot C", "one", {}),
    ("Y ~= A .* B .* C", "one", {}),
    ("Y ≈ Σ_{r=1}^{R} A_r ⊡ B_r ⊡ C_r", "sum", {"rank": R}),
    ("Y ≈ Σ_{r=1}^{2} A_r ⊡ B_r ⊡ C_r", "sum", {}),
    (r"Y \approx \sum_{r=1}^{R} A_r \boxdot B_r \boxdot C_r", "sum", {"rank": R}),
    ("Y ~= sum_{r=1}^{R} A_r .* B_r .* C_r", "sum", {"rank": R}),
    ("min_{A_r, B_r, C_r} ‖Y − Σ_{r=1}^{2} A_r ⊡ B_r ⊡ C_r‖_F²", "sum", {}),
    ("Y ≈ Σ_{r=1}^{R} a_r ∘ b_r ∘ c_r", "outer", {"rank": R}),
    ("Y ≈ Σ_{r=1}^{2} l_r P_{:,r} ∘ Q_{:,r} ∘ S_{:,r}", "columns", {}),
    ("Y ≈ Σ_{r=1}^{2} t_r a_r ∘ b_r ∘ c_r", "scaled", {}),
    ("Y ≈ A_1 ⊡ B_1 + A_2 ⊡ B_2", "written", {}),
    ("Y ≈ A_1 ⊡ B_1 − A_2 ⊡ B_2", "difference", {}),
]


@pytest.mark.filterwarnings("ignore::boxdot.numeric.DecompositionWarning")
@pytest.mark.parametrize(("text", "kind", "options"), FACTORED)
def test_the_error_is_that_of_the_factors(text, kind, options):
    Y = positive(I, J, K)
    found = boxdot.decompose(text, {"Y": Y}, SHAPES, seed=0, max_iterations=60, tolerance=1e-4,
                             **options)  # fmt: skip
    misses = np.linalg.norm(Y - products(found, kind))
    np.testing.assert_allclose(found.error, misses, rtol=1e-6)
    np.testing.assert_allclose(found.relative_error, misses / np.linalg.norm(Y), rtol=1e-6)
    assert found.relative_error < 0.4
    assert len(found.errors) == found.iterations
    np.testing.assert_allclose(found.errors[-1], found.error)


@pytest.mark.parametrize(
    ("text", "kind", "truth"),
    [
        ("Y ≈ A ⊡ B ⊡ C", "one", {"A": (I, J, 1), "B": (I, 1, K), "C": (1, J, K)}),
        ("Y ≈ Σ_{r=1}^{1} a_r ∘ b_r ∘ c_r", "outer", {"a_r": (1, I), "b_r": (1, J), "c_r": (1, K)}),
        ("Y ≈ Σ_{r=1}^{2} P_{:,r} Q_{:,r}ᵀ", "matrix", {"P": (I, 2), "Q": (J, 2)}),
    ],
)
def test_what_is_a_product_is_found(text, kind, truth):
    true = {name: random(*shape) for name, shape in truth.items()}
    Y = products(true, kind)
    shapes = SHAPES.replace("Y, M, E ∈ R^{I×J×K}", f"Y ∈ R^{{{'×'.join('IJK'[: Y.ndim])}}}")
    found = boxdot.decompose(text, {"Y": Y}, shapes, seed=1, max_iterations=2000, tolerance=1e-13)
    assert found.relative_error < 1e-6
    assert {name: array.shape for name, array in found.items()} == truth


def test_given_factors_are_kept():
    true = {"A": positive(I, J, 1), "B": positive(I, 1, K), "C": positive(1, J, K)}
    Y = true["A"] * true["B"] * true["C"]
    found = boxdot.decompose("Y ≈ A ⊡ B ⊡ C", {"Y": Y, "C": true["C"]}, SHAPES, seed=0)
    assert (list(found), found.fixed) == (["A", "B"], ("C",))
    np.testing.assert_allclose(found["A"] * found["B"] * true["C"], Y, rtol=1e-5)


def test_starts_by_name():
    true = {"A": positive(I, J, 1), "B": positive(I, 1, K), "C": positive(1, J, K)}
    Y = true["A"] * true["B"] * true["C"]
    found = boxdot.decompose("Y ≈ A ⊡ B ⊡ C", {"Y": Y}, SHAPES, init=true, max_iterations=2)
    np.testing.assert_allclose(found["B"], true["B"], rtol=1e-10)
    columns = {"P": random(I, R), "Q": random(J, R), "S": random(K, R), "l": np.ones(R)}
    text = "Y ≈ Σ_{r=1}^{2} l_r P_{:,r} ∘ Q_{:,r} ∘ S_{:,r}"
    found = boxdot.decompose(
        text, {"Y": products(columns, "columns")}, SHAPES, init=columns, max_iterations=2
    )
    np.testing.assert_allclose(found["Q"], columns["Q"], rtol=1e-9)


def test_missing_entries_of_a_product_are_found():
    true = [positive(I, J, 1), positive(I, 1, K), positive(1, J, K)]
    Y = true[0] * true[1] * true[2]
    known = np.ones_like(Y, bool)
    known[0, 1, 2] = known[3, 4, 5] = known[2, 2, 2] = False
    options = {"seed": 0, "max_iterations": 4000, "tolerance": 1e-14}
    for data, option in (
        ({"Y": np.where(known, Y, np.nan)}, {}),
        ({"Y": Y + ~known, "E": known}, {"mask": "E"}),
        ({"Y": Y + ~known, "E": known.astype(float)}, {"weights": "E"}),
    ):
        found = boxdot.decompose("Y ≈ A ⊡ B ⊡ C", data, SHAPES, **options, **option)
        np.testing.assert_allclose(products(found, "one"), Y, rtol=1e-4)


def test_signs_of_factors():
    Y = random(I, J, K)
    found = boxdot.decompose("Y ≈ A ⊡ B ⊡ C, A, C ≥ 0", {"Y": Y}, SHAPES, seed=0, tolerance=1e-3)
    assert found["A"].min() >= 0
    assert found["C"].min() >= 0
    assert found["B"].min() < 0


def test_ridge_of_a_decomposition():
    Y = positive(I, J, K)
    text = "min_{A,B} ‖Y − A ⊡ B‖² + 5 λ‖A‖² + λ‖B‖²"
    found = boxdot.decompose(text, {"Y": Y, "λ": 0.1}, SHAPES, seed=0, tolerance=0,
                             max_iterations=2000)  # fmt: skip
    A, B = found["A"], found["B"]
    A_next = (Y * B).sum(2, keepdims=True) / ((B * B).sum(2, keepdims=True) + 0.5)
    B_next = (Y * A).sum(1, keepdims=True) / ((A * A).sum(1, keepdims=True) + 0.1)
    np.testing.assert_allclose(A, A_next, rtol=1e-5)
    np.testing.assert_allclose(B, B_next, rtol=1e-5)


def test_the_same_seed_gives_the_same_factors():
    Y = random(I, J, K)
    first, second = (
        boxdot.decompose("Y ≈ A ⊡ B", {"Y": Y}, SHAPES, seed=3, init="random") for _ in range(2)
    )
    np.testing.assert_array_equal(first["A"], second["A"])


# --- what does not fit ------------------------------------------------------------------------

LS = "min_A ‖Y − A ⊡ Z‖_F²"
BD = "Y ≈ Σ_{r=1}^{R} A_r ⊡ B_r ⊡ C_r"


@pytest.mark.parametrize(
    ("text", "changes", "options", "message"),
    [
        (LS, {"Z": None}, {}, "no array for Z"),
        (LS, {"Z": random(1, J, K + 1)}, {}, "axis 3 does not fit"),
        (LS, {"Y": random(I, J)}, {}, "Y is declared|axis"),
        (LS, {"Y": np.full((I, J, K), np.inf)}, {}, "Y holds infinite entries"),
        (LS, {"Z": np.full((1, J, K), np.nan)}, {}, "Z holds NaN"),
        (LS, {"Y": np.full((I, J, K), "a")}, {}, "must hold numbers"),
        (LS, {"Y": random(I, J, 0), "Z": random(1, J, 0)}, {}, "no entries"),
        (LS, {}, {"mask": "E"}, "no array E"),
        (LS, {}, {"mask": "M"}, "is no mask"),
        (LS, {"E": -np.ones((I, J, K))}, {"weights": "E"}, "≥ 0"),
        (LS, {"E": np.ones((I, 2))}, {"mask": "E"}, "does not stretch"),
        (LS, {}, {"nonnegative": ["Z"]}, "Z is not sought"),
        ("min_A ‖Y − A ⊡ Z‖² + λ‖A‖²", {"λ": -1.0}, {}, "expected a number ≥ 0"),
        ("min_A −‖Y − A ⊡ Z‖²", {}, {}, "no squared norm"),
        ("min_A (0−2)‖Y − A ⊡ Z‖²", {}, {}, "expected a number > 0"),
        (BD, {}, {}, "number of terms R"),
        (BD.replace("R}", "2}"), {}, {"rank": 3}, "the formula says 2"),
        ("Y ≈ A_r ⊡ B_r", {}, {"weights": "M"}, "0 and 1 only"),
        ("Y ≈ A_r ⊡ B_r", {}, {"init": {"A_r": random(2, 2)}}, "the start of A_r"),
        ("Y ≈ A_r ⊡ B_r", {}, {"init": "best"}, "init"),
    ],
)
def test_bad_data_are_named(text, changes, options, message, data):
    given = {name: array for name, array in {**data, **changes}.items() if array is not None}
    call = boxdot.decompose if "_r" in text else boxdot.solve
    with pytest.raises((boxdot.DataError, boxdot.UnsupportedError), match=message):
        call(text, given, SHAPES, **options)


def test_what_would_not_fit_in_memory_is_not_begun():
    with pytest.raises(boxdot.DataError, match="would take"):
        boxdot.solve(
            "min_a ‖X ⊟ a‖²", {"X": np.ones((1, 1))}, "X ∈ R^{1×1}; a ∈ R^{10000000×10000000}"
        )


def test_large_finite_numbers_are_no_infinity(data):
    huge = {**data, "Y": np.full((I, J, K), 1.5e308)}
    found = boxdot.solve("min_A ‖Y ⊟ A‖²", huge, SHAPES)
    np.testing.assert_allclose(found["A"], 1.5e308, rtol=1e-12)


def test_each_call_names_the_other(data):
    with pytest.raises(boxdot.UnsupportedError, match="boxdot decompose"):
        boxdot.solve("Y ≈ A_1 ⊡ B_1", data, SHAPES)
    with pytest.raises(boxdot.UnsupportedError, match="boxdot solve"):
        boxdot.decompose(LS, data, SHAPES)


def test_ill_shaped(data):
    with pytest.raises(boxdot.IllShapedError):
        boxdot.solve("min_A ‖Y − A ⊙ Z‖_F²", data, SHAPES)


def test_names_without_letter_styles():
    Y = positive(I, J)
    declared = (
        r"\mathbf{Y} \in \mathbb{R}^{I\times J}; \mathbf{a} \in \mathbb{R}^I; b \in \mathbb{R}^J"
    )
    found = boxdot.decompose(r"\mathbf{Y} \approx \mathbf{a} b^\top", {"Y": Y}, declared, seed=0)
    assert list(found) == ["a", "b"]
    np.testing.assert_array_equal(found["𝐚"], found["a"])


def test_a_size_in_the_formula():
    text = "Y ≈ Σ_{r=1}^{R} a_r ∘ b_r ∘ c_r, R = 2"
    found = boxdot.decompose(text, {"Y": positive(I, J, K)}, SHAPES, seed=0, tolerance=1e-2)
    assert found["a_r"].shape == (2, I)


@pytest.mark.parametrize("case", ["ls3", "ls2_zero", "ls6"])
def test_reference_cases_of_least_squares(case, request):
    path = request.config.rootpath / "tests" / "data" / "numeric" / "bd" / f"{case}.npz"
    with np.load(path) as stored:
        true = dict(stored)
    shapes = {name: "×".join(map(str, true[name].shape)) for name in "XHW"}
    declared = "; ".join(f"{name} ∈ R^{{{shape}}}" for name, shape in shapes.items())
    found = boxdot.solve("min_W ‖X − W ⊡ H‖_F", {"X": true["X"], "H": true["H"]}, declared)
    np.testing.assert_allclose(found["W"], true["W"], rtol=1e-10)
    np.testing.assert_allclose(found.error, true["residual"], rtol=1e-10)
    assert found.rank == true["rank"]


def test_the_reference_case_of_missing_entries(request):
    path = request.config.rootpath / "tests" / "data" / "numeric" / "bd" / "bd3_masked.npz"
    with np.load(path) as stored:
        true = dict(stored)
    ones = {"A": np.ones((12, 11, 1)), "B": np.ones((12, 1, 10)), "C": np.ones((1, 11, 10))}
    found = boxdot.decompose(
        "Y ≈ A ⊡ B ⊡ C", {"Y": true["Y"]}, SHAPES, init=ones, max_iterations=3000, tolerance=0
    )
    np.testing.assert_allclose(products(found, "one"), true["full"], rtol=1e-5)
