"""Traces, norms, inner products and functions of tensors."""

from __future__ import annotations

from boxdot.notation.rewriting.identities.identity import Identity

IDENTITIES = (
    Identity(
        "cyclic-trace", "tr(A B)", "tr(B A)", "A ∈ R^{I×J}; B ∈ R^{J×I}", "", "",
        "The trace of a product does not change when the factors change places.",
    ),
    Identity(
        "trace-of-transpose", "tr(Aᵀ)", "tr(A)", "A ∈ R^{I×I}", "", "",
        "The trace of the transpose is the trace.",
    ),
    Identity(
        "trace-is-linear", "tr(A + B)", "tr(A) + tr(B)", "A, B ∈ R^{I×I}", "", "",
        "The trace is linear.",
    ),
    Identity(
        "trace-as-inner-product", "tr(Aᵀ B)", "⟨A, B⟩", "A, B ∈ R^{I×J}", "", "",
        "The trace of AᵀB is the inner product of all entries.",
    ),
    Identity(
        "trace-as-sum", "tr(Aᵀ B)", "𝟏_Iᵀ (A ⊙ B) 𝟏_J", "A, B ∈ R^{I×J}", "", "",
        "The trace of AᵀB sums the entries of the Hadamard product.",
    ),
    Identity(
        "trace-of-outer-product", "tr(x yᵀ)", "yᵀ x", "x, y ∈ R^I", "", "",
        "The trace of an outer product is the inner product.",
    ),
    Identity(
        "trace-of-diagonal", "tr(diag(x))", "𝟏_Iᵀ x", "x ∈ R^I", "", "",
        "The trace of a diagonal matrix sums its diagonal.",
    ),
    Identity(
        "squared-norm-as-trace", "‖X‖_F²", "tr(Xᵀ X)", "X ∈ R^{I×J}", "", "",
        "The squared Frobenius norm is the trace of the Gram matrix.",
    ),
    Identity(
        "squared-norm-of-vector", "‖x‖²", "xᵀ x", "x ∈ R^I", "", "",
        "The squared norm of a vector is its inner product with itself.",
    ),
    Identity(
        "norm-of-transpose", "‖Xᵀ‖_F", "‖X‖_F", "X ∈ R^{I×J}", "", "",
        "The Frobenius norm of the transpose is that of the matrix.",
    ),
    Identity(
        "norm-of-vectorisation", "‖vec(X)‖", "‖X‖_F", "X ∈ R^{I×J}", "", "",
        "The Frobenius norm is the norm of the vectorisation.", also=("X ∈ R^{I×J×K}",),
        general="X",
    ),
    Identity(
        "norm-of-outer-product", "‖x yᵀ‖_F²", "‖x‖² ‖y‖²", "x ∈ R^I; y ∈ R^J", "", "",
        "The squared norm of an outer product is the product of the squared norms.",
    ),
    Identity(
        "inner-product-of-vectors", "⟨x, y⟩", "xᵀ y", "x, y ∈ R^I", "", "",
        "The inner product of two vectors is a row times a column.",
    ),
    Identity(
        "inner-product-commutes", "⟨X, Y⟩", "⟨Y, X⟩", "X, Y ∈ R^{I×J}", "", "",
        "The inner product is symmetric.", general="X Y",
    ),
    Identity(
        "outer-product-in-quadratic-form", "xᵀ (y yᵀ) x", "(xᵀ y)²", "x, y ∈ R^I", "", "",
        "The quadratic form of an outer product is a square.",
    ),
    Identity(
        "scalar-transpose", "xᵀ y", "yᵀ x", "x, y ∈ R^I", "", "",
        "A number is its own transpose.",
    ),
    Identity(
        "exponential-of-sum", "exp(X ⊞ Y)", "exp(X) ⊡ exp(Y)", "X ∈ R^{I×J}; Y ∈ R^I", "",
        "the broadcast condition holds",
        "The exponential turns a broadcast sum into a broadcast product.",
        general="X Y",
    ),
    Identity(
        "softmax-shift", "softmax(x ⊟ y)", "softmax(x)", "x ∈ R^I; y ∈ R", "", "",
        "A softmax does not change when a number is taken from every entry.",
    ),
)  # fmt: skip
