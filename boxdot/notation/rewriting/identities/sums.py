"""Sums, means and variances: as ones, and as they go into sums and products."""

from __future__ import annotations

from boxdot.notation.rewriting.identities.identity import Identity

IDENTITIES = (
    Identity(
        "centering-is-idempotent",
        "(𝑰_n − (1/n) 𝟏_n 𝟏_nᵀ) (𝑰_n − (1/n) 𝟏_n 𝟏_nᵀ)", "𝑰_n − (1/n) 𝟏_n 𝟏_nᵀ",
        "x ∈ R^n", "", "",
        "The centering matrix is a projection.",
    ),
    Identity(
        "centering-of-ones", "(𝑰_n − (1/n) 𝟏_n 𝟏_nᵀ) 𝟏_n", "𝟎_n", "x ∈ R^n", "", "",
        "The centering matrix takes ones to zeros.",
    ),
    Identity(
        "centering-of-vector", "(𝑰_n − (1/n) 𝟏_n 𝟏_nᵀ) x", "x ⊟ mean(x)", "x ∈ R^n", "", "",
        "The centering matrix takes the mean from a vector.",
    ),
    Identity(
        "centering-of-columns", "(𝑰_n − (1/n) 𝟏_n 𝟏_nᵀ) X", "X ⊟ (1/n) 𝒫_1(X)",
        "X ∈ R^{n×m}", "", "",
        "The centering matrix takes the mean from each column.",
    ),
    Identity(
        "sum-is-mode-products", "𝒫_{1,3}(X)", "X ×_1 𝟏_Iᵀ ×_3 𝟏_Kᵀ", "X ∈ R^{I×J×K}", "", "",
        "Sums along modes are mode products with rows of ones.",
    ),
    Identity(
        "sum-of-matrix", "sum(X)", "𝟏_Iᵀ X 𝟏_J", "X ∈ R^{I×J}", "", "",
        "The sum of all entries of a matrix lies between ones.",
    ),
    Identity(
        "sum-of-vector", "sum(x)", "𝟏_Iᵀ x", "x ∈ R^I", "", "",
        "The sum of a vector is its inner product with ones.",
    ),
    Identity(
        "sum-of-row", "sum(xᵀ)", "𝟏_Iᵀ x", "x ∈ R^I", "", "",
        "The sum of a row is its inner product with ones.",
    ),
    Identity(
        "sum-of-tensor", "sum(X)", "𝟏_{I J K}ᵀ vec(X)", "X ∈ R^{I×J×K}", "", "",
        "The sum of all entries is an inner product of the vectorisation with ones.",
    ),
    Identity(
        "sum-of-all-modes", "𝒫_{1,2}(X)", "𝟏_Iᵀ X 𝟏_J", "X ∈ R^{I×J}", "", "",
        "The sum along both modes of a matrix lies between ones.",
    ),
    Identity(
        "sum-of-broadcast-product", "sum(X ⊡ Y)", "tr(Xᵀ Y)", "X, Y ∈ R^{I×J}", "", "",
        "The sum of all entries of a product of equal shapes is a trace.",
    ),
    Identity(
        "sum-of-hadamard-product", "sum(X ⊙ Y)", "tr(Xᵀ Y)", "X, Y ∈ R^{I×J}", "", "",
        "The sum of all entries of a Hadamard product is a trace.",
    ),
    Identity(
        "sum-of-scaled-rows", "sum(X ⊡ y)", "yᵀ X 𝟏_J", "X ∈ R^{I×J}; y ∈ R^I", "", "",
        "The sum of a matrix with scaled rows is a bilinear form with ones.",
    ),
    Identity(
        "sum-of-scaled-columns", "sum(X ⊡ zᵀ)", "𝟏_Iᵀ X z", "X ∈ R^{I×J}; z ∈ R^J", "", "",
        "The sum of a matrix with scaled columns is a bilinear form with ones.",
    ),
    Identity(
        "sum-of-product-of-vectors", "sum(x ⊡ y)", "xᵀ y", "x, y ∈ R^I", "", "",
        "The sum of a product of vectors is their inner product.",
    ),
    Identity(
        "row-sums-of-scaled-columns", "𝒫_2(X ⊡ zᵀ)", "X z", "X ∈ R^{I×J}; z ∈ R^J", "", "",
        "The row sums of a matrix with scaled columns are a matrix times a vector.",
    ),
    Identity(
        "column-sums-of-scaled-rows", "𝒫_1(X ⊡ y)", "yᵀ X", "X ∈ R^{I×J}; y ∈ R^I", "", "",
        "The column sums of a matrix with scaled rows are a row times a matrix.",
    ),
    Identity(
        "mean-of-vector", "mean(x)", "(1/n) 𝟏_nᵀ x", "x ∈ R^n", "", "",
        "The mean of a vector is an inner product with ones.",
    ),
    Identity(
        "mean-of-matrix", "mean(X)", "(1/(m n)) 𝟏_mᵀ X 𝟏_n", "X ∈ R^{m×n}", "", "",
        "The mean of a matrix lies between ones.",
    ),
    Identity(
        "mean-of-tensor", "mean(X)", "(1/(l m n)) 𝟏_{l m n}ᵀ vec(X)", "X ∈ R^{l×m×n}", "", "",
        "The mean of a tensor is an inner product of the vectorisation with ones.",
    ),
    Identity(
        "mean-is-linear", "mean(X + Y)", "mean(X) + mean(Y)", "X, Y ∈ R^{I×J}", "", "",
        "The mean is linear.",
        general="X Y",
    ),
    Identity(
        "mean-of-multiple", "mean(k X)", "k mean(X)", "X ∈ R^{I×J}; k ∈ R", "", "",
        "A scalar moves out of a mean.",
        general="X",
    ),
    Identity(
        "mean-of-shifted", "mean(X ⊞ k)", "mean(X) + k", "X ∈ R^{I×J}; k ∈ R", "", "",
        "Adding a number to every entry adds it to the mean.",
        general="X",
    ),
    Identity(
        "mean-of-centred", "mean(X ⊟ mean(X))", "0", "X ∈ R^{I×J}", "", "",
        "What is centred has the mean zero.",
        general="X",
    ),
    Identity(
        "sum-is-linear", "sum(X + Y)", "sum(X) + sum(Y)", "X, Y ∈ R^{I×J}", "", "",
        "The sum of all entries is linear.",
        general="X Y",
    ),
    Identity(
        "sum-of-multiple", "sum(k X)", "k sum(X)", "X ∈ R^{I×J}; k ∈ R", "", "",
        "A scalar moves out of a sum.",
        general="X",
    ),
    Identity(
        "sum-of-outer-product", "sum(x ⊡ yᵀ)", "sum(x) sum(y)", "x ∈ R^I; y ∈ R^J", "", "",
        "The sum of an outer product is the product of the sums.",
    ),
    Identity(
        "variance", "var(x)", "mean(x ⊡ x) − mean(x)²", "x ∈ R^I", "", "",
        "The variance is the mean of the square less the square of the mean.",
    ),
    Identity(
        "variance-of-matrix", "var(X)", "mean(X ⊡ X) − mean(X)²", "X ∈ R^{I×J}", "", "",
        "The variance is the mean of the square less the square of the mean.",
        general="X",
    ),
    Identity(
        "variance-as-norm", "var(x)", "(1/n) ‖x ⊟ mean(x)‖²", "x ∈ R^n", "", "",
        "The variance is the mean of the squared deviations.",
    ),
    Identity(
        "variance-of-shifted", "var(X ⊞ k)", "var(X)", "X ∈ R^{I×J}; k ∈ R", "", "",
        "Adding a number to every entry keeps the variance.",
        general="X",
    ),
    Identity(
        "variance-of-multiple", "var(k X)", "k² var(X)", "X ∈ R^{I×J}; k ∈ R", "", "",
        "A scalar moves out of a variance squared.",
        general="X",
    ),
    Identity(
        "sum-of-softmax", "sum(softmax(x))", "1", "x ∈ R^I", "", "",
        "The entries of a softmax sum to one.",
    ),
)  # fmt: skip
