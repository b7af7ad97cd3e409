"""Broadcast products and sums of tensors as mode products, foldings and sums."""

from __future__ import annotations

from boxdot.notation.rewriting.identities.identity import Identity

IDENTITIES = (
    Identity(
        "first-mode-scaling", "X ⊡ y", "X ×_1 diag(y)", "X ∈ R^{I×J×K}; y ∈ R^I", "", "",
        "The broadcast product with a column is a mode product with a diagonal matrix.",
        general="X", also=("X ∈ R^{I×J×K×L}; y ∈ R^I",),
    ),
    Identity(
        "second-mode-scaling", "X ⊡ yᵀ", "X ×_2 diag(y)", "X ∈ R^{I×J×K}; y ∈ R^J", "", "",
        "The broadcast product with a row is a mode product with a diagonal matrix.",
        general="X", also=("X ∈ R^{I×J×K×L}; y ∈ R^J",),
    ),
    Identity(
        "third-mode-scaling", "X ⊡ y", "X ×_3 diag(vec(y))", "X ∈ R^{I×J×K}; y ∈ R^{1×1×K}", "", "",
        "Scaling along the third mode is a mode product with a diagonal matrix.",
        general="X", also=("X ∈ R^{I×J×K×L}; y ∈ R^{1×1×K}",),
    ),
    Identity(
        "first-mode-division", "X ⧄ y", "X ×_1 diag(y)^{-1}", "X ∈ R^{I×J×K}; y ∈ R^I", "",
        "y has no zero", "The broadcast quotient by a column is a mode product.",
        general="X",
    ),
    Identity(
        "second-mode-division", "X ⧄ yᵀ", "X ×_2 diag(y)^{-1}", "X ∈ R^{I×J×K}; y ∈ R^J", "",
        "y has no zero", "The broadcast quotient by a row is a mode product.",
        general="X", also=("X ∈ R^{I×J×K×L}; y ∈ R^J",),
    ),
    Identity(
        "third-mode-division", "X ⧄ y", "X ×_3 diag(vec(y))^{-1}",
        "X ∈ R^{I×J×K}; y ∈ R^{1×1×K}", "", "y has no zero",
        "Dividing along the third mode is a mode product.",
        general="X",
    ),
    Identity(
        "column-added-to-tensor", "X ⊞ y", "X + 𝟏_{I,J,K} ×_1 diag(y)",
        "X ∈ R^{I×J×K}; y ∈ R^I", "", "",
        "Adding along the first mode of a tensor adds a mode product of ones.",
    ),
    Identity(
        "row-added-to-tensor", "X ⊞ yᵀ", "X + 𝟏_{I,J,K} ×_2 diag(y)",
        "X ∈ R^{I×J×K}; y ∈ R^J", "", "",
        "Adding along the second mode of a tensor adds a mode product of ones.",
    ),
    Identity(
        "row-added-to-fourth-order-tensor", "X ⊞ yᵀ", "X + 𝟏_{I,J,K,L} ×_2 diag(y)",
        "X ∈ R^{I×J×K×L}; y ∈ R^J", "", "",
        "Adding along the second mode of a tensor adds a mode product of ones.",
    ),
    Identity(
        "tube-added-to-tensor", "X ⊞ y", "X + 𝟏_{I,J,K} ×_3 diag(vec(y))",
        "X ∈ R^{I×J×K}; y ∈ R^{1×1×K}", "", "",
        "Adding along the third mode of a tensor adds a mode product of ones.",
    ),
    Identity(
        "matrix-added-to-tensor", "X ⊞ Y", "X + fold_3(𝟏_K vec(Y)ᵀ)",
        "X ∈ R^{I×J×K}; Y ∈ R^{I×J}", "", "",
        "Adding a matrix to every frontal slice adds a folded outer product with ones.",
    ),
    Identity(
        "column-subtracted-from-tensor", "X ⊟ y", "X − 𝟏_{I,J,K} ×_1 diag(y)",
        "X ∈ R^{I×J×K}; y ∈ R^I", "", "",
        "Subtracting along the first mode of a tensor subtracts a mode product of ones.",
    ),
    Identity(
        "row-subtracted-from-tensor", "X ⊟ yᵀ", "X − 𝟏_{I,J,K} ×_2 diag(y)",
        "X ∈ R^{I×J×K}; y ∈ R^J", "", "",
        "Subtracting along the second mode of a tensor subtracts a mode product of ones.",
    ),
    Identity(
        "row-subtracted-from-fourth-order-tensor", "X ⊟ yᵀ", "X − 𝟏_{I,J,K,L} ×_2 diag(y)",
        "X ∈ R^{I×J×K×L}; y ∈ R^J", "", "",
        "Subtracting along the second mode of a tensor subtracts a mode product of ones.",
    ),
    Identity(
        "matrix-minus-tensor", "Y ⊟ X", "fold_3(𝟏_K vec(Y)ᵀ) − X",
        "X ∈ R^{I×J×K}; Y ∈ R^{I×J}", "", "",
        "A matrix minus a tensor is a folded outer product minus the tensor.",
    ),
    Identity(
        "matrix-subtracted-from-tensor", "X ⊟ Y", "X − fold_3(𝟏_K vec(Y)ᵀ)",
        "X ∈ R^{I×J×K}; Y ∈ R^{I×J}", "", "",
        "Subtracting a matrix from every frontal slice subtracts a folded outer product.",
    ),
    Identity(
        "product-by-vectors", "X ⊡ Y", "fold_4(unfold_4(X) diag(𝟏_K ⊗ vec(Y)))",
        "X ∈ R^{I×J×K×L}; Y ∈ R^{I×J}", "", "",
        "A broadcast product of any order scales the columns of an unfolding.",
    ),
    Identity(
        "quotient-by-vectors", "X ⧄ Y", "fold_3(vec(X)ᵀ diag(vec(Y))^{-1})",
        "X, Y ∈ R^{I×J}", "", "Y has no zero",
        "A broadcast quotient of any order divides a vectorisation by a diagonal matrix.",
    ),
    Identity(
        "hadamard-by-vectors", "X ⊙ Y", "fold_3(vec(X)ᵀ diag(vec(Y)))", "X, Y ∈ R^{I×J}", "", "",
        "A Hadamard product of any order multiplies a vectorisation by a diagonal matrix.",
    ),
    Identity(
        "hadamard-quotient-by-vectors", "X ⊘ Y", "fold_3(vec(X)ᵀ diag(vec(Y))^{-1})",
        "X, Y ∈ R^{I×J}", "", "Y has no zero",
        "A Hadamard quotient of any order divides a vectorisation by a diagonal matrix.",
    ),
    Identity(
        "sum-by-vectors", "X ⊞ Y", "X + fold_5((𝟏_{K L} ⊗ vec(Y))ᵀ)",
        "X ∈ R^{I×J×K×L}; Y ∈ R^{I×J}", "", "",
        "A broadcast sum of any order adds a folded, stretched vectorisation.",
    ),
    Identity(
        "difference-by-vectors", "X ⊟ Y", "X − fold_5((𝟏_{K L} ⊗ vec(Y))ᵀ)",
        "X ∈ R^{I×J×K×L}; Y ∈ R^{I×J}", "", "",
        "A broadcast difference of any order subtracts a folded, stretched vectorisation.",
    ),
)  # fmt: skip
