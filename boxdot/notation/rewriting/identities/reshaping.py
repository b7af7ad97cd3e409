"""Unfolding, vectorisation, Kronecker and Khatri–Rao products, sums along modes, mode products."""

from __future__ import annotations

from boxdot.notation.rewriting.identities.identity import Identity

KHATRI_RAO = "A ∈ R^{I×R}; B ∈ R^{J×R}"

IDENTITIES = (
    Identity(
        "khatri-rao-columns", "(B ⊙_KR A)_{:,r}", "B_{:,r} ⊗ A_{:,r}", KHATRI_RAO, "eq. 48", "",
        "The Khatri–Rao product takes the Kronecker product column by column.",
    ),
    Identity(
        "khatri-rao-by-broadcast", "(unfold_3(A ⊡ B))ᵀ", "(unfold_3(B))ᵀ ⊙_KR (unfold_3(A))ᵀ",
        "A ∈ R^{I×1×R}; B ∈ R^{1×J×R}", "eq. 49", "",
        "The Khatri–Rao product is an unfolded broadcast product.",
    ),
    Identity(
        "khatri-rao-gram", "(B ⊙_KR A)ᵀ (B ⊙_KR A)", "(Bᵀ B) ⊙ (Aᵀ A)", KHATRI_RAO, "", "",
        "The Gram matrix of a Khatri–Rao product is the Hadamard product of the Gram matrices.",
    ),
    Identity(
        "kronecker-times-khatri-rao", "(C ⊗ D) (B ⊙_KR A)", "(C B) ⊙_KR (D A)",
        f"{KHATRI_RAO}; C ∈ R^{{K×J}}; D ∈ R^{{L×I}}", "", "",
        "A Kronecker product times a Khatri–Rao product multiplies factor by factor.",
    ),
    Identity(
        "kronecker-mixed-product", "(A ⊗ B) (C ⊗ D)", "(A C) ⊗ (B D)",
        "A ∈ R^{I×J}; B ∈ R^{K×L}; C ∈ R^{J×M}; D ∈ R^{L×N}", "", "",
        "The product of Kronecker products is the Kronecker product of the products.",
    ),
    Identity(
        "kronecker-transpose", "(A ⊗ B)ᵀ", "Aᵀ ⊗ Bᵀ", "A ∈ R^{I×J}; B ∈ R^{K×L}", "", "",
        "The transpose goes into a Kronecker product.",
    ),
    Identity(
        "kronecker-associates", "(A ⊗ B) ⊗ C", "A ⊗ (B ⊗ C)",
        "A ∈ R^{I×J}; B ∈ R^{K×L}; C ∈ R^{M×N}", "", "",
        "The Kronecker product is associative.",
    ),
    Identity(
        "kronecker-over-plus", "A ⊗ (B + C)", "A ⊗ B + A ⊗ C",
        "A ∈ R^{I×J}; B, C ∈ R^{K×L}", "", "",
        "The Kronecker product distributes over the sum.",
    ),
    Identity(
        "trace-of-kronecker", "tr(A ⊗ B)", "tr(A) tr(B)", "A ∈ R^{I×I}; B ∈ R^{J×J}", "", "",
        "The trace of a Kronecker product is the product of the traces.",
    ),
    Identity(
        "kronecker-of-identities", "𝑰_I ⊗ 𝑰_J", "𝑰_{I J}", "A ∈ R^{I×J}", "", "",
        "The Kronecker product of identities is an identity.",
    ),
    Identity(
        "kronecker-of-vectors", "x ⊗ yᵀ", "x yᵀ", "x ∈ R^I; y ∈ R^J", "", "",
        "The Kronecker product of a column and a row is their outer product.",
    ),
    Identity(
        "vec-of-product", "vec(A X B)", "(Bᵀ ⊗ A) vec(X)",
        "A ∈ R^{K×I}; X ∈ R^{I×J}; B ∈ R^{J×L}", "", "",
        "Vectorising a triple product gives a Kronecker product times a vector.",
    ),
    Identity(
        "vec-of-outer-product", "vec(x yᵀ)", "y ⊗ x", "x ∈ R^I; y ∈ R^J", "", "",
        "Vectorising an outer product gives a Kronecker product of vectors.",
    ),
    Identity(
        "vec-of-sum", "vec(X + Y)", "vec(X) + vec(Y)", "X, Y ∈ R^{I×J}", "", "",
        "Vectorisation is linear.", general="X Y", also=("X, Y ∈ R^{I×J×K}",),
    ),
    Identity(
        "vec-of-hadamard-product", "vec(X ⊙ Y)", "diag(vec(X)) vec(Y)", "X, Y ∈ R^{I×J}", "", "",
        "Vectorising a Hadamard product gives a diagonal matrix times a vector.",
    ),
    Identity(
        "vec-of-scaled-columns", "vec(A diag(z) Bᵀ)", "(B ⊙_KR A) z",
        "A ∈ R^{I×R}; B ∈ R^{J×R}; z ∈ R^R", "", "",
        "Vectorising a product with a diagonal matrix gives a Khatri–Rao product times a vector.",
    ),
    Identity(
        "fold-of-unfolding", "fold_1(X_(1))", "X", "X ∈ R^{I×J×K}", "", "",
        "Folding undoes unfolding.",
    ),
    Identity(
        "unfolding-of-mode-product", "(X ×_2 A)_(2)", "A X_(2)",
        "X ∈ R^{I×J×K}; A ∈ R^{L×J}", "", "",
        "A mode product multiplies the unfolding along its mode.",
    ),
    Identity(
        "mode-products-commute", "X ×_1 A ×_2 B", "X ×_2 B ×_1 A",
        "X ∈ R^{I×J×K}; A ∈ R^{L×I}; B ∈ R^{M×J}", "", "",
        "Mode products along different modes commute.",
    ),
    Identity(
        "mode-products-of-one-mode", "X ×_1 A ×_1 B", "X ×_1 (B A)",
        "X ∈ R^{I×J×K}; A ∈ R^{L×I}; B ∈ R^{M×L}", "", "",
        "Two mode products along one mode are one with the product of the matrices.",
    ),
    Identity(
        "first-mode-product-of-matrix", "X ×_1 A", "A X", "X ∈ R^{I×J}; A ∈ R^{L×I}", "", "",
        "A product along the first mode of a matrix is a product from the left.",
    ),
    Identity(
        "second-mode-product-of-matrix", "X ×_2 A", "X Aᵀ", "X ∈ R^{I×J}; A ∈ R^{L×J}", "", "",
        "A product along the second mode of a matrix is a product from the right.",
    ),
    Identity(
        "mode-product-with-diagonal", "X ×_1 diag(y)", "X ⊡ y", "X ∈ R^{I×J×K}; y ∈ R^I", "", "",
        "A mode product with a diagonal matrix is a broadcast product.",
    ),
    Identity(
        "sum-is-mode-product", "𝒫_1(X)", "X ×_1 𝟏_Iᵀ", "X ∈ R^{I×J×K}", "", "",
        "The sum along a mode is the mode product with a row of ones.",
    ),
    Identity(
        "sum-of-rows", "𝒫_1(X)", "𝟏_Iᵀ X", "X ∈ R^{I×J}", "", "",
        "The sum along the first mode of a matrix is a row of ones times the matrix.",
    ),
    Identity(
        "sum-of-columns", "𝒫_2(X)", "X 𝟏_J", "X ∈ R^{I×J}", "", "",
        "The sum along the second mode of a matrix is the matrix times ones.",
    ),
    Identity(
        "sums-commute", "𝒫_1(𝒫_2(X))", "𝒫_2(𝒫_1(X))", "X ∈ R^{I×J×K}", "", "",
        "Sums along different modes commute.",
    ),
    Identity(
        "joint-sum", "𝒫_1(𝒫_2(X))", "𝒫_{1,2}(X)", "X ∈ R^{I×J×K}", "", "",
        "Sums along two modes are one sum along both.",
    ),
    Identity(
        "sum-of-broadcast-product-over-third-mode", "𝒫_3(X ⊡ Y)", "X ⊡ 𝒫_3(Y)",
        "X ∈ R^{I×J}; Y ∈ R^{I×J×K}", "", "X does not depend on the mode that is summed",
        "A factor that does not depend on a mode moves out of the sum along it.",
        general="X Y", also=("X ∈ R^{I×1}; Y ∈ R^{I×J×K}",),
    ),
    Identity(
        "sum-of-broadcast-product-over-second-mode", "𝒫_2(X ⊡ Y)", "X ⊡ 𝒫_2(Y)",
        "X ∈ R^I; Y ∈ R^{I×J}", "", "X does not depend on the mode that is summed",
        "A factor that does not depend on a mode moves out of the sum along it.",
        general="X Y", also=("X ∈ R^{I×1×K}; Y ∈ R^{I×J×K}",),
    ),
    Identity(
        "sum-of-broadcast-product-over-first-mode", "𝒫_1(X ⊡ Y)", "X ⊡ 𝒫_1(Y)",
        "X ∈ R^{1×J}; Y ∈ R^{I×J}", "", "X does not depend on the mode that is summed",
        "A factor that does not depend on a mode moves out of the sum along it.",
        general="X Y", also=("X ∈ R^{1×J×K}; Y ∈ R^{I×J×K}",),
    ),
    Identity(
        "sum-over-modes-is-linear", "𝒫_1(X + Y)", "𝒫_1(X) + 𝒫_1(Y)", "X, Y ∈ R^{I×J×K}", "", "",
        "The sum along a mode is linear.", general="X Y", also=("X, Y ∈ R^{I×J}",),
    ),
    Identity(
        "khatri-rao-associates", "(A ⊙_KR B) ⊙_KR C", "A ⊙_KR (B ⊙_KR C)",
        "A ∈ R^{I×R}; B ∈ R^{J×R}; C ∈ R^{K×R}", "", "",
        "The Khatri–Rao product is associative.",
    ),
    Identity(
        "khatri-rao-over-plus", "A ⊙_KR (B + C)", "A ⊙_KR B + A ⊙_KR C",
        "A ∈ R^{I×R}; B, C ∈ R^{J×R}", "", "",
        "The Khatri–Rao product distributes over the sum.",
    ),
    Identity(
        "khatri-rao-of-scaled-columns", "(A diag(z)) ⊙_KR B", "(A ⊙_KR B) diag(z)",
        "A ∈ R^{I×R}; B ∈ R^{J×R}; z ∈ R^R", "", "",
        "Scaled columns move out of a Khatri–Rao product.",
    ),
    Identity(
        "hadamard-of-khatri-rao", "(A ⊙_KR B) ⊙ (C ⊙_KR D)", "(A ⊙ C) ⊙_KR (B ⊙ D)",
        "A, C ∈ R^{I×R}; B, D ∈ R^{J×R}", "", "",
        "The Hadamard product of Khatri–Rao products goes factor by factor.",
    ),
    Identity(
        "hadamard-of-kronecker", "(A ⊗ B) ⊙ (C ⊗ D)", "(A ⊙ C) ⊗ (B ⊙ D)",
        "A, C ∈ R^{I×J}; B, D ∈ R^{K×L}", "", "",
        "The Hadamard product of Kronecker products goes factor by factor.",
    ),
    Identity(
        "khatri-rao-by-kronecker-of-ones", "A ⊙_KR B", "(A ⊗ 𝟏_J) ⊙ (𝟏_I ⊗ B)",
        "A ∈ R^{I×R}; B ∈ R^{J×R}", "", "",
        "The Khatri–Rao product is a Hadamard product of repeated rows.",
    ),
    Identity(
        "kronecker-of-product-with-vectors", "(A ⊗ B) (x ⊗ y)", "(A x) ⊗ (B y)",
        "A ∈ R^{I×J}; B ∈ R^{K×L}; x ∈ R^J; y ∈ R^L", "", "",
        "A Kronecker product times a Kronecker product of vectors goes factor by factor.",
    ),
    Identity(
        "kronecker-plus-times", "(A + B) ⊗ C", "A ⊗ C + B ⊗ C",
        "A, B ∈ R^{I×J}; C ∈ R^{K×L}", "", "",
        "The Kronecker product distributes over the sum on its left.",
    ),
    Identity(
        "scalar-out-of-kronecker", "A ⊗ (k B)", "k (A ⊗ B)",
        "A ∈ R^{I×J}; B ∈ R^{K×L}; k ∈ R", "", "",
        "A scalar moves out of a Kronecker product.",
    ),
    Identity(
        "kronecker-of-diagonals", "diag(x) ⊗ diag(y)", "diag(x ⊗ y)", "x ∈ R^I; y ∈ R^J", "", "",
        "The Kronecker product of diagonal matrices is diagonal.",
    ),
    Identity(
        "norm-of-kronecker", "‖A ⊗ B‖_F²", "‖A‖_F² ‖B‖_F²", "A ∈ R^{I×J}; B ∈ R^{K×L}", "", "",
        "The squared norm of a Kronecker product is the product of the squared norms.",
    ),
    Identity(
        "vec-of-left-product", "vec(A X)", "(𝑰_J ⊗ A) vec(X)", "A ∈ R^{K×I}; X ∈ R^{I×J}", "", "",
        "Vectorising a product from the left repeats the matrix along a diagonal.",
    ),
    Identity(
        "vec-of-right-product", "vec(X B)", "(Bᵀ ⊗ 𝑰_I) vec(X)", "X ∈ R^{I×J}; B ∈ R^{J×L}", "", "",
        "Vectorising a product from the right stretches the matrix.",
    ),
    Identity(
        "vec-of-broadcast-product", "vec(X ⊡ Y)", "diag(vec(X)) vec(Y)",
        "X, Y ∈ R^{I×J×K}", "", "X and Y have the same shape",
        "Vectorising a broadcast product of equal shapes gives a diagonal matrix times a vector.",
        general="X Y", also=("X, Y ∈ R^{I×J}",),
    ),
    Identity(
        "vec-of-scaled-rows", "vec(X ⊡ y)", "(𝑰_J ⊗ diag(y)) vec(X)",
        "X ∈ R^{I×J}; y ∈ R^I", "", "",
        "Vectorising scaled rows repeats the diagonal matrix.",
    ),
    Identity(
        "vec-of-scaled-multiple", "vec(k X)", "k vec(X)", "X ∈ R^{I×J}; k ∈ R", "", "",
        "A scalar moves out of a vectorisation.",
        general="X",
    ),
    Identity(
        "vec-of-row", "vec(xᵀ)", "x", "x ∈ R^I", "", "",
        "Vectorising a row gives the column.",
    ),
    Identity(
        "vec-of-vector", "vec(x)", "x", "x ∈ R^I", "", "",
        "A vector is its own vectorisation.",
    ),
    Identity(
        "inner-product-of-vectorisations", "vec(X)ᵀ vec(Y)", "tr(Xᵀ Y)", "X, Y ∈ R^{I×J}", "", "",
        "The inner product of vectorisations is a trace.",
    ),
    Identity(
        "trace-of-four-matrices", "tr(A B C D)", "vec(Aᵀ)ᵀ (Dᵀ ⊗ B) vec(C)",
        "A ∈ R^{I×J}; B ∈ R^{J×K}; C ∈ R^{K×L}; D ∈ R^{L×I}", "", "",
        "A trace of four matrices is a bilinear form of a Kronecker product.",
    ),
    Identity(
        "kronecker-inverse", "(A ⊗ B)^{-1}", "A^{-1} ⊗ B^{-1}", "A ∈ R^{n×n}; B ∈ R^{m×m}", "",
        "A and B are invertible", "The inverse goes into a Kronecker product.",
    ),
)  # fmt: skip
