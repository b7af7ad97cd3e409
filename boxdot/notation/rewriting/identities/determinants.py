"""Determinants."""

from __future__ import annotations

from boxdot.notation.rewriting.identities.identity import Identity

IDENTITIES = (
    Identity(
        "det-of-product", "det(A B)", "det(A) det(B)", "A, B ∈ R^{n×n}", "", "",
        "The determinant of a product is the product of the determinants.",
    ),
    Identity(
        "det-of-transpose", "det(Aᵀ)", "det(A)", "A ∈ R^{n×n}", "", "",
        "The determinant of the transpose is the determinant.",
    ),
    Identity(
        "det-of-diagonal", "det(diag(x))", "prod(x)", "x ∈ R^n", "", "",
        "The determinant of a diagonal matrix is the product of its diagonal.",
    ),
    Identity(
        "det-of-scaled-rows", "det(diag(x) A)", "prod(x) det(A)", "x ∈ R^n; A ∈ R^{n×n}", "", "",
        "Scaling the rows multiplies the determinant by all factors.",
    ),
    Identity(
        "det-of-broadcast-product", "det(A ⊡ x)", "prod(x) det(A)", "x ∈ R^n; A ∈ R^{n×n}", "", "",
        "Scaling the rows multiplies the determinant by all factors.",
    ),
    Identity(
        "det-of-inverse", "det(A^{-1})", "det(A)^{-1}", "A ∈ R^{n×n}", "", "A is invertible",
        "The determinant of the inverse is the reciprocal.",
    ),
    Identity(
        "det-of-identity", "det(𝑰_n)", "1", "A ∈ R^{n×n}", "", "",
        "The determinant of the identity is one.",
    ),
)  # fmt: skip
