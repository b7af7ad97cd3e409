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
    Identity(
        "trace-of-multiple", "tr(k A)", "k tr(A)", "A ∈ R^{n×n}; k ∈ R", "", "",
        "A scalar moves out of a trace.",
    ),
    Identity(
        "trace-of-difference", "tr(A − B)", "tr(A) − tr(B)", "A, B ∈ R^{n×n}", "", "",
        "The trace of a difference is the difference of the traces.",
    ),
    Identity(
        "trace-of-identity", "tr(𝑰_n)", "n", "A ∈ R^{n×n}", "", "",
        "The trace of the identity is its size.",
    ),
    Identity(
        "trace-of-scaled-rows", "tr(A ⊡ x)", "tr(diag(x) A)", "A ∈ R^{n×n}; x ∈ R^n", "", "",
        "Scaling the rows goes into a trace as a diagonal matrix.",
    ),
    Identity(
        "trace-of-quadratic-form", "xᵀ A y", "tr(A y xᵀ)", "A ∈ R^{I×J}; x ∈ R^I; y ∈ R^J", "", "",
        "A bilinear form is a trace.",
    ),
    Identity(
        "quadratic-form-of-diagonal", "xᵀ diag(y) x", "yᵀ (x ⊙ x)", "x, y ∈ R^I", "", "",
        "The quadratic form of a diagonal matrix weighs the squares.",
    ),
    Identity(
        "quadratic-form-of-broadcast-product", "xᵀ (y ⊡ x)", "yᵀ (x ⊡ x)", "x, y ∈ R^I", "", "",
        "A weighted sum of squares.",
    ),
    Identity(
        "squared-norm-as-sum", "‖X‖_F²", "sum(X ⊙ X)", "X ∈ R^{I×J}", "", "",
        "The squared Frobenius norm is the sum of the squares.",
        general="X", also=("X ∈ R^{I×J×K}",),
    ),
    Identity(
        "squared-norm-of-broadcast-product", "‖X ⊡ Y‖_F²", "sum(X ⊡ X ⊡ Y ⊡ Y)",
        "X ∈ R^{I×J}; Y ∈ R^{I×1×K}", "", "the broadcast condition holds",
        "The squared norm of a broadcast product is the sum of the products of squares.",
        general="X Y",
    ),
    Identity(
        "squared-norm-of-sum", "‖X + Y‖_F²", "‖X‖_F² + 2 ⟨X, Y⟩ + ‖Y‖_F²", "X, Y ∈ R^{I×J}", "", "",
        "The squared norm of a sum has three terms.",
        general="X Y",
    ),
    Identity(
        "squared-norm-of-difference", "‖X − Y‖_F²", "‖X‖_F² − 2 ⟨X, Y⟩ + ‖Y‖_F²",
        "X, Y ∈ R^{I×J}", "", "",
        "The squared norm of a difference has three terms.",
        general="X Y",
    ),
    Identity(
        "squared-norm-of-multiple", "‖k X‖_F²", "k² ‖X‖_F²", "X ∈ R^{I×J}; k ∈ R", "", "",
        "A scalar comes out of a squared norm squared.",
        general="X",
    ),
    Identity(
        "norm-of-negative", "‖−X‖_F", "‖X‖_F", "X ∈ R^{I×J}", "", "",
        "The norm of the negative is the norm.",
        general="X",
    ),
    Identity(
        "weighted-squared-norm", "‖x ⊡ y‖²", "xᵀ diag(y)² x", "x, y ∈ R^I", "", "",
        "The squared norm of a product of vectors is a quadratic form.",
    ),
    Identity(
        "inner-product-as-trace", "⟨X, Y⟩", "tr(Xᵀ Y)", "X, Y ∈ R^{I×J}", "", "",
        "The inner product of matrices is a trace.",
    ),
    Identity(
        "inner-product-as-sum", "⟨X, Y⟩", "sum(X ⊙ Y)", "X, Y ∈ R^{I×J}", "", "",
        "The inner product sums the products of the entries.",
        general="X Y", also=("X, Y ∈ R^{I×J×K}",),
    ),
    Identity(
        "inner-product-over-plus", "⟨X, Y + Z⟩", "⟨X, Y⟩ + ⟨X, Z⟩", "X, Y, Z ∈ R^{I×J}", "", "",
        "The inner product is linear.",
        general="X Y Z",
    ),
    Identity(
        "broadcast-product-moves-in-inner-product", "⟨X ⊡ W, Y⟩", "⟨X, W ⊡ Y⟩",
        "X, Y ∈ R^{I×J}; W ∈ R^I", "", "X and Y have the joint shape",
        "A factor moves to the other side of an inner product.",
        general="X W Y",
    ),
    Identity(
        "like-terms-of-plus", "x + y + x", "2 x + y", "x, y ∈ R", "", "",
        "Equal terms of a sum are collected, in alphabetical order.",
        general="x y", also=("x, y ∈ R^{I×J}",),
    ),
    Identity(
        "trace-as-sum-of-broadcast-product", "𝟏_Iᵀ (A ⊡ B) 𝟏_J", "tr(Aᵀ B)", "A, B ∈ R^{I×J}",
        "", "",
        "The sum of all entries of a broadcast product of equal shapes is a trace.",
    ),
    Identity(
        "bilinear-form-of-broadcast-product", "xᵀ (A ⊡ B) y", "tr(diag(x) A diag(y) Bᵀ)",
        "A, B ∈ R^{I×J}; x ∈ R^I; y ∈ R^J", "", "",
        "A bilinear form of a broadcast product of equal shapes is a trace.",
    ),
    Identity(
        "norm-of-product-by-vectors", "‖X ⊡ Y‖_F", "‖diag(vec(X)) vec(Y)‖_F", "X, Y ∈ R^{I×J}",
        "", "X and Y have the same shape",
        "The norm of a product of equal shapes is the norm of its vectorisation.",
        general="X Y", also=("X, Y ∈ R^{I×J×K}",),
    ),
    Identity(
        "norm-of-hadamard-product-by-vectors", "‖X ⊙ Y‖_F", "‖diag(vec(X)) vec(Y)‖_F",
        "X, Y ∈ R^{I×J}", "", "",
        "The norm of a Hadamard product is the norm of its vectorisation.",
        general="X Y", also=("X, Y ∈ R^{I×J×K}",),
    ),
)  # fmt: skip
