"""Broadcast operators as Hadamard products and sums: eqs. (2), (20), (22), (25), (26), (31)."""

from __future__ import annotations

from boxdot.notation.rewriting.identities.identity import Identity

ROWS = "X ∈ R^{I×J}; y ∈ R^I"
COLUMNS = "X ∈ R^{I×J}; z ∈ R^J"
STRETCHED = "X ∈ R^{I×1×K}; Y ∈ R^{I×J}"
MATRICES = "X, Y ∈ R^{I×J}"
MARGINAL = "X ∈ R^{I×J×1}; Y ∈ R^{I×1×K}"
FITS = "the broadcast condition holds"

IDENTITIES = (
    Identity(
        "right-broadcast-form-in-product", "X ⊡ Y", "X ⊙ Y^□",
        "X ∈ R^{H×W×3}; Y ∈ R^{H×W}", "eq. 2", "X has the joint shape",
        "A broadcast product is the Hadamard product with the broadcast form.",
        general="X Y", also=("X ∈ R^{I×J}; Y ∈ R^{1×J}",),
    ),
    Identity(
        "left-broadcast-form-in-product", "X ⊡ Y", "X^□ ⊙ Y",
        "X ∈ R^{H×W}; Y ∈ R^{H×W×3}", "eq. 2", "Y has the joint shape",
        "A broadcast product is the Hadamard product with the broadcast form.",
        general="X Y",
    ),
    Identity(
        "broadcast-forms-in-product", "X ⊡ Y", "X^□ ⊙ Y^□", STRETCHED, "eq. 2", FITS,
        "A broadcast product is the Hadamard product of the broadcast forms.",
        general="X Y",
    ),
    Identity(
        "right-broadcast-form-in-sum", "X ⊞ Y", "X + Y^□",
        "X ∈ R^{H×W×3}; Y ∈ R^{H×W}", "eq. 31", "X has the joint shape",
        "A broadcast sum is the sum with the broadcast form.",
        general="X Y",
    ),
    Identity(
        "left-broadcast-form-in-sum", "X ⊞ Y", "X^□ + Y",
        "X ∈ R^{H×W}; Y ∈ R^{H×W×3}", "eq. 31", "Y has the joint shape",
        "A broadcast sum is the sum with the broadcast form.",
        general="X Y",
    ),
    Identity(
        "broadcast-forms-in-sum", "X ⊞ Y", "X^□ + Y^□", STRETCHED, "eq. 31", FITS,
        "A broadcast sum is the sum of the broadcast forms.",
        general="X Y",
    ),
    Identity(
        "right-broadcast-form-in-difference", "X ⊟ Y", "X − Y^□",
        "X ∈ R^{H×W×3}; Y ∈ R^{H×W}", "eq. 31", "X has the joint shape",
        "A broadcast difference is the difference from the broadcast form.",
        general="X Y",
    ),
    Identity(
        "left-broadcast-form-in-difference", "X ⊟ Y", "X^□ − Y",
        "X ∈ R^{H×W}; Y ∈ R^{H×W×3}", "eq. 31", "Y has the joint shape",
        "A broadcast difference is the difference of the broadcast form.",
        general="X Y",
    ),
    Identity(
        "broadcast-forms-in-difference", "X ⊟ Y", "X^□ − Y^□", STRETCHED, "eq. 31", FITS,
        "A broadcast difference is the difference of the broadcast forms.",
        general="X Y",
    ),
    Identity(
        "right-broadcast-form-in-quotient", "X ⧄ Y", "X ⊘ Y^□",
        "X ∈ R^{H×W×3}; Y ∈ R^{H×W}", "eq. 31", "X has the joint shape, Y no zero",
        "A broadcast quotient is the Hadamard quotient by the broadcast form.",
        general="X Y",
    ),
    Identity(
        "left-broadcast-form-in-quotient", "X ⧄ Y", "X^□ ⊘ Y",
        "X ∈ R^{H×W}; Y ∈ R^{H×W×3}", "eq. 31", "Y has the joint shape and no zero",
        "A broadcast quotient is the Hadamard quotient of the broadcast form.",
        general="X Y",
    ),
    Identity(
        "broadcast-forms-in-quotient", "X ⧄ Y", "X^□ ⊘ Y^□", STRETCHED, "eq. 31",
        "Y has no zero", "A broadcast quotient is the Hadamard quotient of the broadcast forms.",
        general="X Y",
    ),
    Identity(
        "norm-of-broadcast-product", "‖X ⊡ Y‖_F", "‖X_□ ⊙ Y_□‖_F", MARGINAL, "eq. 20", FITS,
        "The Frobenius norm of a broadcast product is that of the marginals' Hadamard product.",
        general="X Y",
    ),
    Identity(
        "norm-of-broadcast-forms", "‖X ⊡ Y‖_F", "‖X^□ ⊙ Y^□‖_F", MARGINAL, "eq. 20", FITS,
        "The Frobenius norm of a broadcast product is that of the broadcast forms' product.",
        general="X Y",
    ),
    Identity(
        "copied-column-in-product", "X ⊡ y", "X ⊙ (y 𝟏_Jᵀ)", ROWS, "eq. 25", "",
        "Multiplying by a column stretches it by an outer product with ones.",
    ),
    Identity(
        "written-out-columns-in-product", "X ⊡ y", "X ⊙ [y, …, y]", ROWS, "eq. 25", "",
        "Multiplying by a column repeats it once for each column of the matrix.",
    ),
    Identity(
        "copied-row-in-product", "X ⊡ zᵀ", "X ⊙ (𝟏_I zᵀ)", COLUMNS, "eq. 26", "",
        "Multiplying by a row stretches it by an outer product with ones.",
    ),
    Identity(
        "written-out-rows-in-product", "X ⊡ zᵀ", "X ⊙ [zᵀ; …; zᵀ]", COLUMNS, "eq. 26", "",
        "Multiplying by a row repeats it once for each row of the matrix.",
    ),
    Identity(
        "kronecker-copies-in-product", "X ⊡ Y", "X ⊙ fold_1(𝟏_Kᵀ ⊗ Y)",
        "X ∈ R^{I×J×K}; Y ∈ R^{I×J}", "eq. 28", "",
        "Multiplying by a matrix repeats it once for each frontal slice of the tensor.",
    ),
    Identity(
        "written-out-columns-in-sum", "X ⊞ y", "X + [y | y | … | y]", ROWS, "eq. 59", "",
        "Adding a column repeats it once for each column of the matrix.",
    ),
    Identity(
        "written-out-rows-in-sum", "X ⊞ zᵀ", "X + [zᵀ; …; zᵀ]", COLUMNS, "eq. 60", "",
        "Adding a row repeats it once for each row of the matrix.",
    ),
    Identity(
        "hadamard-product-of-vectors", "x ⊙ y", "diag(x) y", "x, y ∈ R^I", "eq. 22", "",
        "The Hadamard product of two vectors is a diagonal matrix times a vector.",
    ),
    Identity(
        "hadamard-product-commutes", "X ⊙ Y", "Y ⊙ X", MATRICES, "", "",
        "The Hadamard product is commutative.", general="X Y",
    ),
    Identity(
        "hadamard-product-over-plus", "X ⊙ (Y + Z)", "X ⊙ Y + X ⊙ Z", "X, Y, Z ∈ R^{I×J}", "", "",
        "The Hadamard product distributes over the sum.", general="X Y Z",
    ),
    Identity(
        "transpose-of-hadamard-product", "(X ⊙ Y)ᵀ", "Xᵀ ⊙ Yᵀ", MATRICES, "", "",
        "The transpose goes into a Hadamard product.",
    ),
    Identity(
        "hadamard-of-outer-products", "(x yᵀ) ⊙ (u vᵀ)", "(x ⊙ u) (y ⊙ v)ᵀ",
        "x, u ∈ R^I; y, v ∈ R^J", "", "",
        "The Hadamard product of two outer products is the outer product of Hadamard products.",
    ),
    Identity(
        "bilinear-hadamard-form", "xᵀ (X ⊙ Y) y", "tr(diag(x) X diag(y) Yᵀ)",
        "X, Y ∈ R^{I×J}; x ∈ R^I; y ∈ R^J", "", "",
        "A bilinear form of a Hadamard product is a trace.",
    ),
    Identity(
        "scaling-slides-over-hadamard", "diag(y) (X ⊙ Y)", "(diag(y) X) ⊙ Y",
        "X, Y ∈ R^{I×J}; y ∈ R^I", "", "",
        "Scaling the rows of a Hadamard product scales the rows of one factor.",
    ),
    Identity(
        "hadamard-product-associates", "(X ⊙ Y) ⊙ Z", "X ⊙ (Y ⊙ Z)", "X, Y, Z ∈ R^{I×J}", "", "",
        "The Hadamard product is associative.",
        general="X Y Z",
    ),
    Identity(
        "hadamard-product-with-ones", "X ⊙ 𝟏_{I,J}", "X", "X ∈ R^{I×J}", "", "",
        "Ones are neutral in a Hadamard product.",
    ),
    Identity(
        "hadamard-product-with-zeros", "X ⊙ 𝟎_{I,J}", "𝟎_{I,J}", "X ∈ R^{I×J}", "", "",
        "A Hadamard product with zeros is zero.",
    ),
    Identity(
        "scalar-out-of-hadamard-product", "X ⊙ (k Y)", "k (X ⊙ Y)", "X, Y ∈ R^{I×J}; k ∈ R", "", "",
        "A scalar moves out of a Hadamard product.",
        general="X Y",
    ),
    Identity(
        "hadamard-product-over-minus", "X ⊙ (Y − Z)", "X ⊙ Y − X ⊙ Z", "X, Y, Z ∈ R^{I×J}", "", "",
        "The Hadamard product distributes over the difference.",
        general="X Y Z",
    ),
    Identity(
        "hadamard-quotient", "X ⊘ Y", "X ⊙ (𝟏_{I,J} ⊘ Y)", "X, Y ∈ R^{I×J}", "", "Y has no zero",
        "A Hadamard quotient is the Hadamard product with the reciprocal.",
    ),
    Identity(
        "hadamard-with-identity", "𝑰_n ⊙ (x yᵀ)", "diag(x ⊙ y)", "x, y ∈ R^n", "", "",
        "The Hadamard product of the identity and an outer product is diagonal.",
    ),
    Identity(
        "hadamard-product-as-kronecker",
        "X ⊙ Y", "unfold_1(𝓘_{I,I,I}) (X ⊗ Y) unfold_1(𝓘_{J,J,J})ᵀ",
        "X, Y ∈ R^{I×J}", "", "",
        "The Hadamard product is a part of the Kronecker product.",
    ),
    Identity(
        "scalings-part-over-hadamard", "diag(x) (A ⊙ B) diag(y)", "(diag(x) A) ⊙ (B diag(y))",
        "A, B ∈ R^{I×J}; x ∈ R^I; y ∈ R^J", "", "",
        "Scaling a Hadamard product scales the rows of one factor and the columns of the other.",
    ),
    Identity(
        "outer-product-of-hadamard-vectors", "(x ⊙ y) (u ⊙ v)ᵀ", "(x uᵀ) ⊙ (y vᵀ)",
        "x, y ∈ R^I; u, v ∈ R^J", "", "",
        "The outer product of Hadamard products is a Hadamard product of outer products.",
    ),
    Identity(
        "hadamard-of-vector-and-product", "x ⊙ (A y)", "diag(x) A y",
        "x ∈ R^I; A ∈ R^{I×J}; y ∈ R^J", "", "",
        "The Hadamard product of a vector and a product scales the rows of the matrix.",
    ),
    Identity(
        "hadamard-with-outer-product", "X ⊙ (y zᵀ)", "diag(y) X diag(z)",
        "X ∈ R^{I×J}; y ∈ R^I; z ∈ R^J", "", "",
        "The Hadamard product with an outer product scales the rows and the columns.",
    ),
    Identity(
        "hadamard-quotient-by-outer-product", "X ⊘ (y zᵀ)", "diag(y)^{-1} X diag(z)^{-1}",
        "X ∈ R^{I×J}; y ∈ R^I; z ∈ R^J", "", "y and z have no zeros",
        "The Hadamard quotient by an outer product divides the rows and the columns.",
    ),
    Identity(
        "hadamard-quotient-of-vectors", "x ⊘ y", "diag(y)^{-1} x", "x, y ∈ R^I", "",
        "y has no zero", "The Hadamard quotient of vectors is an inverse diagonal times a vector.",
    ),
    Identity(
        "hadamard-quotient-of-rows", "xᵀ ⊘ yᵀ", "xᵀ diag(y)^{-1}", "x, y ∈ R^I", "",
        "y has no zero", "The Hadamard quotient of rows is a row times an inverse diagonal.",
    ),
    Identity(
        "copied-column-in-quotient", "X ⧄ y", "X ⊘ (y 𝟏_Jᵀ)", ROWS, "", "y has no zero",
        "Dividing by a column stretches it by an outer product with ones.",
    ),
    Identity(
        "copied-row-in-quotient", "X ⧄ zᵀ", "X ⊘ (𝟏_I zᵀ)", COLUMNS, "", "z has no zero",
        "Dividing by a row stretches it by an outer product with ones.",
    ),
    Identity(
        "written-out-columns-in-quotient", "X ⧄ y", "X ⊘ [y, …, y]", ROWS, "", "y has no zero",
        "Dividing by a column repeats it once for each column of the matrix.",
    ),
    Identity(
        "written-out-columns-in-difference", "X ⊟ y", "X − [y | y | … | y]", ROWS, "", "",
        "Taking a column repeats it once for each column of the matrix.",
    ),
    Identity(
        "written-out-rows-in-difference", "X ⊟ zᵀ", "X − [zᵀ; …; zᵀ]", COLUMNS, "", "",
        "Taking a row repeats it once for each row of the matrix.",
    ),
)  # fmt: skip
