"""Mode products and unfoldings: Tucker and canonical polyadic models."""

from __future__ import annotations

from boxdot.notation.rewriting.identities.identity import Identity

IDENTITIES = (
    Identity(
        "unfolding-of-first-mode-product", "unfold_1(X ×_1 A)", "A unfold_1(X)",
        "X ∈ R^{I×J×K}; A ∈ R^{L×I}", "", "",
        "A mode product multiplies the unfolding along its mode.",
    ),
    Identity(
        "unfolding-of-third-mode-product", "unfold_3(X ×_3 A)", "A unfold_3(X)",
        "X ∈ R^{I×J×K}; A ∈ R^{L×K}", "", "",
        "A mode product multiplies the unfolding along its mode.",
    ),
    Identity(
        "unfolding-of-tucker", "unfold_1(X ×_1 A ×_2 B ×_3 C)", "A unfold_1(X) (C ⊗ B)ᵀ",
        "X ∈ R^{I×J×K}; A ∈ R^{L×I}; B ∈ R^{M×J}; C ∈ R^{N×K}", "", "",
        "The unfolding of a Tucker model is a product with a Kronecker product.",
    ),
    Identity(
        "vec-of-tucker", "vec(X ×_1 A ×_2 B ×_3 C)", "(C ⊗ B ⊗ A) vec(X)",
        "X ∈ R^{I×J×K}; A ∈ R^{L×I}; B ∈ R^{M×J}; C ∈ R^{N×K}", "", "",
        "The vectorisation of a Tucker model is a Kronecker product times a vector.",
    ),
    Identity(
        "unfolding-of-canonical-polyadic", "unfold_1(𝓘_{R,R,R} ×_1 A ×_2 B ×_3 C)", "A (C ⊙_KR B)ᵀ",
        "A ∈ R^{I×R}; B ∈ R^{J×R}; C ∈ R^{K×R}", "", "",
        "The unfolding of a canonical polyadic model is a product with a Khatri–Rao product.",
    ),
    Identity(
        "vec-of-canonical-polyadic", "vec(𝓘_{R,R,R} ×_1 A ×_2 B ×_3 C)", "(C ⊙_KR B ⊙_KR A) 𝟏_R",
        "A ∈ R^{I×R}; B ∈ R^{J×R}; C ∈ R^{K×R}", "", "",
        "The vectorisation of a canonical polyadic model sums the columns of a Khatri–Rao product.",
    ),
    Identity(
        "norm-of-unfolding", "‖unfold_1(X)‖_F", "‖X‖_F", "X ∈ R^{I×J×K}", "", "",
        "Unfolding keeps the Frobenius norm.",
    ),
    Identity(
        "mode-product-with-identity", "X ×_1 𝑰_I", "X", "X ∈ R^{I×J×K}", "", "",
        "A mode product with the identity changes nothing.",
    ),
    Identity(
        "mode-product-over-plus", "X ×_1 (A + B)", "X ×_1 A + X ×_1 B",
        "X ∈ R^{I×J×K}; A, B ∈ R^{L×I}", "", "",
        "A mode product is linear in the matrix.",
    ),
    Identity(
        "mode-product-of-sum", "(X + Y) ×_1 A", "X ×_1 A + Y ×_1 A",
        "X, Y ∈ R^{I×J×K}; A ∈ R^{L×I}", "", "",
        "A mode product is linear in the tensor.",
    ),
    Identity(
        "mode-product-moves-in-inner-product", "⟨X ×_1 A, Y⟩", "⟨X, Y ×_1 Aᵀ⟩",
        "X ∈ R^{I×J×K}; A ∈ R^{L×I}; Y ∈ R^{L×J×K}", "", "",
        "A mode product moves to the other side of an inner product, transposed.",
    ),
)  # fmt: skip
